import type { FigurePlot, FigureTable, Ranged } from '../../../reports/figures/schema.ts';
import { type Columns, plain, ranged, table, text } from '../../../reports/figures/table.ts';
import { formatValue } from '../../../reports/present/format-value.ts';
import type { LoadedDataset } from '../../bench/data/load-dataset.ts';
import type { ModelGroup, ModelSplits } from '../../bench/data/model-splits.ts';
import type { Outcome } from '../../bench/experiment.ts';
import { judgedSums, labelF1, labelSums, meanOver } from '../../bench/models/policy-sums.ts';
import type { PolicyScore, Training } from '../../bench/models/score-policy.ts';
import type { PolicyRecipe } from '../../contract/policy.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { hashShare } from '../../shared/hash.ts';
import { sumOf } from '../../shared/numbers.ts';
import { modelFindings } from './model-findings.ts';
import { modelNotes, modelSplitInWords, seedNotes } from './model-words.ts';
import type { ModelsOptions } from './options.ts';
import { type Contender, scoreAll } from './score-all.ts';

/** Parts of what is learned from, each within the next. */
const PARTS = [1 / 8, 1 / 4, 1 / 2, 1] as const;
/** Parts of an encoder's layers, from its lowest on. */
const DEPTHS = [1 / 3, 2 / 3, 1] as const;

/** One policy on one part of what is learned from. */
interface CurvePoint {
  readonly policy: string;
  /** Sessions that it learned from; the mean, where tasks or domains are held out. */
  readonly sessions: number;
  readonly scores: readonly PolicyScore[];
  readonly reason: string | null;
}

/** Trains policies on growing parts of the log, and those on an encoder with growing parts of it. */
export async function learningCurve(
  recipes: readonly PolicyRecipe[],
  loaded: LoadedDataset,
  splits: ModelSplits,
  trainings: readonly Training[],
  options: ModelsOptions,
): Promise<Outcome> {
  if (options.policies === undefined) throw new UsageError('--curve: name the policies with --policies.');
  const points: CurvePoint[] = [];
  const sized = recipes.flatMap((recipe) => bySize(recipe, options.layers));
  let failed = false;
  for (const part of PARTS) {
    const groups = splits.groups.map((group) => partOf(group, part, options.seed));
    const sessions = sumOf(groups, ({ train }) => train.length) / groups.length;
    const rows = await scoreAll(sized, groups, { loaded, splits, trainings, options });
    points.push(...rows.map(({ policy, scores, reason }) => ({ policy, sessions, scores, reason })));
    failed ||= rows.some((row) => row.failed || row.reason !== null);
  }
  return {
    loaded,
    complete: !failed,
    split: modelSplitInWords(splits),
    findings: [...modelFindings(points.slice(-sized.length)), ...curveFindings(points)],
    notes: [...modelNotes(splits, trainings, loaded), ...seedNotes(options.seeds), NESTED],
    tables: [curveTable(points)],
    plots: curvePlots(points),
  };
}

const NESTED = 'Each part of what is learned from holds the smaller ones; all are judged on the same sessions.';

/** A policy on an encoder with parts of its layers, or with so many of them; any other as it is. */
export function bySize(recipe: PolicyRecipe, asked?: number): readonly Contender[] {
  const layers = recipe.sizes?.layers;
  if (layers === undefined || asked !== undefined) return [inDepth(recipe, asked)];
  return [...new Set(DEPTHS.map((share) => Math.max(1, Math.round(share * layers))))].map((depth) =>
    inDepth(recipe, depth),
  );
}

/** A policy with so many layers of its encoder; as it is where none are asked for or it has none. Throws: `UsageError` for too many. */
export function inDepth(recipe: PolicyRecipe, depth: number | undefined): Contender {
  const { sizes, name } = recipe;
  if (!sizes || depth === undefined) return { label: name, recipe };
  const { layers, cutTo } = sizes;
  if (depth > layers) throw new UsageError(`--layers ${depth}: the encoder has ${layers}.`);
  return { label: `${name}, ${depth} of ${layers} layers`, recipe: cutTo(depth) };
}

