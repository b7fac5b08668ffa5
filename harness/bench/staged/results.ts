import { z } from 'zod';
import { ARMS } from '../../contract/scenario.ts';

/** Version of `results.json`, which headline and replay wrote before they wrote figures, and which can still be read. */
const RESULTS_VERSION = 3;

const finite = z.number();
const count = z.int().nonnegative();

const bounds = { low: finite.nullable(), high: finite.nullable() };
/** As estimates say it elsewhere, of how many sessions they are. */
const ofSessions = <T extends { readonly sessions: number }>({ sessions: of, ...rest }: T) => ({ ...rest, of });

/**
 * An estimate with its 95 % interval, clustered by session. Null estimate: nothing to divide by. `denominator`: sum of the
 * denominators, which are steps, actions or sessions.
 */
const estimateSchema = z
  .strictObject({ estimate: finite.nullable(), ...bounds, sessions: count, denominator: finite })
  .transform(ofSessions);

/** Difference cell − baseline, paired by session. */
const comparisonSchema = z
  .strictObject({
    metric: z.string(),
    cell: z.string(),
    baseline: z.string(),
    difference: finite.nullable(),
    ...bounds,
    /** `relative`: difference over the baseline's mean, with its interval (for time saving). */
    relative: z.strictObject({ estimate: finite, ...bounds }).nullable(),
    /** Differences within it are called equivalent. */
    margin: finite,
    /** Of this comparison by itself; null where the spread is not known. */
    p: finite.nullable(),
    /** Corrected for the metric's other comparisons in the loop. */
    verdict: z.enum(['better', 'worse', 'equivalent', 'undecided']),
    /** Of an undecided one: sessions that would decide it in 80 % of repeats, if the difference is the one seen. */
    sessionsToDecide: finite.nullable(),
  })
  .transform(({ difference: estimate, ...rest }) => ({ ...rest, estimate }));
export type Comparison = z.infer<typeof comparisonSchema>;

const riskCoverageSchema = z.strictObject({
  points: z.array(z.strictObject({ threshold: finite, coverage: finite, risk: finite })),
  aurc: finite.nullable(),
  augrc: finite.nullable(),
  excessAurc: finite.nullable(),
  /** Critical proposals that were scored. */
  proposals: count,
});

const calibrationSchema = z.strictObject({
  /** Equal-mass bins of the critic's score: mean score against the true share right, and against the share that operators accepted. */
  bins: z.array(z.strictObject({ score: finite, right: finite, accepted: finite.nullable(), proposals: count })),
  ece: finite.nullable(),
  brier: finite.nullable(),
  auroc: finite.nullable(),
});

const cellSchema = z.strictObject({
  id: z.string(),
  arm: z.enum(ARMS),
  loop: z.enum(['open', 'closed']),
  /** How the noise was asked for, such as `0.1` or `paper`. */
  noise: z.strictObject({ alpha: z.string(), beta: z.string(), slip: z.string() }),
  driver: z.enum(['in-process', 'browser']),
  gate: z
    .strictObject({ name: z.string(), threshold: finite.nullable(), reason: z.string(), targetPrecision: finite })
    .nullable(),
  sessions: count,
  steps: count,
  /** Episodes in which the desk failed: begun again and finished, and given up. Never counted as policy errors. */
  faults: z.strictObject({ retried: count, crashed: count }),
  metrics: z.record(z.string(), estimateSchema),
  riskCoverage: riskCoverageSchema.nullable(),
  calibration: calibrationSchema.nullable(),
});
export type CellResult = z.infer<typeof cellSchema>;

const paritySchema = z.strictObject({ sessions: count, steps: count, equal: z.boolean() });

const causeSchema = z.strictObject({ cause: z.string(), count });

/** Mean over errors that were compared with a twin, with its 95 % interval, clustered by session. */
const reproductionSchema = z
  .strictObject({ estimate: finite.nullable(), ...bounds, errors: count, sessions: count })
  .transform(ofSessions);
export type Reproduction = z.infer<typeof reproductionSchema>;

