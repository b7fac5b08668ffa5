import { meanOf, sumOf } from '../../../harness/shared/numbers.ts';
import type { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/operator.ts';
import { float32 } from '../onnx/tensor.ts';
import { fitModel } from '../training/fit-model.ts';
import { schedule } from '../training/schedule.ts';
import type { Parameters } from '../training/trainer.ts';
import { type Alignable, type AlignOptions, inputsOf, listed, lossParts, places, weights } from './align.ts';
import type { EpisodeObjective, ObjectiveSettings } from './objective.ts';

/** A decision of an episode: which candidate was taken, and how much better the episode went than others of its case. */
export interface EpisodeRow<Item> {
  readonly item: Item;
  readonly act: number;
  readonly advantage: number;
}

export interface EpisodeOptions
  extends Pick<
    AlignOptions,
    'settings' | 'learningRate' | 'epochs' | 'rows' | 'seed' | 'checkpoint' | 'onProgress' | 'watch'
  > {
  readonly objective: EpisodeObjective;
  /** Parameters that the policy is held near. */
  readonly reference: Parameters;
}

/**
 * Trains a model on with decisions of its own episodes: π_old is the model as it comes. At a rate that does not fall, since
 * the next episodes follow. Where nothing is to be learned the parameters stay as they are: the very same object. The
 * same options give the same bytes.
 */
export async function learnFromEpisodes<Item>(
  model: Alignable<Item>,
  rows: readonly EpisodeRow<Item>[],
  options: EpisodeOptions,
): Promise<Parameters> {
  const { objective, settings, reference, learningRate, epochs, ...rest } = options;
  const asked = inputsOf((graph, scored) => episodeLoss(graph, scored, objective, settings));
  const held = asked.has('reference');
  if (!held && rows.every(({ advantage }) => advantage === 0)) return model.parameters;
  if (rows.length === 0) return model.parameters;
  const items = rows.map(({ item }) => item);
  const old = asked.has('old') ? await model.score(model.parameters, items) : [];
  const near = held ? await model.score(reference, items) : [];
  const { parameters } = await fitModel<number>({
    ...rest,
    trainer: {
      parameters: model.parameters,
      build: (graph, values) => episodeLoss(graph, model.scores(graph, values), objective, settings),
      weightDecay: model.weightDecay,
      providers: model.providers,
    },
    train: rows.map((_, at) => at),
    pack(batch, random, beside) {
      const itemsOf = (some: readonly number[]) => some.map((at) => items[at]!);
      const { feeds, mask } = model.pack(itemsOf(batch), random, beside?.map(itemsOf));
      const { shape } = mask;
      const own = batch.map((at) => rows[at]!);
      const told = {
        mask,
        chosen: places(
          shape,
          own.map(({ act }) => act),
        ),
        old: listed(
          shape,
          batch.map((at) => old[at] ?? []),
        ),
        reference: listed(
          shape,
          batch.map((at) => near[at] ?? []),
        ),
        advantage: float32(
          [shape[0]!],
          Float32Array.from({ length: shape[0]! }, (_, at) => own[at]?.advantage ?? 0),
        ),
        weight: weights(shape[0]!, batch.length),
      };
      return { ...feeds, ...Object.fromEntries(Object.entries(told).filter(([name]) => asked.has(name))) };
    },
    sizeOf: (at) => model.sizeOf(items[at]!),
    schedule: schedule({ peak: learningRate, decay: 'none' }),
    maxEpochs: epochs,
  });
  return parameters;
}

/** The mean of the objective over a minibatch of decisions; adds its inputs. */
export function episodeLoss(
  graph: Graph,
  scored: Value,
  objective: EpisodeObjective,
  settings: ObjectiveSettings,
): Value {
  const { at, chosen, chosenLog, divergence, logsOf, mean } = lossParts(graph, scored);
  const advantage = graph.input('advantage', graph.float, [scored.shape[0]!]);
  const before = at(logsOf(graph.input('old', graph.float, scored.shape)), chosen);
  const logRatio = graph.apply('Sub', [chosenLog, before]);
  return mean(objective.loss(graph, { logRatio, log: chosenLog, advantage, divergence: divergence() }, settings));
}

/** Rewards that differ by less than about this are alike. */
const EPSILON = 1e-4;

/**
 * How much better each of some episodes of one case went than the others: (R − mean) / (std + ε), with the deviation of a
 * sample. Of a single episode, or of equal ones: 0. Source: Shao et al. 2024 (arXiv 2402.03300); ε as TRL has it.
 */
export function groupAdvantages(rewards: readonly number[]): number[] {
  // Of equal rewards the mean may differ by rounding.
  if (rewards.every((one) => one === rewards[0])) return rewards.map(() => 0);
  const mean = meanOf(rewards);
  const deviation = Math.sqrt(sumOf(rewards, (one) => (one - mean) ** 2) / (rewards.length - 1));
  return rewards.map((one) => (one - mean) / (deviation + EPSILON));
}
