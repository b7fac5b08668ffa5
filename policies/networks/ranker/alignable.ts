import type { Alignable } from '../alignment/align.ts';
import { namedWeights } from '../export/model-file.ts';
import type { Parameters } from '../training/trainer.ts';
import type { RankingItem } from './item.ts';
import { scores } from './network.ts';
import { packTraining, sizeOf } from './pack.ts';
import { loadScorer, rankerModel } from './scorer.ts';
import type { RankerSettings } from './settings.ts';

/** A ranker that can be trained on with answers. */
export function alignableRanker(
  parameters: Parameters,
  settings: RankerSettings,
  providers: readonly string[] | undefined,
): Alignable<RankingItem> {
  return {
    parameters,
    weightDecay: settings.weightDecay,
    providers,
    scores,
    pack(items, random, beside) {
      const right = 0;
      const told = (some: readonly RankingItem[]) => some.map((item) => ({ ...item, right }));
      const packed = packTraining(told(items), settings, { random, beside: beside?.map(told) });
      const { target: _, weight: __, mask, ...feeds } = packed;
      return { feeds, mask: mask! };
    },
    async score(now, items) {
      const scorer = await loadScorer(rankerModel(now), settings.shape, providers);
      try {
        return await scorer.score(items);
      } finally {
        await scorer.dispose();
      }
    },
    sizeOf,
  };
}

/** The parameters in a ranker's model. Throws: when the bytes are no model of a ranker. */
export const rankerParameters = (model: Uint8Array): Parameters =>
  namedWeights(model, ['wide', 'own', 'deepContext', 'deepWord', 'hidden', 'bias']);
