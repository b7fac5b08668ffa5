import { defineConfig } from 'vitest/config';

const rooms = '{harness,fixtures,simulators,policies,reports}';

/** Two tiers: what a change needs, and what takes its time (`*.long.test.ts`). Both share these settings. */
const shared = {
  globalSetup: 'harness/conformance/run-folder.ts',
  testTimeout: 60_000,
  hookTimeout: 120_000,
  pool: 'forks',
} as const;

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: { ...shared, name: 'short', include: [`${rooms}/**/*.test.{ts,tsx}`], exclude: ['**/*.long.test.ts'] },
      },
      {
        test: { ...shared, name: 'long', include: [`${rooms}/**/*.long.test.ts`], testTimeout: 900_000 },
      },
    ],
  },
});
