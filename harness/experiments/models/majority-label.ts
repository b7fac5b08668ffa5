import { majority } from '../../../reports/metrics/classification.ts';
import type { ModelGroup, ModelSplits } from '../../bench/data/model-splits.ts';
import type { PolicyScore } from '../../bench/models/score-policy.ts';
import { caseOf } from '../../contract/session.ts';
import type { PolicyRow } from './models-tables.ts';

/**
 * What always giving the commonest training label scores: the floor of published tables. No policy could do it, since
 * one label stands for actions of many procedures. Null where every action is a label of its own.
 */
export function majorityLabel({ labelling, groups }: ModelSplits): PolicyRow | null {
  if (!labelling.partial) return null;
  return { policy: 'majority label (no policy)', scores: groups.map(scoreOf), reason: null };
}

function scoreOf({ group, test, testLabels, trainLabels }: ModelGroup): PolicyScore {
  const label = trainLabels.size === 0 ? '' : majority([...trainLabels.values()]).label;
  const bySession = new Map<string, string[]>(test.map(({ id }) => [id, []]));
  const caseOfId = new Map(test.map((session) => [session.id, caseOf(session)]));
  for (const [key, truth] of testLabels) bySession.get(key.slice(key.indexOf(' ') + 1))?.push(truth);
  const predicted = [...bySession].map(([session, labels]) => ({
    session,
    case: caseOfId.get(session) ?? session,
    labels,
    predictions: labels.map(() => label),
  }));
  return {
    policy: 'majority label',
    group,
    provider: 'none',
    trainings: 1,
    judged: null,
    predicted,
    trainMs: 0,
    decisions: 0,
    elapsedMs: 0,
  };
}
