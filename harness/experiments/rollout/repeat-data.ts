import { hashShare } from '../../shared/hash.ts';
import { EMBEDDED_DIFFICULTY, EMBEDDED_SESSIONS, generatedDataset } from '../embedded-dataset.ts';
import { type LoadedDataset, loadDataset } from '../load-dataset.ts';

/** Sessions of one rollout, and what names its random streams. The first has the embedded dataset, or the logs in their order. */
export interface RepeatData {
  readonly loaded: LoadedDataset;
  readonly seed: string;
}

/** Other rollouts have newly generated sessions, or the logs in another order. */
export async function repeatData(logs: string | undefined, seed: string, repeat: number): Promise<RepeatData> {
  if (repeat === 0) return { loaded: await loadDataset(logs), seed };
  const own = `${seed}, rollout ${repeat + 1}`;
  if (logs === undefined) {
    const settings = { sessions: EMBEDDED_SESSIONS, difficulty: EMBEDDED_DIFFICULTY, seed: `embedded, ${own}` };
    return {
      loaded: { dataset: generatedDataset(settings), source: 'generated', importer: 'generator', notes: [] },
      seed: own,
    };
  }
  const loaded = await loadDataset(logs);
  const order = new Map(loaded.dataset.sessions.map(({ id }) => [id, hashShare('arrivals', own, id)]));
  const sessions = [...loaded.dataset.sessions].sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
  return { loaded: { ...loaded, dataset: { ...loaded.dataset, sessions } }, seed: own };
}