/** A part of the sessions to learn from; a larger part holds the smaller. Which they are depends on seed and ids alone. */
export function partOf<G extends Pick<ModelGroup, 'train'>>(group: G, part: number, seed: string): G {
  const rank = ({ id }: { readonly id: string }) => hashShare('learning curve', seed, id);
  const kept = [...group.train]
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, Math.max(1, Math.round(part * group.train.length)));
  const ids = new Set(kept.map(({ id }) => id));
  return { ...group, train: group.train.filter(({ id }) => ids.has(id)) };
}

/** The share right that the split is about. */
const shareRight = ({ scores }: CurvePoint): Ranged | null =>
  meanOver(scores, labelSums) ?? meanOver(scores, (score) => judgedSums(score, ({ actionRight }) => actionRight));

const COLUMNS: Columns<CurvePoint> = {
  policy: text('policy', 'policy'),
  sessions: plain('sessions learned from', 'count', ({ sessions }) => Math.round(sessions)),
  accuracy: ranged('label accuracy', 'share', ({ scores }) => meanOver(scores, labelSums)),
  weighted_f1: ranged('weighted F1', 'share', ({ scores }) => labelF1(scores)),
  action_accuracy: ranged('action accuracy', 'share', ({ scores }) =>
    meanOver(scores, (score) => judgedSums(score, ({ actionRight }) => actionRight)),
  ),
  training_ms: plain('training time', 'ms', ({ scores }) => meanOf(scores, ({ trainMs }) => trainMs)),
  decision_rate: plain('decisions', 'rate', ({ scores }) => {
    const ms = sumOf(scores, ({ elapsedMs }) => elapsedMs);
    return ms > 0 ? (1000 * sumOf(scores, ({ decisions }) => decisions)) / ms : null;
  }),
  note: text('note', ({ reason }) => reason),
};

const meanOf = (scores: readonly PolicyScore[], of: (score: PolicyScore) => number) =>
  scores.length === 0 ? null : sumOf(scores, of) / scores.length;

const curveTable = (points: readonly CurvePoint[]): FigureTable =>
  table({
    id: 'curve',
    title: 'What more sessions and more layers bring',
    caption: ['In brackets the 95 % interval, clustered by session.'],
    columns: COLUMNS,
    rows: points,
    kind: ({ reason }) => (reason === null ? 'measured' : 'reason'),
  });

function curvePlots(points: readonly CurvePoint[]): FigurePlot[] {
  const policies = [...new Set(points.map(({ policy }) => policy))];
  const curves = policies.map((label) => ({
    label,
    points: points.flatMap((point) => {
      const right = point.policy === label ? shareRight(point) : null;
      if (right === null || right.estimate === null) return [];
      const { estimate: y, low, high } = right;
      return [{ x: point.sessions, y, ...(low !== null && high !== null && { yRange: { low, high } }) }];
    }),
  }));
  return [
    {
      ...{ id: 'curve', kind: 'points', joined: true, title: 'Share right by sessions learned from' },
      caption: 'Bars: 95 % interval, clustered by session. The axis does not begin at 0.',
      axes: { x: 'sessions learned from', y: 'share of steps right' },
      curves,
    },
  ];
}

/** What the last doubling brought to each policy. */
function curveFindings(points: readonly CurvePoint[]): string[] {
  const policies = [...new Set(points.map(({ policy }) => policy))];
  const found = policies.flatMap((policy) => {
    const rights = points.filter((one) => one.policy === policy).map((one) => shareRight(one)?.estimate ?? null);
    const [half, all] = rights.slice(-2);
    return half == null || all == null ? [] : [{ policy, all, gain: all - half }];
  });
  return found
    .sort((a, b) => b.all - a.all)
    .map(
      ({ policy, all, gain }) =>
        `${policy}: ${formatValue('share', all)} with all sessions; the last doubling brought ${formatValue('points', gain)}.`,
    );
}
