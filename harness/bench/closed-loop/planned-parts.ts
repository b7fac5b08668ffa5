import type { Parts, Shares } from '../../deployment/split-sessions.ts';
import type { LoadedDataset } from '../data/load-dataset.ts';
import { splitDataset } from '../data/splits.ts';
import { openClosedWorld } from './open-world.ts';

/**
 * The sessions whose goal is known, dealt as a closed-loop bench deals them. Throws: `UsageError` where there is too little
 * of anything.
 */
export function dealtParts({ dataset: { catalog, sessions } }: LoadedDataset, seed: string, shares: Shares): Parts {
  const closed = openClosedWorld({ catalog, sessions });
  return splitDataset({ catalog, sessions: closed.sessions }, 'random', seed, null, shares).parts;
}
