import { expect, it, vi } from 'vitest';
import { resolveBrowser } from '../../simulators/desk/browser/launch.ts';
import { captureOutput } from '../capture-output.ts';
import { doctor } from './doctor.ts';

vi.mock(import('../../simulators/desk/browser/launch.ts'), async (original) => {
  const own = await original();
  return { ...own, resolveBrowser: vi.fn(own.resolveBrowser) };
});

it('bench doctor ends with 3 where something is missing, and says what', async () => {
  const output = captureOutput();
  const { exitCode } = process;
  try {
    vi.mocked(resolveBrowser).mockRejectedValueOnce(new Error('There is none.'));
    await doctor();
    expect(process.exitCode).toBe(3);
    expect(output.text()).toMatch(/✗ browser +There is none\. Install one: [\s\S]*\nMissing: .*browser/);
  } finally {
    process.exitCode = exitCode;
    output.end();
  }
});

it('bench doctor says of each thing whether the machine has it, and what to do where it has not', async () => {
  const output = captureOutput();
  const { exitCode } = process;
  try {
    await doctor();
    const lines = output.text().split('\n');
    for (const what of [
      'Node',
      'model runtime',
      'browser',
      'memory',
      'reports/out',
      'model cache',
      'git',
      'cuda',
      'webgpu',
    ])
      expect(lines.filter((line) => new RegExp(`^[✓–✗] ${what} `).test(line))).toHaveLength(1);
    const lacks = lines.filter((line) => line.startsWith('✗'));
    expect(process.exitCode).toBe(lacks.length === 0 ? 0 : 3);
    for (const line of lacks) expect(output.text()).toContain(`Missing: ${line.slice(2).split('  ')[0]}`);
  } finally {
    process.exitCode = exitCode;
    output.end();
  }
});
