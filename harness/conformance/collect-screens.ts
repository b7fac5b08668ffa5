import fc from 'fast-check';
import { createInProcessDesk, type InProcessDesk } from '../../simulators/desk/in-process.ts';
import { replaySession } from '../../simulators/desk/play-side-by-side.ts';
import { randomMoves } from '../../simulators/desk/testing/moves.ts';
import { resolveMove } from '../../simulators/desk/testing/resolve-move.ts';
import type { Dataset } from '../contract/dataset.ts';
import { illegalReason } from '../contract/legal.ts';
import type { Screen } from '../contract/screen.ts';

/** Every screen that operators saw in these sessions, and the one after the last step. */
export async function loggedScreens({ catalog, sessions }: Dataset): Promise<Screen[]> {
  const screens: Screen[] = [];
  const desk = createInProcessDesk(catalog);
  const noting: InProcessDesk = {
    ...desk,
    observe() {
      const screen = desk.observe();
      screens.push(screen);
      return screen;
    },
  };
  for (const session of sessions) await replaySession(noting, session);
  return screens;
}

/** Screens that no operator got to: random actions, hostile texts, and results that answer nothing. */
export function strayScreens({ catalog, sessions }: Dataset, sequences: number, seed: number): Screen[] {
  const desk = createInProcessDesk(catalog);
  return fc.sample(randomMoves(12), { numRuns: sequences, seed }).flatMap((moves, at) => {
    const { id, case: content, offered, opened } = sessions[at % sessions.length]!;
    desk.reset({ id, case: content, offered, opened });
    return moves.map((move) => {
      if (move.kind === 'arrive') desk.deliver(move.arrivals);
      else {
        const action = resolveMove(desk.observe(), move.pick, move.texts);
        if (action && illegalReason(action, desk.observe()) === null) desk.perform(action, move.actor);
      }
      return desk.observe();
    });
  });
}
