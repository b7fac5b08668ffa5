import type { Environment } from '../../contract/environment.ts';
import type { Policy } from '../../contract/policy.ts';
import { logExamples } from '../../engine/log-examples.ts';
import { suggestAll } from '../models/decisions.ts';
import { publishedLabel } from './model-splits.ts';
import type { SplitRule } from './rule-splits.ts';

export interface LabelledPredictions {
  readonly labels: readonly string[];
  readonly predictions: readonly string[];
}

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
  const predictions = (await suggestAll(policy, screens)).map(({ ranked: [first] }) => {
    return (first && publishedLabel(first.action)) ?? 'no suggestion';
  });
  return { labels, predictions };
}
