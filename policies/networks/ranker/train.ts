import { trainingRandom } from '../../../harness/shared/streams.ts';
import { fitModel } from '../training/fit-model.ts';
import { schedule } from '../training/schedule.ts';
import { decides } from '../training/split-by-session.ts';
import type { Parameters } from '../training/trainer.ts';
import type { RankingExample } from './item.ts';
import type { LabelNoise } from './label-noise.ts';
import { initialRanker, rankingLoss, scores } from './network.ts';

import { packTraining, sizeOf } from './pack.ts';
import { preferCorrections } from './prefer.ts';
import { loadScorer, rankerModel } from './scorer.ts';
import type { RankerSettings } from './settings.ts';
import { bestTemperature, cooled, meanLoss, type ScoredChoice } from './temperature.ts';

export interface RankerTraining {
  readonly train: readonly RankingExample[];
  /** Held-out examples, of other sessions, that decide when to stop. */
  readonly heldOut: readonly RankingExample[];
  readonly settings: RankerSettings;
  /** How labels are wrong; absent: they are taken as they are. */
  readonly noise?: LabelNoise | undefined;
  readonly seed: string;
  readonly providers?: readonly string[] | undefined;
  /** Called after each few steps with the fraction done, in [0, 1], and a line. */
  readonly onProgress?: ((fraction: number, line: string) => void) | undefined;
}

/**
 * Trains a ranker by minibatches; held-out examples decide when to stop and how confident it may be. Without examples
 * it stays as it was drawn.
 */
export async function trainRanker(training: RankerTraining): Promise<Parameters> {
  const { settings, train, heldOut, noise, seed, providers, onProgress } = training;
  const { patience, shape } = settings;
  const judge = (parameters: Parameters) => scoreAll(parameters, heldOut, training);
  const drawn = initialRanker(shape, trainingRandom('ranker', seed));
  if (train.length === 0) return drawn;
  const stops = patience !== null && heldOut.length > 0;
  const { parameters } = await fitModel<RankingExample>({
    trainer: {
      parameters: drawn,
      build: (graph, weights) => rankingLoss(graph, scores(graph, weights), noise),
      weightDecay: settings.weightDecay,
      providers,
    },
    train,
    pack: (examples, random, beside) => packTraining(examples, settings, { random, noise, beside }),
    rows: batchRows(train.length),
    sizeOf,
    // The last epoch still learns: without a floor its rate would be next to nothing.
    schedule: schedule({ peak: settings.learningRate, decay: 'linear', floor: 1 / settings.maxEpochs }),
    maxEpochs: settings.maxEpochs,
    ...(stops ? { patience, heldOutLoss: async (now) => meanLoss(await judge(now), 1, noise) } : {}),
    seed: `${seed} ranker`,
    onProgress,
  });
  const preferred = await withPreference(parameters, training);
  if (!decides(heldOut)) return preferred;
  return cooled(preferred, bestTemperature(await judge(preferred), noise));
}

function withPreference(ranker: Parameters, training: RankerTraining): Promise<Parameters> | Parameters {
  const { train, settings, seed, providers } = training;
  const { preference } = settings;
  if (!preference) return ranker;
  return preferCorrections(ranker, { examples: train, settings, preference, seed, providers });
}

/** Examples of a minibatch: more where there are more in all, since each step also touches every weight. */
export function batchRows(examples: number): number {
  if (examples < 2000) return 32;
  return examples < 20_000 ? 64 : 128;
}

async function scoreAll(
  parameters: Parameters,
  examples: readonly RankingExample[],
  { settings, providers }: Pick<RankerTraining, 'settings' | 'providers'>,
): Promise<ScoredChoice[]> {
  const scorer = await loadScorer(rankerModel(parameters), settings.shape, providers);
  try {
    const scored = await scorer.score(examples);
    return examples.map(({ right, weight = 1 }, index) => ({ scores: scored[index]!, right, weight }));
  } finally {
    await scorer.dispose();
  }
}
