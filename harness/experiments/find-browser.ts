import { resolveBrowser } from '../../simulators/desk/browser-launch.ts';

/** Finds a browser that starts, installs one where there is none, and says which. */
export async function findBrowser({ browser }: { browser?: string }): Promise<void> {
  console.log(`Browser: ${(await resolveBrowser({ browser })).found}`);
}
