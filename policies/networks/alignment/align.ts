import { productOf } from '../../../harness/shared/numbers.ts';
import { maskedLogSoftmax, stopGradient, sumOver } from '../graph/functions.ts';
import { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/operator.ts';
import { signatureOf } from '../graph/serialize.ts';
import { float32, type TensorData, type Tensors } from '../onnx/tensor.ts';
import { fitModel, type Watch } from '../training/fit-model.ts';
import type { Reference, ReferenceDynamics } from '../training/reference.ts';
import { schedule } from '../training/schedule.ts';
import type { Parameters } from '../training/trainer.ts';
import type { AnswerObjective, ObjectiveSettings } from './objective.ts';

/** A model that scores what a screen offers, and whose parameters can learn on. */
export interface Alignable<Item> {
  readonly parameters: Parameters;
  readonly weightDecay: number;
  readonly providers?: readonly string[] | undefined;
  /** Logits of the candidates; adds the inputs that it needs. Shape: [batch, candidates]. */
  scores(graph: Graph, weights: Readonly<Record<string, Value>>): Value;
  /** Those inputs, and `mask`: 1 for a candidate, 0 for filling up. Shape of the mask: [rows, candidates]. */
  pack(
    items: readonly Item[],
    random: (() => number) | null,
    beside?: readonly (readonly Item[])[],
  ): { readonly feeds: Tensors; readonly mask: TensorData };
  /** The logits under other parameters, one list an item. */
  score(parameters: Parameters, items: readonly Item[]): Promise<readonly Float32Array[]>;
  /** Items of like size share a minibatch. */
  sizeOf(item: Item): number;
}

/** What an operator did with a suggestion: which candidate is right, and which one, if any, was refused. */
export interface Answer<Item> {
  readonly item: Item;
  /** The candidate that the operator did or accepted; null where only the refusal is known. */
  readonly right: number | null;
  readonly refused: number | null;
}

export interface AlignOptions {
  readonly objective: AnswerObjective;
  readonly settings: ObjectiveSettings;
  readonly reference: ReferenceDynamics;
  /** What the cross entropy of corrections counts for beside the objective. Source: Pang et al. 2024. */
  readonly supervised: number;
  readonly learningRate: number;
  readonly epochs: number;
  /** Answers in a minibatch. */
  readonly rows: number;
  readonly seed: string;
  readonly checkpoint?: { readonly path: string; readonly everySteps: number } | undefined;
  /** Looks at the parameters meanwhile, as where a training ends by how far it has moved. */
  readonly watch?: Watch | undefined;
  readonly onProgress?: ((fraction: number, line: string) => void) | undefined;
}

/** One term of the loss: an answer, or one side of it, and which of the places that it names are fed. */
interface Row<Item> {
  readonly item: Item;
  readonly chosen: number | null;
  readonly rejected: number | null;
}

/**
 * Trains a model on with operators' answers. Where none can teach the objective anything, the parameters stay as they
 * are: the very same object. The same options give the same bytes.
 */
export async function align<Item>(
  model: Alignable<Item>,
  answers: readonly Answer<Item>[],
  options: AlignOptions,
): Promise<Parameters> {
  const { objective, settings, supervised, learningRate, epochs, rows, seed } = options;
  const terms = rowsOf(objective, answers);
  if (terms.length === 0) return model.parameters;
  const items = [...new Set(terms.map(({ item }) => item))];
  const asked = inputsOf((graph, scored) => alignmentLoss(graph, scored, objective, settings, supervised));
  let references: ReadonlyMap<Item, Float32Array> = new Map();
  const reference: Reference = {
    dynamics: options.reference,
    renew: async (now) => {
      const scored = await model.score(now, items);
      references = new Map(items.map((item, at) => [item, scored[at]!]));
    },
  };
  const { parameters } = await fitModel<Row<Item>>({
    trainer: {
      parameters: model.parameters,
      build: (graph, weights) => alignmentLoss(graph, model.scores(graph, weights), objective, settings, supervised),
      weightDecay: model.weightDecay,
      providers: model.providers,
    },
    train: terms,
    pack: (batch, random, beside) => {
      const itemsOf = (some: readonly Row<Item>[]) => some.map(({ item }) => item);
      const { feeds, mask } = model.pack(itemsOf(batch), random, beside?.map(itemsOf));
      const told = Object.entries({ mask, ...packRows(batch, mask.shape, references) });
      return { ...feeds, ...Object.fromEntries(told.filter(([name]) => asked.has(name))) };
    },
    rows,
    sizeOf: ({ item }) => model.sizeOf(item),
    schedule: schedule({ peak: learningRate, decay: 'linear' }),
    maxEpochs: epochs,
    ...(asked.has('reference') && { reference }),
    seed,
    checkpoint: options.checkpoint,
    watch: options.watch,
    onProgress: options.onProgress,
  });
  return parameters;
}

/** Pairs are corrections of a suggestion by another action; of single answers each side counts by itself. */
function rowsOf<Item>({ of }: AnswerObjective, answers: readonly Answer<Item>[]): Row<Item>[] {
  return answers.flatMap(({ item, right, refused }) => {
    if (of === 'pairs') {
      const taught = right !== null && refused !== null && right !== refused;
      return taught ? [{ item, chosen: right, rejected: refused }] : [];
    }
    const sides: Row<Item>[] = [];
    if (right !== null) sides.push({ item, chosen: right, rejected: null });
    if (refused !== null) sides.push({ item, chosen: null, rejected: refused });
    return sides;
  });
}

/** Names of the inputs that a loss needs beside scores: not every objective compares with a reference. */
export function inputsOf(loss: (graph: Graph, scored: Value) => Value): ReadonlySet<string> {
  const graph = new Graph();
  graph.output('loss', loss(graph, graph.input('scores', graph.float, ['batch', 'candidates'])));
  return new Set(Object.keys(signatureOf(graph).inputs));
}

/** What losses are made of; adds the inputs `mask`, `reference`, `chosen` and `weight`. */
export function lossParts(graph: Graph, scored: Value) {
  const mul = (a: Value, b: Value) => graph.apply('Mul', [a, b]);
  const mask = graph.input('mask', graph.float, scored.shape);
  const chosen = graph.input('chosen', graph.float, scored.shape);
  const weight = graph.input('weight', graph.float, [scored.shape[0]!]);
  const logsOf = (scores: Value) => maskedLogSoftmax(graph, scores, mask);
  const policy = logsOf(scored);
  const gains = graph.apply('Sub', [policy, logsOf(graph.input('reference', graph.float, scored.shape))]);
  const at = (values: Value, places: Value) => sumOver(graph, mul(values, places), [1]);
  return {
    chosen,
    gains,
    at,
    logsOf,
    /** log π of what is chosen. Shape: [batch]. */
    chosenLog: at(policy, chosen),
    /** KL(π ‖ π_ref). Shape: [batch]. */
    divergence: () => at(mul(graph.apply('Exp', [policy]), mask), gains),
    /** Over a minibatch. */
    mean: (values: Value) => sumOver(graph, mul(values, weight), [0]),
  };
}

/** The mean of the objective over a minibatch, and what the cross entropy of corrections counts for; adds their inputs. */
export function alignmentLoss(
  graph: Graph,
  scored: Value,
  objective: AnswerObjective,
  settings: ObjectiveSettings,
  supervised: number,
): Value {
  const { chosen, gains, at, chosenLog, divergence, mean } = lossParts(graph, scored);
  const rejected = graph.input('rejected', graph.float, scored.shape);
  const add = (a: Value, b: Value) => graph.apply('Add', [a, b]);
  const terms = { chosen: at(gains, chosen), rejected: at(gains, rejected), chosenLog };
  const perRow =
    objective.of === 'pairs'
      ? objective.loss(graph, terms, settings)
      : objective.loss(
          graph,
          {
            gain: add(terms.chosen, terms.rejected),
            accepted: sumOver(graph, chosen, [1]),
            divergence: stopGradient(graph, mean(divergence())),
          },
          settings,
        );
  if (supervised === 0) return mean(perRow);
  const entropy = graph.apply('Neg', [mean(chosenLog)]);
  return add(mean(perRow), graph.apply('Mul', [entropy, graph.scalar(supervised)]));
}

/** What the objective needs besides the model's feeds. */
function packRows<Item>(
  batch: readonly Row<Item>[],
  shape: readonly number[],
  references: ReadonlyMap<Item, Float32Array>,
): Tensors {
  return {
    chosen: places(
      shape,
      batch.map(({ chosen }) => chosen),
    ),
    rejected: places(
      shape,
      batch.map(({ rejected }) => rejected),
    ),
    // Before the first step there is none: what a training is told from is taken then.
    reference: listed(
      shape,
      batch.map(({ item }) => references.get(item) ?? []),
    ),
    weight: weights(shape[0]!, batch.length),
  };
}

/** Lists of numbers as rows, filled up with zeros. */
export function listed(shape: readonly number[], rows: readonly ArrayLike<number>[]): TensorData {
  const data = new Float32Array(productOf(shape));
  for (const [row, values] of rows.entries()) data.set(values, row * (shape[1] ?? 1));
  return float32(shape, data);
}

/** 1 at a candidate of each row; none where it is null. */
export function places(shape: readonly number[], candidates: readonly (number | null)[]): TensorData {
  const data = new Float32Array(productOf(shape));
  for (const [row, at] of candidates.entries()) if (at !== null) data[row * shape[1]! + at] = 1;
  return float32(shape, data);
}

/** Rows count alike; those beyond a batch weigh nothing. */
export const weights = (rows: number, batch: number): TensorData =>
  float32([rows], new Float32Array(rows).fill(1 / batch, 0, batch));
