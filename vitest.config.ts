import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{harness,fixtures,simulators,policies,reports}/**/*.test.{ts,tsx}'],
    globalSetup: ['harness/conformance/run-folder.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
