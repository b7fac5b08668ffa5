import { align } from '../alignment/align.ts';
import type { Parameters } from '../training/trainer.ts';
import { alignableRanker } from './alignable.ts';
import type { RankingExample } from './item.ts';
import type { PreferenceSettings, RankerSettings } from './settings.ts';

export interface Preferring {
  readonly examples: readonly RankingExample[];
  readonly settings: RankerSettings;
  readonly preference: PreferenceSettings;
  readonly seed: string;
  readonly providers?: readonly string[] | undefined;
  readonly onProgress?: ((fraction: number, line: string) => void) | undefined;
}

const ROWS = 32;

/**
 * Trains a ranker on with the examples that have a refused candidate: what was done instead is to become likelier
 * beside what was refused than it was before, and likely in itself. Without such examples nothing changes.
 *
 * Source: Rafailov et al. 2023 for the preference; Pang et al. 2024 for the loss of the chosen answer beside it.
 */
export function preferCorrections(
  ranker: Parameters,
  { examples, settings, preference, seed, providers, onProgress }: Preferring,
): Promise<Parameters> {
  const answers = examples.map((item) => ({ item, right: item.right, refused: item.refused ?? null }));
  const { objective, beta, supervised, learningRate, epochs } = preference;
  return align(alignableRanker(ranker, settings, providers), answers, {
    objective,
    settings: { beta, flipped: 0, desirable: 1, undesirable: 1, clip: 0.2 },
    reference: null,
    supervised,
    learningRate,
    epochs,
    rows: ROWS,
    seed: `${seed} preference`,
    onProgress,
  });
}
