import seedrandom from 'seedrandom';
import { schedule } from '../training/schedule.ts';
import { createTrainer, type Parameters } from '../training/trainer.ts';
import { minibatch, type TrainingItem } from './minibatch.ts';
import { trainingLoss } from './network.ts';
import { initialParameters, type NetworkShape } from './parameters.ts';
import { pretrain } from './pretrain.ts';
import type { TransformerSettings } from './settings.ts';

export interface TransformerTraining {
  /** Screens with their actions. */
  readonly actions: readonly TrainingItem[];
  /** Fields with their values. An epoch takes a sample of them, of at most `fieldShare` times the actions. */
  readonly fields: readonly TrainingItem[];
  readonly settings: TransformerSettings;
  readonly shape: NetworkShape;
  /** Token ids from here on name actions. */
  readonly firstAction: number;
  readonly seed: string;
  readonly providers?: readonly string[] | undefined;
  /** Called after each step with the fraction done and a line. */
  readonly onStep?: ((fraction: number, line: string) => void) | undefined;
}

/** Trains a network by minibatches, and returns it as it is after the last. */
export async function trainTransformer(training: TransformerTraining): Promise<Parameters> {
  const { settings, shape, actions, fields } = training;
  const random = seedrandom(`${training.seed} transformer`);
  const trainer = await createTrainer({
    parameters: await startingParameters(training, random),
    build: (graph, parameters) => trainingLoss(graph, parameters, shape.size),
    weightDecay: settings.weightDecay,
    providers: training.providers,
  });
  try {
    const sampled = Math.min(fields.length, Math.round(settings.fieldShare * actions.length));
    const perEpoch = Math.ceil(actions.length / settings.batch) + Math.ceil(sampled / settings.batch);
    const total = perEpoch * settings.epochs;
    const rate = schedule({ peak: settings.learningRate, decay: 'cosine', warmUp: settings.warmUp });
    const before = settings.pretrainingEpochs > 0 ? PRETRAINING_SHARE : 0;
    let mean = 0;
    let step = 0;
    for (let epoch = 1; epoch <= settings.epochs; epoch++) {
      const batches = [
        ...minibatches(actions, settings.batch, random),
        ...minibatches(shuffle(fields, random).slice(0, sampled), settings.batch, random),
      ];
      for (const batch of shuffle(batches, random)) {
        const feeds = minibatch(batch, settings, training.firstAction, random);
        const loss = await trainer.step(feeds, rate(step, total));
        mean = step === 0 ? loss : 0.98 * mean + 0.02 * loss;
        step++;
        training.onStep?.(
          before + (1 - before) * Math.min(1, step / total),
          `epoch ${epoch} of ${settings.epochs}, loss ${mean.toFixed(3)}`,
        );
      }
    }
    return await trainer.parameters();
  } finally {
    await trainer.dispose();
  }
}

/** As drawn, or with the encoder trained on the screens' own words first. */
async function startingParameters(training: TransformerTraining, random: () => number): Promise<Parameters> {
  const { settings, shape, seed, providers, actions, onStep } = training;
  const parameters = initialParameters(shape, random);
  if (settings.pretrainingEpochs === 0) return parameters;
  const sequences = actions.map(({ sequence }) => sequence);
  const report = (fraction: number, line: string) => onStep?.(PRETRAINING_SHARE * fraction, line);
  return pretrain({ sequences, parameters, settings, shape, seed, providers, onStep: report });
}

/** Share of the progress that is reported while the encoder is trained alone. */
const PRETRAINING_SHARE = 0.3;
const GROUP = 16;
const POOLED = 24;

/**
 * Shuffled minibatches, made of groups that offer the same candidates and are of like length: a candidate's text is
 * then encoded once for many screens, and little is filled up.
 */
function minibatches(items: readonly TrainingItem[], rows: number, random: () => number): TrainingItem[][] {
  const shuffled = shuffle(items, random);
  const batches: TrainingItem[][] = [];
  const size = Math.min(GROUP, rows);
  for (let start = 0; start < shuffled.length; start += rows * POOLED) {
    const near = shuffled.slice(start, start + rows * POOLED).sort(byPlace);
    const groups = chunks(near, size).sort((a, b) => longest(a) - longest(b));
    batches.push(...chunks(groups, Math.max(1, Math.round(rows / size))).map((some) => some.flat()));
  }
  return shuffle(batches, random);
}

/** Screens of the same place stand together, short before long. */
function byPlace(a: TrainingItem, b: TrainingItem): number {
  if (a.group !== b.group) return a.group < b.group ? -1 : 1;
  return a.sequence.tokens.length - b.sequence.tokens.length;
}

function longest(group: readonly TrainingItem[]): number {
  return Math.max(...group.map(({ sequence }) => sequence.tokens.length));
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));
}

function shuffle<T>(list: readonly T[], random: () => number): T[] {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [copy[i], copy[j]] = [copy[j]!, copy[i]!];
  }
  return copy;
}
