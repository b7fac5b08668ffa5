import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const ROOMS = ['harness', 'fixtures', 'simulators', 'policies', 'reports'];
const rooms = `{${ROOMS.join(',')}}`;

/** Two tiers: what a change needs, and what takes its time (`*.long.test.ts`). All share these settings. */
const shared = {
  globalSetup: 'harness/conformance/run-folder.ts',
  testTimeout: 60_000,
  hookTimeout: 120_000,
  pool: 'forks',
} as const;

const short = { ...shared, exclude: ['**/*.long.test.ts'] };
/** Tests that put other modules in the place of ours: no other test may meet those. */
const alone = ROOMS.flatMap((room) =>
  readdirSync(join(import.meta.dirname, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.test\.tsx?$/.test(name) && !name.endsWith('.long.test.ts'))
    .map((name) => `${room}/${name.replaceAll('\\', '/')}`),
).filter((file) => readFileSync(join(import.meta.dirname, file), 'utf8').includes('vi.mock('));

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        // Modules are read once for all files of a process: that halves the time.
        test: {
          ...short,
          name: 'short',
          include: [`${rooms}/**/*.test.{ts,tsx}`],
          exclude: [...short.exclude, ...alone],
          isolate: false,
        },
      },
      { test: { ...short, name: 'short-alone', include: alone } },
      {
        test: { ...shared, name: 'long', include: [`${rooms}/**/*.long.test.ts`], testTimeout: 900_000 },
      },
    ],
  },
});
