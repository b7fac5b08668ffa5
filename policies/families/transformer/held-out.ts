import { bestTemperature, meanLoss } from '../../networks/ranker/temperature.ts';
import type { Parameters } from '../../networks/training/trainer.ts';
import type { TrainingItem } from './minibatch.ts';
import type { TransformerShape } from './parameters.ts';
import { loadNetwork, networkModels } from './scorer.ts';
import type { Lengths } from './settings.ts';

/** How well a network does on items that it did not learn from. */
export interface HeldOut {
  /** Scores are best divided by it. */
  readonly temperature: number;
  /** Mean of −log p of the right candidates, at that temperature. */
  readonly loss: number;
}

/** Judges a network on held-out items as it will be served, the temperature included. */
export async function judgeHeldOut(
  items: readonly TrainingItem[],
  parameters: Parameters,
  shape: TransformerShape,
  lengths: Lengths,
  providers: readonly string[] | undefined,
): Promise<HeldOut> {
  const network = await loadNetwork(networkModels(parameters, shape), shape, lengths, providers);
  try {
    const scored = await network.score(items);
    const held = scored.map(({ scores }, at) => ({ scores, right: items[at]!.right, weight: 1 }));
    const temperature = bestTemperature(held);
    return { temperature, loss: meanLoss(held, temperature) };
  } finally {
    await network.dispose();
  }
}
