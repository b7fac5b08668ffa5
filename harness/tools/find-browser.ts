import { resolveBrowser } from '../../simulators/desk/browser/launch.ts';
import { print, printAside } from '../runner/output.ts';

/** Finds a browser that starts, installs one where there is none, and says which. */
export async function findBrowser({ browser }: { browser?: string }): Promise<void> {
  print(`Browser: ${(await resolveBrowser({ browser, onLine: printAside })).found}`);
}
