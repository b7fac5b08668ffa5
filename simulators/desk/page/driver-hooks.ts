import type { Action } from '../../../harness/contract/action.ts';
import type { Actor, Arrival, CaseOpening } from '../../../harness/contract/environment.ts';
import type { DeskStore } from './desk-store.ts';
import type { ShownSuggestion } from './page-state.ts';
import { readScreen } from './read-screen.ts';
import { type Spot, spotOf, targetOf } from './target-of.ts';

/** A control, or one option of a radio or multiselect. */
export interface Place {
  readonly control: string;
  readonly option?: string;
}

/** What a reading is to give, and what it waits for. */
export interface ReadWish {
  readonly withSpots: boolean;
  /** The page is read once it shows that many actions, or when `patienceMs` are over. */
  readonly actionCount: number;
  readonly patienceMs: number;
}

/**
 * What a driver calls inside the page. Reading looks at elements only; acting on the case goes through
 * real input, save for `perform`, which exists to measure what input costs.
 */
export interface DriverHooks {
  /** A `Reading` as JSON. */
  read(wish: ReadWish): Promise<string>;
  /** Opens a case on a clean desk and reads it. */
  reset(opening: CaseOpening, withSpots: boolean): string;
  /** Takes in what reached the desk and reads it. */
  deliver(arrivals: readonly Arrival[], wish: ReadWish): Promise<string>;
  setActor(actor: Actor): void;
  suggest(suggestion: ShownSuggestion | null): void;
  /** Chooses in selects and dates as a browser's own picker does, and says where the places are, scrolled to where they need it. */
  prepare(choices: readonly (readonly [control: string, value: string])[], places: readonly Place[]): Spot[];
  /** Hands the action to the reducer, past all input, and reads. */
  perform(action: Action, actor: Actor): string;
}

/** The hooks over a store. */
export function driverHooks(store: DeskStore, remount: () => void): DriverHooks {
  const read = (withSpots: boolean) => JSON.stringify(readScreen(document, withSpots));
  return {
    async read(wish) {
      await actionsShown(wish);
      return read(wish.withSpots);
    },
    reset(opening, withSpots) {
      remount();
      store.reset(opening);
      return read(withSpots);
    },
    async deliver(arrivals, wish) {
      await actionsShown(wish);
      store.deliver(arrivals);
      return read(wish.withSpots);
    },
    setActor: (actor) => store.setActor(actor),
    suggest: (suggestion) => store.suggest(suggestion),
    prepare(choices, places) {
      for (const [control, value] of choices) choose(control, value);
      const targets = places.map(placeElement);
      const spots = targets.map(spotOf);
      if (spots.every(([, , hit]) => hit)) return spots;
      // Most forms fit on the page at once when their last button is brought to the lower edge.
      targets.at(-1)?.scrollIntoView({ block: targets.length === 1 ? 'center' : 'end' });
      return targets.map(spotOf);
    },
    perform(action, actor) {
      store.perform(action, actor);
      return read(false);
    },
  };
}

function controlElement(id: string): Element {
  const element = document.querySelector(`[data-control="${CSS.escape(id)}"]`);
  if (!element) throw new Error(`The page shows no control "${id}".`);
  return element;
}

function placeElement({ control, option }: Place): Element {
  const element = controlElement(control);
  if (option === undefined) return targetOf(element);
  const input = [...element.querySelectorAll('input')].find(({ value }) => value === option);
  if (!input) throw new Error(`Control "${control}" shows no option "${option}".`);
  return input;
}

/** Sets a select or a date as its own picker would: the value, then `input` and `change`. */
function choose(id: string, value: string): void {
  const element = controlElement(id);
  const target = (element.querySelector('select') ?? targetOf(element)) as HTMLSelectElement | HTMLInputElement;
  target.focus();
  target.value = value;
  target.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  target.dispatchEvent(new Event('change', { bubbles: true }));
}

/**
 * Waits until the page's elements show that many actions. Input that is underway when this is called
 * lands in the meantime; where it never does, the wait ends when patience is over.
 */
async function actionsShown(wish: { readonly actionCount: number; readonly patienceMs: number }): Promise<void> {
  const shown = () =>
    document.querySelector('[data-part=timeline]')?.getAttribute('data-count') === String(wish.actionCount);
  if (shown()) return;
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      observer.disconnect();
      resolve();
    };
    const observer = new MutationObserver(() => {
      if (shown()) end();
    });
    const timer = setTimeout(end, wish.patienceMs);
    observer.observe(document, { subtree: true, attributes: true, attributeFilter: ['data-count'] });
  });
}
