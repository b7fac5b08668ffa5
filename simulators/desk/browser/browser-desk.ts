import type { Page } from 'playwright';
import type { Action } from '../../../harness/contract/action.ts';
import type { Catalog } from '../../../harness/contract/catalog.ts';
import type { Actor, Arrival, CaseOpening, Environment } from '../../../harness/contract/environment.ts';
import { illegalReason } from '../../../harness/contract/legal.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import { illegalAction } from '../model/legality.ts';
import type { DriverHooks } from '../page/driver-hooks.ts';
import type { ShownSuggestion } from '../page/page-state.ts';
import type { Reading } from '../page/read-screen.ts';
import { type BrowserHost, openBrowserHost } from './browser-host.ts';
import { HeldPage } from './held-page.ts';
import { actByInput } from './input.ts';
import type { LaunchBrowserOptions } from './launch.ts';
import { actByLocators } from './locators.ts';

/** How actions reach the page: real mouse and keyboard; Playwright's locators; or past all input, to measure its cost. */
export type BrowserInput = 'trusted' | 'locators' | 'reducer';

export interface BrowserDeskOptions extends LaunchBrowserOptions {
  /** Default: `trusted`. */
  readonly input?: BrowserInput;
  /** How long one act of the browser may take before it counts as hung. Default: 15,000. */
  readonly timeoutMs?: number;
}

/** A desk in a real browser. Its screens are read back from the page's elements. */
export interface BrowserDesk extends Environment {
  reset(opening: CaseOpening): Promise<void>;
  observe(): Promise<Screen>;
  /** Gives the action to the page. Real input may still be underway then: what the desk is asked next waits for it. */
  perform(action: Action, actor: Actor): Promise<void>;
  deliver(arrivals: readonly Arrival[]): Promise<void>;
  close(): Promise<void>;
  /** Shows a suggestion in the copilot bar until the next action. */
  suggest(suggestion: ShownSuggestion | null): Promise<void>;
  /** Throws the page away and opens a fresh one, in a fresh browser where the old one died. `reset` does so by itself after a failure. */
  recover(): Promise<void>;
  /** The page as it now is, for screenshots and tests; after an action, observe first. */
  page(): Page;
}

/** Several desks over one browser and one server. */
export interface BrowserDesks {
  readonly desks: readonly BrowserDesk[];
  close(): Promise<void>;
}

/** Opens desks side by side, each in a context of its own. Throws: where no browser starts. */
export async function openBrowserDesks(
  catalog: Catalog,
  options: BrowserDeskOptions & { readonly contexts: number },
): Promise<BrowserDesks> {
  const host = await openBrowserHost(catalog, options);
  try {
    const desks = await Promise.all(Array.from({ length: options.contexts }, () => deskOver(host, options)));
    return { desks, close: () => host.close() };
  } catch (error) {
    await host.close();
    throw error;
  }
}

/** Opens one desk with a browser and a server of its own; `close` ends them. Throws: where no browser starts. */
export async function createBrowserDesk(catalog: Catalog, options: BrowserDeskOptions = {}): Promise<BrowserDesk> {
  const { desks, close } = await openBrowserDesks(catalog, { ...options, contexts: 1 });
  return { ...(desks[0] as BrowserDesk), close };
}

async function deskOver(host: BrowserHost, options: BrowserDeskOptions): Promise<BrowserDesk> {
  const input = options.input ?? 'trusted';
  const held = new HeldPage(host, options.timeoutMs ?? 15_000, input === 'trusted');
  await held.open();
  let actor: Actor = 'operator';

  const byHand = (action: Action, by: Actor, before: Reading) =>
    held.attempt('performing an action', async (page) => {
      if (by !== actor) await page.evaluate((who) => (globalThis.deskbench as DriverHooks).setActor(who), by);
      actor = by;
      if (input === 'trusted') return actByInput(page, action, before);
      await actByLocators(page, action, before.screen);
      return null;
    });

  return {
    page: () => held.page(),
    recover: () => held.recover(),
    close: () => held.abandon(),
    async reset(opening) {
      actor = 'operator';
      await held.reset(opening);
    },
    observe: async () => (await held.read()).screen,
    async perform(action, by) {
      const before = await held.read();
      const reason = illegalReason(action, before.screen);
      if (reason !== null) throw illegalAction(before.screen.caseId, action, before.actionCount + 1, reason);
      if (input === 'reducer') return held.reduce(action, by);
      held.expect(action, (await byHand(action, by, before))?.landed);
    },
    deliver: (arrivals) => held.deliver(arrivals),
    async suggest(suggestion) {
      await held.attempt('showing a suggestion', (page) =>
        page.evaluate((shown) => (globalThis.deskbench as DriverHooks).suggest(shown), suggestion),
      );
      held.forget();
    },
  };
}
