import { z } from 'zod';

/**
 * What a night comes to. `PASS`: shown to be no worse than the margin allows. `WARN`: worse by less than the margin, or
 * in what should hold and need not. `FAIL`: shown to be worse, by more than the margin. `UNDECIDED`: none of these is shown.
 */
export const NIGHT_VERDICTS = ['FAIL', 'UNDECIDED', 'WARN', 'PASS'] as const;
export type NightVerdict = (typeof NIGHT_VERDICTS)[number];

/** `must`: its failure fails the night. `should`: its failure is a warning. `watch`: it is shown and judged by nobody. */
export const TIERS = ['must', 'should', 'watch'] as const;
export type Tier = (typeof TIERS)[number];

const value = z.number().nullable();

const flipSchema = z.strictObject({
  session: z.string(),
  /** Part of the run, such as the population. */
  play: z.string(),
  /** Both values with their unit, for people. */
  before: z.string(),
  now: z.string(),
  /** The command that shows the session. */
  command: z.string(),
});

const checkSchema = z.strictObject({
  /** Name of the metric, as in the CSV files, or of the layer of a step. */
  metric: z.string(),
  title: z.string(),
  /** The cell in words; empty where it is about the whole run. */
  cell: z.string(),
  tier: z.enum(TIERS),
  verdict: z.enum(NIGHT_VERDICTS),
  /** What was found, in one sentence. */
  sentence: z.string(),
  unit: z.enum(['share', 'ms', 'count']),
  base: value,
  next: value,
  /** New less base, with its 95 % interval. Shares: in [−1, 1]. */
  difference: z.strictObject({ estimate: value, low: value, high: value }),
  /** The loss that is allowed, in the metric's unit. */
  margin: z.number(),
  /** Clusters that the interval is over. */
  sessions: z.int().nonnegative(),
  clusters: z.enum(['sessions', 'operators', 'populations']).default('sessions'),
  /** Of an undecided check: how many would decide it in 80 % of nights, if the difference is the one seen. */
  sessionsToDecide: value.default(null),
  worse: z.int().nonnegative(),
  better: z.int().nonnegative(),
  /** Sessions that got worse, the worst first. */
  flips: z.array(flipSchema),
});
export type NightCheck = z.infer<typeof checkSchema>;

/** The verdict on a run, as `--reporter json` writes it. */
export const nightSchema = z.strictObject({
  format: z.literal('deskbench-night'),
  version: z.literal(1),
  verdict: z.enum(NIGHT_VERDICTS),
  /** The answer in one sentence. */
  headline: z.string(),
  /** What was compared, as it can be typed. */
  base: z.string(),
  next: z.string(),
  /** The command that gives this verdict again. */
  command: z.string(),
  /** When the run that is judged began. */
  startedAt: z.string(),
  /** How long it took; null where that is not known. Unit: seconds. */
  seconds: z.number().nullable(),
  /** What differs and where it comes from, each in a sentence. */
  findings: z.array(z.string()),
  /** The worst first. */
  checks: z.array(checkSchema),
});
export type Night = z.infer<typeof nightSchema>;

/** The JSON Schema of a night, as text that ends in a line feed; also in `docs/schemas/night.schema.json`. */
export function nightJsonSchema(): string {
  const title = 'The verdict of a Deskbench night, version 1';
  return `${JSON.stringify({ title, ...z.toJSONSchema(nightSchema, { io: 'input' }) }, null, 2)}\n`;
}

/** What a check counts for in the night: in what should hold the worst is a warning, and what is watched counts as passed. */
export function countedVerdict({ verdict, tier }: Pick<NightCheck, 'verdict' | 'tier'>): NightVerdict {
  if (tier === 'must') return verdict;
  return tier === 'should' && (verdict === 'FAIL' || verdict === 'WARN') ? 'WARN' : 'PASS';
}

/** The verdict on all that must and should hold; of nothing it is undecided. */
export function verdictOfAll(checks: readonly Pick<NightCheck, 'verdict' | 'tier'>[]): NightVerdict {
  if (!checks.some(({ tier }) => tier === 'must')) return 'UNDECIDED';
  const found = checks.map(countedVerdict);
  return NIGHT_VERDICTS.find((verdict) => found.includes(verdict)) ?? 'PASS';
}
