import type { Action } from '../../harness/contract/action.ts';
import type { Catalog } from '../../harness/contract/catalog.ts';
import type { Actor, Arrival, CaseOpening, Environment } from '../../harness/contract/environment.ts';
import type { Screen } from '../../harness/contract/screen.ts';
import { deskIndex } from './model/desk-index.ts';

import { type DeskState, openCase, screenOf } from './model/desk-state.ts';
import { reduceDesk } from './model/reduce-desk.ts';

/** An environment that answers at once. */
export interface InProcessDesk extends Environment {
  reset(opening: CaseOpening): void;
  observe(): Screen;
  perform(action: Action, actor: Actor): void;
  deliver(arrivals: readonly Arrival[]): void;
  close(): void;
}

/** The desk without a page: the pure screen model, one case at a time. Throws: where the catalog contradicts itself. */
export function createInProcessDesk(catalog: Catalog): InProcessDesk {
  deskIndex(catalog);
  let state: DeskState | null = null;
  let screen: Screen | null = null;
  const current = (): DeskState => {
    if (!state) throw new Error('The desk has no case open: call reset first.');
    return state;
  };
  const become = (next: DeskState | null) => {
    state = next;
    screen = null;
  };
  return {
    reset: (opening) => become(openCase(opening, catalog)),
    observe() {
      screen ??= screenOf(current());
      return screen;
    },
    perform: (action, actor) => become(reduceDesk(current(), { kind: 'act', action, actor })),
    deliver(arrivals) {
      let next = current();
      for (const arrival of arrivals) next = reduceDesk(next, { kind: 'arrive', arrival });
      become(next);
    },
    close: () => become(null),
  };
}
