import { openBrowserDesks } from '../../../simulators/desk/browser/browser-desk.ts';
import { createInProcessDesk } from '../../../simulators/desk/in-process.ts';
import type { Catalog } from '../../contract/catalog.ts';
import { type Environment, InfrastructureError } from '../../contract/environment.ts';
import type { EpisodeLimits } from '../../engine/episode-limits.ts';
import { printAside } from '../../runner/output.ts';
import type { Driver } from './drivers.ts';

/** Desks to run episodes on. */
export interface Desks {
  readonly driver: Driver;
  readonly openEnvironment: () => Environment;
  /** How many episodes may run at a time; undefined leaves it to the engine. */
  readonly concurrency?: number | undefined;
  /** When an episode on them is given up. Absent: never. */
  readonly limits?: EpisodeLimits | undefined;
  close(): Promise<void>;
}

/** Desks without a page: as many as are asked for. */
export function inProcessDesks(catalog: Catalog): Desks {
  return { driver: 'in-process', openEnvironment: () => createInProcessDesk(catalog), close: async () => undefined };
}

/** A fixed number of desks in one browser, side by side; a closed one serves again. Throws: where no browser starts. */
export async function browserDesks(catalog: Catalog, contexts: number, browser?: string): Promise<Desks> {
  const { desks, close } = await openBrowserDesks(catalog, { contexts, browser, onLine: printAside });
  const free = [...desks];
  return {
    driver: 'browser',
    concurrency: contexts,
    close,
    openEnvironment() {
      const desk = free.pop();
      if (!desk) throw new InfrastructureError(`All ${contexts} browser desks are in use.`);
      return {
        ...desk,
        async close() {
          free.push(desk);
        },
      };
    },
  };
}
