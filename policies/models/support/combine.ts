import { actionKey, actionTarget } from '../../../harness/contract/action.ts';
import type { Suggestion } from '../../../harness/contract/policy.ts';
import { SUGGESTED } from '../../screens/suggesting/rank.ts';

type Entry = Suggestion['ranked'][number];

/**
 * One suggestion from those of several members: the mean of their confidences in each target, which counts 0 where a
 * member does not list it; a form is filled in as most members fill it, of equally many as the first does.
 */
export function combine(members: readonly Suggestion[]): Suggestion {
  const byTarget = new Map<string, Entry[]>();
  for (const { ranked } of members)
    for (const entry of ranked) {
      const target = actionTarget(entry.action);
      const own = byTarget.get(target);
      if (own) own.push(entry);
      else byTarget.set(target, [entry]);
    }
  const ranked = [...byTarget.values()]
    .map((entries) => ({
      action: commonest(entries),
      confidence: Math.min(1, entries.reduce((sum, { confidence }) => sum + confidence, 0) / members.length),
    }))
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, SUGGESTED);
  const first = ranked[0] && actionKey(ranked[0].action);
  const others = members.filter((member) => (member.ranked[0] && actionKey(member.ranked[0].action)) !== first);
  const energies = members.flatMap(({ energy }) => energy ?? []);
  return {
    ranked,
    disagreement: others.length / members.length,
    ...(energies.length === 0 ? {} : { energy: energies.reduce((sum, one) => sum + one, 0) / energies.length }),
  };
}

function commonest(entries: readonly Entry[]): Entry['action'] {
  const votes = new Map<string, { action: Entry['action']; count: number }>();
  for (const { action } of entries) {
    const key = actionKey(action);
    const known = votes.get(key);
    if (known) known.count++;
    else votes.set(key, { action, count: 1 });
  }
  return [...votes.values()].reduce((best, one) => (one.count > best.count ? one : best)).action;
}
