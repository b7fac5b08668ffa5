import type { Browser, BrowserContext, Page } from 'playwright';
import type { Catalog } from '../../../harness/contract/catalog.ts';
import { type DeskServer, startDeskServer } from '../server/server.ts';
import { type LaunchBrowserOptions, launchBrowser } from './launch.ts';

/** A served desk and the browser that shows it; a browser that died is replaced when next it is needed. */
export interface BrowserHost {
  /** A new page, in a context of its own, with the desk loaded. */
  openPage(): Promise<{ page: Page; context: BrowserContext }>;
  /** Ends a browser that does not answer, so that the next page comes from a fresh one. */
  discard(context: BrowserContext): void;
  close(): Promise<void>;
}

/** Starts the server and the browser. Throws: where no browser starts. */
export async function openBrowserHost(catalog: Catalog, options: LaunchBrowserOptions): Promise<BrowserHost> {
  const server = await startDeskServer({ catalog, cases: null });
  try {
    return hostOver(server, await launchBrowser(options), options);
  } catch (error) {
    await server.close();
    throw error;
  }
}

function hostOver(server: DeskServer, first: Browser, options: LaunchBrowserOptions): BrowserHost {
  let browser = Promise.resolve(first);
  let closed = false;

  const living = async (): Promise<Browser> => {
    if (closed) throw new Error('The desk is closed.');
    const known = browser;
    if ((await known).isConnected()) return known;
    // Desks side by side find the dead browser together: the first of them starts the new one.
    if (browser === known) {
      browser = launchBrowser(options);
      browser.catch(() => {
        browser = known;
      });
    }
    return living();
  };

  return {
    async openPage() {
      const context = await (await living()).newContext({
        viewport: { width: 1280, height: 800 },
        locale: 'en-US',
        reducedMotion: 'reduce',
        serviceWorkers: 'block',
        acceptDownloads: false,
      });
      const page = await context.newPage();
      await page.goto(server.url);
      await page.waitForFunction(() => globalThis.deskbench !== undefined);
      return { page, context };
    },
    discard(context) {
      context
        .browser()
        ?.close()
        .catch(() => {});
    },
    async close() {
      closed = true;
      const open = await browser.catch(() => null);
      await open?.close().catch(() => {});
      await server.close();
    },
  };
}
