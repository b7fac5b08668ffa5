import { starLabel } from '../../../fixtures/importers/star/examples.ts';
import type { Environment } from '../../contract/environment.ts';
import type { Policy } from '../../contract/policy.ts';
import type { Session } from '../../contract/session.ts';
import { logExamples } from '../../engine/log-examples.ts';
import type { SplitRule } from './rule-splits.ts';

export interface LabelledPredictions {
  readonly labels: readonly string[];
  readonly predictions: readonly string[];
}

/** Screens in one call of the model. */
const BATCH = 256;

/** What the policy proposes for each of the rule's examples, as the rule labels actions. */
export async function classify(
  policy: Policy,
  rule: SplitRule,
  environment: Environment,
): Promise<LabelledPredictions> {
  const wanted = new Map(rule.examples.map((example) => [`${example.session} ${example.step}`, example.label]));
  const labels: string[] = [];
  const screens = [];
  for (const session of rule.test) {
    const examples = await logExamples([session], environment);
    for (const [step, { screen }] of examples.entries()) {
      const label = wanted.get(`${session.id} ${step}`);
      if (label === undefined) continue;
      labels.push(label);
      screens.push(screen);
    }
  }
  const predictions: string[] = [];
  for (let from = 0; from < screens.length; from += BATCH)
    for (const { ranked } of await policy.suggest(screens.slice(from, from + BATCH)))
      predictions.push(labelOf(ranked[0]?.action) ?? 'no suggestion');
  return { labels, predictions };
}

/** The rule's label of a proposed action: as if an operator had taken it up. */
function labelOf(action: Session['steps'][number]['action'] | undefined): string | null {
  if (!action) return null;
  const step = { action, suggestion: { shown: [action], accepted: true } };
  return starLabel({ arrivals: [], critical: false, atMs: 0, activeMs: null, drafts: [], result: null, ...step });
}
