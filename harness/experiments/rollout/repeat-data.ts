import { datasetsBySeed, type LoadedDataset } from '../../bench/data/load-dataset.ts';
import { hashShare } from '../../shared/hash.ts';

/** Sessions of one rollout, and what names its random streams. The first is named by the run's seed, and has the logs in their order. */
export interface RepeatData {
  readonly loaded: LoadedDataset;
  readonly seed: string;
}

/** Other rollouts have newly generated sessions, or the logs in another order. */
export async function repeatData(logs: string | undefined, seed: string, repeat: number): Promise<RepeatData> {
  const own = repeat === 0 ? seed : `${seed}, rollout ${repeat + 1}`;
  const loaded = await datasetsBySeed(logs)(own);
  if (repeat === 0 || logs === undefined) return { loaded, seed: own };
  const order = new Map(loaded.dataset.sessions.map(({ id }) => [id, hashShare('arrivals', own, id)]));
  const sessions = [...loaded.dataset.sessions].sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
  return { loaded: { ...loaded, dataset: { ...loaded.dataset, sessions } }, seed: own };
}
