import { isDeepStrictEqual } from 'node:util';
import type { BrowserContext, Page } from 'playwright';
import { type Action, actionTarget } from '../../harness/contract/action.ts';
import type { Catalog } from '../../harness/contract/catalog.ts';
import {
  type Actor,
  type Arrival,
  type CaseOpening,
  type Environment,
  InfrastructureError,
} from '../../harness/contract/environment.ts';
import { illegalReason } from '../../harness/contract/legal.ts';
import { SCREEN_MESSAGES, type Screen } from '../../harness/contract/screen.ts';
import { type BrowserHost, openBrowserHost } from './browser-host.ts';
import { actByInput } from './browser-input.ts';
import type { LaunchBrowserOptions } from './browser-launch.ts';
import { actByLocators } from './browser-locators.ts';
import { illegalAction } from './model/illegal-action.ts';
import type { DriverHooks } from './page/driver-hooks.ts';
import type { ShownSuggestion } from './page/page-state.ts';
import type { Reading } from './page/read-screen.ts';
import { withinTime } from './within-time.ts';

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
  perform(action: Action, actor: Actor): Promise<void>;
  deliver(arrivals: readonly Arrival[]): Promise<void>;
  close(): Promise<void>;
  /** Shows a suggestion in the copilot bar until the next action. */
  suggest(suggestion: ShownSuggestion | null): Promise<void>;
  /** Throws the page away and opens a fresh one, in a fresh browser where the old one died. `reset` does so by itself after a failure. */
  recover(): Promise<void>;
  /** The page as it now is, for screenshots and tests. */
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

interface Opened {
  readonly page: Page;
  readonly context: BrowserContext;
}

async function deskOver(host: BrowserHost, options: BrowserDeskOptions): Promise<BrowserDesk> {
  const input = options.input ?? 'trusted';
  const timeoutMs = options.timeoutMs ?? 15_000;
  const withSpots = input === 'trusted';
  let opened: Opened | null = await withinTime(host.openPage(), timeoutMs * 2, 'opening the page');
  /** Null: something was done since the page was last read. */
  let reading: Reading | null = null;
  let actionCount = 0;
  let last: Action | null = null;
  let actor: Actor = 'operator';

  const page = (): Page => {
    if (!opened) throw new InfrastructureError('The page failed earlier: reset the desk.');
    return opened.page;
  };

  /** Runs one piece of browser work; whatever goes wrong in it is the desk's fault, and the page is not used again. */
  const attempt = async <T>(what: string, work: (page: Page) => Promise<T>): Promise<T> => {
    const current = page();
    try {
      return await withinTime(work(current), timeoutMs, what);
    } catch (error) {
      await abandon();
      if (error instanceof InfrastructureError) throw error;
      const cause = error instanceof Error ? error.message : String(error);
      throw new InfrastructureError(`The browser failed at ${what}: ${cause.split('\n')[0]}`);
    }
  };

  const abandon = async () => {
    const failed = opened;
    opened = null;
    reading = null;
    if (failed)
      await withinTime(failed.context.close(), 3000, 'closing a failed page').catch(() => host.discard(failed.context));
  };

  const take = async (json: string): Promise<Reading> => {
    reading = JSON.parse(json) as Reading;
    if (reading.actionCount === actionCount && (last === null || wasTaken(last, reading.screen))) return reading;
    await abandon();
    throw new InfrastructureError('The page did not take the last action as it was given.');
  };

  const read = async (): Promise<Reading> => {
    if (reading) return reading;
    return take(
      await attempt('reading the screen', (p) =>
        p.evaluate((spots) => (globalThis.deskbench as DriverHooks).read(spots), withSpots),
      ),
    );
  };

  const act = (p: Page, action: Action, before: Reading): Promise<void> =>
    input === 'locators' ? actByLocators(p, action, before.screen) : actByInput(p, action, before);

  const recover = async () => {
    await abandon();
    try {
      opened = await withinTime(host.openPage(), timeoutMs * 2, 'opening a fresh page');
    } catch (error) {
      throw error instanceof InfrastructureError ? error : new InfrastructureError(String(error));
    }
  };

  return {
    page,
    recover,
    close: () => abandon(),
    async reset(opening) {
      if (!opened) await recover();
      reading = null;
      actionCount = 0;
      last = null;
      actor = 'operator';
      await take(
        await attempt('opening a case', (p) =>
          p.evaluate(([o, s]) => (globalThis.deskbench as DriverHooks).reset(o, s), [opening, withSpots] as const),
        ),
      );
    },
    observe: async () => (await read()).screen,
    async perform(action, by) {
      const before = await read();
      const reason = illegalReason(action, before.screen);
      if (reason !== null) throw illegalAction(before.screen.caseId, action, actionCount + 1, reason);
      last = action;
      if (input === 'reducer') {
        actionCount += 1;
        await take(
          await attempt('performing an action', (p) =>
            p.evaluate(([a, who]) => (globalThis.deskbench as DriverHooks).perform(a, who), [action, by] as const),
          ),
        );
        return;
      }
      await attempt('performing an action', async (p) => {
        if (by !== actor) await p.evaluate((who) => (globalThis.deskbench as DriverHooks).setActor(who), by);
        actor = by;
        await act(p, action, before);
      });
      reading = null;
      actionCount += 1;
    },
    async deliver(arrivals) {
      if (arrivals.length === 0) return;
      await take(
        await attempt('delivering', (p) =>
          p.evaluate(([a, s]) => (globalThis.deskbench as DriverHooks).deliver(a, s), [arrivals, withSpots] as const),
        ),
      );
    },
    async suggest(suggestion) {
      reading = null;
      await attempt('showing a suggestion', (p) =>
        p.evaluate((shown) => (globalThis.deskbench as DriverHooks).suggest(shown), suggestion),
      );
    },
  };
}

/** Whether the page shows that just this action was done last. */
function wasTaken(action: Action, { timeline, messages }: Screen): boolean {
  const entry = timeline.at(-1);
  if (entry?.kind !== action.kind || entry.target !== actionTarget(action)) return false;
  if (action.kind === 'send_text')
    return (
      messages.findLast(({ author }) => author === 'desk')?.text === action.text || messages.length === SCREEN_MESSAGES
    );
  return action.kind !== 'submit_form' || isDeepStrictEqual(entry.values, action.values);
}
