import { z } from 'zod';
import { TIERS } from '../../../reports/nightly/night.ts';
import { parseCommentedJson, readCommentedJson } from '../../runner/commented-json.ts';
import { LAYERS } from '../compare/classify-difference.ts';

/** A loss that is allowed: the largest of those that are given. */
const marginSchema = z.strictObject({
  /** In the metric's unit: a share, milliseconds, a count. */
  absolute: z.number().nonnegative().optional(),
  /** A part of the base run's value. */
  relative: z.number().nonnegative().optional(),
  /** Least that a relative margin comes to, in the metric's unit: a part of next to nothing is nothing. */
  floor: z.number().nonnegative().optional(),
});
export type Margin = z.infer<typeof marginSchema>;

const ruleSchema = z.strictObject({
  /** A file in `reports/metrics/`, or the name of its column. */
  metric: z.string(),
  /** Arms that it holds in; all where none is named. */
  arms: z.array(z.string()).min(1).optional(),
  /** Text that the cell's part of the run holds, such as `closed loop`; any where it is not given. */
  part: z.string().optional(),
  tier: z.enum(TIERS),
  /** Which direction is the good one, where the metric does not say it or another is meant. */
  better: z.enum(['higher', 'lower']).optional(),
  /** 2 points of a share and 5 % of a time or count where it is not given. */
  margin: marginSchema.optional(),
  /** Fewer clusters than this decide nothing. */
  fewestSessions: z.int().min(2).optional(),
});
export type Rule = z.infer<typeof ruleSchema>;

const rulesSchema = z.strictObject({
  $schema: z.string().optional(),
  checks: z.array(ruleSchema).min(1),
  /** What it means where a layer of the steps differs, whatever the metrics say. */
  layers: z.partialRecord(z.enum(LAYERS), z.enum(TIERS)).optional(),
});
export type Rules = z.infer<typeof rulesSchema>;

/** Sessions below which nothing is decided where a rule names no number. */
export const FEWEST_SESSIONS = 30;

/** What holds where no file is given: the answer's own figures in the arm that is deployed, and the policy beside an operator. */
export const DEFAULT_RULES: Rules = {
  checks: [
    { metric: 'action_accuracy', arms: ['copilot'], tier: 'must' },
    { metric: 'active_ms_per_session', arms: ['copilot', 'selective'], tier: 'must' },
    { metric: 'session_automation', arms: ['selective'], tier: 'must' },
    { metric: 'sessions_with_wrong_chosen', arms: ['selective'], tier: 'must' },
    { metric: 'goal_reached', arms: ['selective'], tier: 'must' },
    { metric: 'step_automation', arms: ['selective'], tier: 'should' },
    { metric: 'critic_precision', arms: ['selective'], tier: 'should' },
    { metric: 'leak_rate', arms: ['copilot', 'selective'], tier: 'should' },
  ],
  layers: { arrivals: 'should', screens: 'should', truth: 'should', times: 'should' },
};

const KIND = { schema: rulesSchema, what: 'a file of rules', guide: 'docs/nightly.md' };

/** Reads rules from a JSON file that may hold comments. Throws: `UsageError` with the place of what is wrong. */
export const readRules = (path: string): Rules => readCommentedJson('--rules', path, KIND);

/** Throws: `UsageError` with the place of what is wrong; `path` names the text. */
export const parseRules = (text: string, path: string): Rules => parseCommentedJson(text, path, KIND);

/** The JSON Schema of a file of rules, as text that ends in a line feed; also in `docs/schemas/rules.schema.json`. */
export function rulesJsonSchema(): string {
  return `${JSON.stringify({ title: 'Deskbench rules of a night', ...z.toJSONSchema(rulesSchema, { io: 'input' }) }, null, 2)}\n`;
}
