import { isDeepStrictEqual } from 'node:util';
import type { BrowserContext, Page } from 'playwright';
import { type Action, actionTarget } from '../../../harness/contract/action.ts';
import {
  type Actor,
  type Arrival,
  type CaseOpening,
  InfrastructureError,
} from '../../../harness/contract/environment.ts';
import { SCREEN_MESSAGES, type Screen } from '../../../harness/contract/screen.ts';
import { messageOf } from '../../../harness/shared/message-of.ts';
import type { DriverHooks, ReadWish } from '../page/driver-hooks.ts';
import type { Reading } from '../page/read-screen.ts';
import type { BrowserHost } from './browser-host.ts';

/**
 * One desk's page: read back after every event, checked to show what was done last, thrown away when
 * anything goes wrong with it, and replaced at the next reset.
 */
export class HeldPage {
  readonly #host: BrowserHost;
  readonly #timeoutMs: number;
  readonly #withSpots: boolean;
  #opened: { page: Page; context: BrowserContext } | null = null;
  /** Null: something was done since the page was last read. */
  #reading: Reading | null = null;
  #actionCount = 0;
  #last: Action | null = null;
  /** Input that may not have reached the page yet. */
  #underway: Promise<unknown> = Promise.resolve();

  constructor(host: BrowserHost, timeoutMs: number, withSpots: boolean) {
    this.#host = host;
    this.#timeoutMs = timeoutMs;
    this.#withSpots = withSpots;
  }

  /** Throws: where no page opens in time. */
  async open(): Promise<void> {
    this.#opened = await withinTime(this.#host.openPage(), this.#timeoutMs * 2, 'opening the page');
  }

  /** Throws: `InfrastructureError` after a failure, until the next reset. */
  page(): Page {
    if (!this.#opened) throw new InfrastructureError('The page failed earlier: reset the desk.');
    return this.#opened.page;
  }

  /**
   * Runs one piece of browser work once all input has landed; whatever goes wrong in it is the desk's fault, and the
   * page is not used again.
   */
  async attempt<T>(what: string, work: (page: Page) => Promise<T>): Promise<T> {
    return this.#attempt(what, async (page) => {
      await this.#underway;
      return work(page);
    });
  }

  async #attempt<T>(what: string, work: (page: Page) => Promise<T>): Promise<T> {
    const page = this.page();
    try {
      return await withinTime(work(page), this.#timeoutMs, what);
    } catch (error) {
      await this.abandon();
      if (error instanceof InfrastructureError) throw error;
      throw new InfrastructureError(`The browser failed at ${what}: ${messageOf(error).split('\n')[0]}`);
    }
  }

  async abandon(): Promise<void> {
    const failed = this.#opened;
    this.#opened = null;
    this.#reading = null;
    this.#underway = Promise.resolve();
    if (!failed) return;
    await withinTime(failed.context.close(), 3000, 'closing a failed page').catch(() =>
      this.#host.discard(failed.context),
    );
  }

  async recover(): Promise<void> {
    await this.abandon();
    try {
      await this.open();
    } catch (error) {
      throw error instanceof InfrastructureError ? error : new InfrastructureError(String(error));
    }
  }

  async reset(opening: CaseOpening): Promise<void> {
    // What is still underway must not land on the next case.
    if (this.#opened) await this.attempt('letting input land', async () => {}).catch(() => {});
    if (!this.#opened) await this.recover();
    this.#actionCount = 0;
    this.#last = null;
    this.#reading = null;
    const args = [opening, this.#withSpots] as const;
    await this.#take('opening a case', (page) =>
      page.evaluate(([o, s]) => (globalThis.deskbench as DriverHooks).reset(o, s), args),
    );
  }

  async deliver(arrivals: readonly Arrival[]): Promise<void> {
    if (arrivals.length === 0) return;
    const args = [arrivals, this.#wish()] as const;
    await this.#take('delivering', (page) =>
      page.evaluate(([a, wish]) => (globalThis.deskbench as DriverHooks).deliver(a, wish), args),
    );
  }

  /** Hands an action to the reducer inside the page. */
  async reduce(action: Action, actor: Actor): Promise<void> {
    this.expect(action);
    await this.#take('performing an action', (page) =>
      page.evaluate(([a, who]) => (globalThis.deskbench as DriverHooks).perform(a, who), [action, actor] as const),
    );
  }

  /** The page as it now is. */
  async read(): Promise<Reading> {
    if (this.#reading) return this.#reading;
    return this.#take('reading the screen', (page) =>
      page.evaluate((wish) => (globalThis.deskbench as DriverHooks).read(wish), this.#wish()),
    );
  }

  #wish(): ReadWish {
    return { withSpots: this.#withSpots, actionCount: this.#actionCount, patienceMs: this.#timeoutMs / 2 };
  }

  /** Notes that an action was done, or is underway: the next reading must show it. */
  expect(action: Action, underway: Promise<unknown> = Promise.resolve()): void {
    this.#last = action;
    this.#actionCount += 1;
    this.#underway = underway;
    this.forget();
  }

  forget(): void {
    this.#reading = null;
  }

  async #take(what: string, work: (page: Page) => Promise<string>): Promise<Reading> {
    // The reading waits inside the page for what is underway, so that both need one way there and back.
    const [text] = await this.#attempt(what, (page) => Promise.all([work(page), this.#underway]));
    const reading = JSON.parse(text) as Reading;
    if (reading.actionCount !== this.#actionCount || (this.#last && !wasTaken(this.#last, reading.screen))) {
      await this.abandon();
      throw new InfrastructureError('The page did not take the last action as it was given.');
    }
    this.#reading = reading;
    return reading;
  }
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

/** The work's answer. Throws: `InfrastructureError` where it takes longer than `limitMs`; its late answer is dropped. */
async function withinTime<T>(work: Promise<T>, limitMs: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new InfrastructureError(`The browser did not answer within ${limitMs} ms at ${what}.`)),
      limitMs,
    );
  });
  work.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
