import { z } from 'zod';
import { SPENDINGS } from '../../../reports/stats/group-sequential.ts';
import { parseCommentedJson, readCommentedJson } from '../../runner/commented-json.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import { hashText } from '../../shared/hash.ts';

const rate = z.number().min(0).max(1);
const values = <T extends z.ZodType>(value: T) => z.array(value).min(1);

const ARMS = ['human-only', 'copilot', 'selective'] as const;

/** By which rule a comparison takes more sessions until it is decided. */
const adaptiveSchema = z
  .strictObject({
    /** How often it is looked at, after as many more sessions each time. */
    looks: z.int().min(2).max(20),
    /** What is compared: a file of `reports/metrics/`. */
    metric: z.string().default('active_ms_per_session'),
    arm: z.enum(ARMS).default('selective'),
    baseline: z.enum(ARMS).default('human-only'),
    spending: z.enum(SPENDINGS).default('obrien-fleming'),
  })
  .refine(({ arm, baseline }) => arm !== baseline, { error: 'arm and baseline are the same: compare two.' });

const fields = z.strictObject({
  $schema: z.string().optional(),
  /** What is varied; every combination is one comparison. Models are names of files of their role, seeds name populations. */
  axes: z.strictObject({
    alpha: values(rate).default([0]),
    beta: values(rate).default([0]),
    slip: values(rate).default([0]),
    policy: values(z.string()).default(['ngram']),
    critic: values(z.string()).default(['ngram']),
    gate: values(z.string()).default(['clopper-pearson']),
    seed: values(z.string()).default(['1']),
  }),
  /** Whether what was decided is done (`closed`), or the logged action (`open`). */
  loop: z.enum(['open', 'closed']).default('open'),
  /** Sessions of the dataset; all of a log, and 900 generated ones, where it is not given. */
  dataset: z.int().positive().optional(),
  /** Evaluation sessions of each cell, of an adaptive sweep at most; all where it is not given. */
  sessions: z.int().positive().optional(),
  adaptive: adaptiveSchema.optional(),
  target: z.number().gt(0).lt(1).default(0.9),
  delta: z.number().gt(0).lt(1).default(0.05),
});

const sweepSchema = fields.refine(({ adaptive, sessions = 0 }) => !adaptive || sessions >= adaptive.looks, {
  error: 'give how many a cell takes at most, one for each look or more: the error is spread over so many.',
  path: ['sessions'],
});

/** What is swept, as its file says it. */
export type Sweep = z.infer<typeof sweepSchema>;

/** One combination of the axes. All of its arms are played together, so that they can be compared wherever it is played. */
export interface Comparison {
  /** Of its content: the same in every plan that holds it. */
  readonly id: string;
  readonly alpha: number;
  readonly beta: number;
  readonly slip: number;
  readonly policy: string;
  readonly critic: string;
  readonly gate: string;
  readonly seed: string;
}

const KIND = { schema: sweepSchema, what: 'a file of a sweep', guide: 'docs/sweeps.md' };

/** Reads a sweep from a JSON file that may hold comments. Throws: `UsageError` with the place of what is wrong. */
export const readSweep = (path: string): Sweep => readCommentedJson('--plan', path, KIND);

/** Throws: `UsageError` with the place of what is wrong; `path` names the text. */
export const parseSweep = (text: string, path: string): Sweep => parseCommentedJson(text, path, KIND);

/** Every combination of the axes once, seeds outermost, noise innermost: models are then trained once and used again. */
export function comparisonsOf({ axes, ...others }: Sweep): Comparison[] {
  const names = ['seed', 'policy', 'critic', 'gate', 'slip', 'alpha', 'beta'] as const;
  let combinations: Record<string, string | number>[] = [{}];
  for (const name of names)
    combinations = combinations.flatMap((one) =>
      [...new Set<string | number>(axes[name])].map((value) => ({ ...one, [name]: value })),
    );
  return combinations.map((one) => {
    const { seed: _, ...settings } = others as Record<string, unknown>;
    return {
      ...(one as unknown as Comparison),
      id: hashText(canonicalJson({ ...settings, ...one } as never)).slice(0, 12),
    };
  });
}

/** A part of a sweep: the `index`-th of `count`, from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** `2/8` → the second of eight. Throws: `UsageError` where it is none. */
export function parseShard(text: string): Shard {
  const [, index = 0, count = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (index < 1 || index > count) throw new UsageError(`--shard ${text}: give which of how many, such as 2/8.`);
  return { index, count };
}

/** The comparisons of a shard, in the order of the plan. Dealt by id, so that none depends on what else is swept. */
export function comparisonsOfShard(all: readonly Comparison[], shard: Shard | null): Comparison[] {
  if (shard === null) return [...all];
  const order = all.map(({ id }) => id).sort();
  const own = new Set(order.filter((_, at) => at % shard.count === shard.index - 1));
  return all.filter(({ id }) => own.has(id));
}

/** The shard that holds one comparison and nothing else, where there are as many shards as comparisons. */
export function shardOf(all: readonly Comparison[], id: string): Shard {
  const order = all.map((one) => one.id).sort();
  return { index: order.indexOf(id) + 1, count: all.length };
}

/** A comparison with its axes, in a line. */
export const inWords = ({ id, ...axes }: Comparison) =>
  `${id}, ${Object.entries(axes)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')}`;

/** The part of a run in which a comparison is played. */
export const partOf = ({ id }: Pick<Comparison, 'id'>) => `comparison ${id}`;
