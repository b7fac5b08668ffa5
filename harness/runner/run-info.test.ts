import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { REPOSITORY } from './repository.ts';
import { beginAttempt, readGitState } from './run-info.ts';

it('says of an attempt when and where it began, and of what state of the code', () => {
  const attempt = beginAttempt('pnpm bench replay', REPOSITORY);
  expect(Date.parse(attempt.startedAt)).toBeGreaterThan(Date.parse('2025-01-01'));
  if (existsSync(join(REPOSITORY, '.git'))) expect(attempt.git?.commit).toMatch(/^[0-9a-f]{40}$/);
  const elsewhere = mkdtempSync(join(tmpdir(), 'deskbench-info-'));
  expect(readGitState(elsewhere)).toBeNull();
  rmSync(elsewhere, { recursive: true });
});
