import type { LoadedDataset } from '../../../bench/data/load-dataset.ts';
import type { NoisePoint } from '../../../bench/noise/noise-grid.ts';
import { closedPart } from '../../../bench/staged/closed-part.ts';
import type { NoiseSettings } from '../../../contract/operator.ts';
import type { World } from '../../../contract/world.ts';
import type { Parts } from '../../../deployment/split-sessions.ts';
import type { Deployed } from '../deploy.ts';

/** Where policies are played in closed loop under one noise. */
export interface ClosedGround {
  readonly parts: Omit<Parts, 'train'>;
  readonly world: World;
  readonly noise: NoiseSettings;
}

/** How often as many sessions as are played are generated beside: critics, thresholds and play have sessions of their own. */
export const CLOSED_PARTS = 3;

/**
 * The sessions of a population that teach gates and are played in closed loop. `wider`: the population's data with
 * sessions that no policy has learned from; null: there are none, as in logs, and the parts serve once more. Null where a
 * part has no session whose goal can be known.
 */
export function closedGround(
  { loaded, parts, seed }: Pick<Deployed, 'loaded' | 'parts' | 'seed'>,
  wider: LoadedDataset | null,
  point: NoisePoint,
  sessions: number,
): ClosedGround | null {
  const dealt = wider ? freshParts(loaded, wider) : parts;
  const size = { seed, sessions, twinSessions: 0 };
  const found = closedPart(wider ?? loaded, { parts: dealt, rule: null }, [point], size);
  const cell = found?.cells.find((one) => one.cell.arm === 'selective')?.cell;
  return found && cell ? { parts: found.parts, world: found.world, noise: cell.noise } : null;
}

/** Sessions that the wider dataset has beyond the other one, in three equal parts. */
function freshParts({ dataset }: LoadedDataset, wider: LoadedDataset): Parts {
  const known = new Set(dataset.sessions.map(({ id }) => id));
  const fresh = wider.dataset.sessions.filter(({ id }) => !known.has(id));
  const each = Math.ceil(fresh.length / CLOSED_PARTS);
  const [feedback, calibration, evaluation] = [0, 1, 2].map((at) => fresh.slice(at * each, (at + 1) * each));
  return { train: [], feedback: feedback!, calibration: calibration!, evaluation: evaluation! };
}
