import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { arch, availableParallelism, platform } from 'node:os';
import { join } from 'node:path';
import { wallClockDate } from './wall-clock.ts';

/** State of the code that ran; null outside a git checkout. */
export type GitState = {
  readonly commit: string;
  /** Whether the working tree differs from the commit. */
  readonly dirty: boolean;
};

/** A JSON value, as settings are stored. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One attempt at a run, for readers: when and where it began. Nothing of it decides results. */
export type AttemptRecord = {
  readonly startedAt: string;
  /** The command line. */
  readonly command: string;
  readonly git: GitState | null;
  readonly platform: string;
};

/** What is known of an attempt that begins now. `repository`: folder with package.json and, in a checkout, .git. */
export function beginAttempt(command: string, repository: string): AttemptRecord {
  return {
    startedAt: wallClockDate(),
    command,
    git: readGitState(repository),
    platform: `${platform()}-${arch()}, ${availableParallelism()} cores`,
  };
}

/** The commit and whether anything differs from it; null without git or outside a checkout. */
export function readGitState(repository: string): GitState | null {
  if (!existsSync(join(repository, '.git'))) return null;
  const git = (...args: string[]) => spawnSync('git', args, { cwd: repository, encoding: 'utf8' });
  const commit = git('rev-parse', 'HEAD');
  const status = git('status', '--porcelain');
  if (commit.status !== 0 || status.status !== 0) return null;
  return { commit: commit.stdout.trim(), dirty: status.stdout.trim() !== '' };
}
