/** A closed-loop bench with the quickest models, for the tests of the experiments. */
import { CALM_WORLD } from '../../contract/world.ts';
import type { Shares } from '../../deployment/split-sessions.ts';
import { type BenchOptions, closedDataset, type OpenBench, openClosedBench } from './open-closed-bench.ts';

const MODELS: BenchOptions = {
  policy: 'markov',
  critic: 'max-softmax',
  gate: 'plug-in',
  target: 0.6,
  delta: 0.1,
  seed: '1',
  providers: 'cpu',
  cache: false,
};

/** Opens a bench on that many sessions of the paper preset, with this policy. */
export async function openTestBench(sessions: number, shares: Shares, policy = MODELS.policy): Promise<OpenBench> {
  const loaded = await closedDataset(undefined, sessions, MODELS.seed);
  return openClosedBench({ options: { ...MODELS, policy }, loaded, shares, rates: CALM_WORLD });
}