/** The same deployment where what was decided is done, and the case goes on from there. */
const closedLoopSchema = z.strictObject({
  /** Sessions with a known goal in each part. */
  split: z.record(z.string(), count),
  /** Why other sessions have no goal that can be known. */
  refused: z.array(causeSchema),
  parity: paritySchema.nullable(),
  cells: z.array(cellSchema),
  comparisons: z.array(comparisonSchema),
  /** What came of errors: each is compared with its twin, the same case with that one action done right. */
  propagation: z.array(
    z.strictObject({
      cell: z.string(),
      /** R: further errors that an error brings about. */
      all: reproductionSchema,
      /** The same of the first error of each case: what it leads to is counted once. */
      first: reproductionSchema,
      /** First errors told apart. Absent in results of before they were. */
      parts: z
        .strictObject({
          /** The part of their R that was right as the case then looked, and the rest; together they are R. */
          seeming: reproductionSchema,
          fresh: reproductionSchema,
          /** Share of first errors after which the goal was reached all the same and nothing differs in the end. */
          harmless: reproductionSchema,
        })
        .optional(),
    }),
  ),
});
export type ClosedLoop = Omit<z.infer<typeof closedLoopSchema>, 'parity'>;

/** One draw of team, dealing and, where they are generated, data, and what its selective cells came to. */
const populationSchema = z.strictObject({
  /** With this seed and one population a run plays it again. */
  seed: z.string(),
  datasetHash: z.string(),
  cells: z.array(
    z.strictObject({
      /** Id of the cell, the same in each population. */
      cell: z.string(),
      /** Whether the gate let anything pass. */
      open: z.boolean(),
      sessionAutomation: finite.nullable(),
      stepAutomation: finite.nullable(),
      /** Share of the human-only arm's active time in the same population. */
      saved: finite.nullable(),
      /** Goals reached, less those of the human-only arm in the same population; null in open loop. */
      goalChange: finite.nullable(),
      /** Sessions in which automation executed a wrong action. Absent in old results. */
      wrongExecuted: finite.nullable().optional(),
    }),
  ),
});
export type PopulationResult = z.infer<typeof populationSchema>;

export const resultsSchema = z.strictObject({
  format: z.literal('deskbench-results'),
  version: z.literal(RESULTS_VERSION),
  experiment: z.string(),
  /** One sentence on what the run asks. */
  question: z.string(),
  /** False where episodes crashed for good: the numbers then leave them out. */
  complete: z.boolean(),
  run: z.strictObject({
    command: z.string(),
    seed: z.string(),
    startedAt: z.string(),
    durationMs: finite,
    deskbench: z.string(),
    node: z.string(),
    platform: z.string(),
    git: z.strictObject({ commit: z.string(), dirty: z.boolean() }).nullable(),
    providers: z.strictObject({ policy: z.string(), critic: z.string() }),
    dependencies: z.record(z.string(), z.string()),
  }),
  dataset: z.strictObject({
    name: z.string(),
    source: z.string(),
    hash: z.string(),
    sessions: count,
    steps: count,
    procedures: count,
    importNotes: z.array(causeSchema),
  }),
  /** Sessions in each part of the staged deployment; parts never share a session. */
  split: z.record(z.string(), count),
  models: z.strictObject({ policy: z.string(), critic: z.string(), gate: z.string() }),
  /** Classification measures of the policy's suggestions on the evaluation part (not by cell). */
  classification: z
    .strictObject({
      rule: z.string(),
      examples: count,
      labels: count,
      accuracy: finite,
      weightedF1: finite,
      majorityAccuracy: finite,
    })
    .nullable(),
  /** Whether the browser gave the same traces as the in-process desk, where that was checked. */
  parity: paritySchema.nullable(),
  metrics: z.array(
    z.strictObject({
      name: z.string(),
      title: z.string(),
      unit: z.enum(['share', 'ms', 'count']),
      summary: z.string(),
      better: z.enum(['higher', 'lower']).nullable(),
    }),
  ),
  cells: z.array(cellSchema),
  comparisons: z.array(comparisonSchema),
  /** Null: the run was in open loop alone. */
  closedLoop: closedLoopSchema.nullable(),
  /** Populations, the first of which `cells` and `closedLoop` are of. Absent where there was one. */
  populations: z.array(populationSchema).optional(),
  /** Findings in plain words, most important first. */
  findings: z.array(z.string()),
  notes: z.array(z.string()),
});
export type Results = Omit<z.infer<typeof resultsSchema>, 'closedLoop'> & { readonly closedLoop: ClosedLoop | null };
