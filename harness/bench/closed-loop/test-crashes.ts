import { InfrastructureError } from '../../contract/environment.ts';
import type { Desks } from '../desks/desks.ts';

/** Desks that fail, for good, in the sessions with these ids. For tests. */
export function crashingDesks(desks: Desks, ids: ReadonlySet<string>): Desks {
  return {
    ...desks,
    openEnvironment() {
      const desk = desks.openEnvironment();
      return {
        reset(opening) {
          if (ids.has(opening.id)) throw new InfrastructureError('The page crashed.');
          return desk.reset(opening);
        },
        deliver: (arrivals) => desk.deliver(arrivals),
        observe: () => desk.observe(),
        perform: (action, by) => desk.perform(action, by),
        close: () => desk.close(),
      };
    },
  };
}
