import type { Policy } from '../../../harness/contract/policy.ts';
import { trainingRandom } from '../../../harness/shared/streams.ts';
import { actionAnswers } from '../../networks/alignment/answer-at.ts';
import type { Trainable, TrainableNetwork } from '../../networks/alignment/trainable.ts';
import { inPrecision } from '../../networks/export/in-precision.ts';
import { namedWeights } from '../../networks/export/model-file.ts';
import { rankerModel } from '../../networks/ranker/scorer.ts';
import { adaptedWeights, initialAdapters, type LoraOptions, mergeAdapters } from '../../networks/training/lora.ts';
import type { Parameters } from '../../networks/training/trainer.ts';
import type { Vocabulary } from '../../screens/suggesting/vocabulary.ts';
import { VALUE_RANKER } from '../ngram/settings.ts';
import { valueNetwork } from '../ngram/value-network.ts';
import type { ItemMaker } from './item.ts';
import { type TrainingItem, wholeMinibatch } from './minibatch.ts';
import { trainingScores } from './network.ts';
import { adaptedLayers, initialTransformer, type TransformerShape } from './parameters.ts';
import { loadNetwork, type NetworkModels, networkModels } from './scorer.ts';
import { type Lengths, SETTINGS } from './settings.ts';

/** Rank and weight of adapters that learn from answers. */
const RANK = 8;
const ALPHA = 16;

interface Served {
  readonly shape: TransformerShape;
  readonly lengths: Lengths;
  /** Token ids from here on name actions. */
  readonly firstAction: number;
  /** What scores are divided by before they become confidences. */
  readonly temperature: number;
  readonly vocabulary: Vocabulary;
  readonly makeItem: ItemMaker;
  readonly models: () => { readonly actions: NetworkModels; readonly values: Uint8Array };
  readonly providers: readonly string[] | undefined;
  readonly serve: (name: string, models: ReturnType<Served['models']>) => Promise<Policy>;
}

/** A transformer that learns from answers by low-rank adapters, the network beneath as it is; and its ranker of values. */
export function trainableTransformer(served: Served): Trainable {
  const { shape, vocabulary, models, providers, serve } = served;
  const options: LoraOptions = { layers: adaptedLayers(shape), rank: RANK, alpha: ALPHA };
  return {
    async networks() {
      const { actions, values } = models();
      return [
        adaptersNetwork(baseOf(actions, shape), options, served),
        valueNetwork(values, vocabulary, VALUE_RANKER.shape, providers),
      ];
    },
    serve(name, { actions, values }, precision = 'fp32') {
      const own = models();
      const { texts, screens } = actions
        ? networkModels(mergeAdapters(baseOf(own.actions, shape), actions, options), shape)
        : own.actions;
      return serve(name, {
        actions: { texts: inPrecision(texts, precision), screens: inPrecision(screens, precision) },
        values: inPrecision(values ? rankerModel(values) : own.values, precision),
      });
    },
  };
}

/** A network's parameters as its two models hold them. */
function baseOf({ texts, screens }: NetworkModels, shape: TransformerShape): Parameters {
  const names = Object.keys(initialTransformer(shape, () => 0.5));
  return { ...namedWeights(texts, names), ...namedWeights(screens, names) };
}

function adaptersNetwork(base: Parameters, options: LoraOptions, served: Served): TrainableNetwork<TrainingItem> {
  const { shape, lengths, firstAction, temperature, makeItem, providers } = served;
  const settings = { ...SETTINGS, size: shape.size, lengths, factBits: shape.factBits };
  const start = initialAdapters(base, options, trainingRandom('alignment'));
  return {
    name: 'actions',
    searched: Object.keys(start),
    answersOf: async (answered) =>
      actionAnswers(answered, (screen, offered) => ({
        ...makeItem(screen, offered),
        right: 0,
        group: screen.procedure?.id ?? '',
      })),
    model: {
      parameters: start,
      weightDecay: settings.weightDecay,
      providers,
      scores(graph, adapters) {
        const scored = trainingScores(graph, adaptedWeights(graph, base, adapters, options), shape.size);
        return graph.apply('Mul', [scored, graph.scalar(1 / temperature)]);
      },
      pack(items, random, beside) {
        const packed = wholeMinibatch(items, settings, firstAction, random, beside);
        const { target: _, weight: __, mask, ...feeds } = packed;
        return { feeds, mask: mask! };
      },
      async score(adapters, items) {
        const models = networkModels(mergeAdapters(base, adapters, options), shape);
        const network = await loadNetwork(models, shape, lengths, providers);
        try {
          const scored = await network.score(items);
          return scored.map(({ scores }) => scores.map((score) => score / temperature));
        } finally {
          await network.dispose();
        }
      },
      sizeOf: (item) => item.sequence.tokens.length,
    },
  };
}
