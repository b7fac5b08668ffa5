import { defineConfig } from 'playwright/test';
import { resolveBrowser } from './simulators/desk/browser/launch.ts';

/** The browser is found once, by the runner; its workers are told through the variable. */
const { launch } = await resolveBrowser();
if (launch.executablePath) process.env.DESKBENCH_BROWSER = launch.executablePath;
else if (launch.channel) process.env.DESKBENCH_BROWSER = launch.channel;

export default defineConfig({
  testDir: 'simulators/desk',
  testMatch: '**/*.e2e.ts',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 30_000,
  reporter: 'line',
  outputDir: 'test-results',
  use: {
    viewport: { width: 1280, height: 800 },
    launchOptions: launch,
    screenshot: 'off',
    trace: 'off',
  },
});
