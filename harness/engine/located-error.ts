import { IllegalActionError } from '../contract/environment.ts';
import type { Loop } from '../contract/scenario.ts';
import { type EpisodeState, place } from './episode.ts';

/** What it means that the desk refuses an action. */
const REFUSED: Readonly<Record<Loop, string>> = {
  open: 'The log does not fit its procedures: check the dataset and its importer.',
  closed: 'The screen does not offer what the world calls right, the operator did or the scenario forces: check them.',
};

/** The error with the place where it arose, so that the episode can be played again by itself. */
export function locatedError(error: unknown, state: EpisodeState): Error {
  const reason = error instanceof Error ? error.message : String(error);
  if (reason.startsWith('Session "')) return error as Error;
  const remedy = error instanceof IllegalActionError ? ` ${REFUSED[state.scenario.cell.loop]}` : '';
  return new Error(`${place(state)}: ${reason}${remedy}`, { cause: error });
}
