import { join } from 'node:path';
import { z } from 'zod';
import { actionKey, actionTarget } from '../../harness/contract/action.ts';
import type { Policy, PolicyRecipe, Suggestion } from '../../harness/contract/policy.ts';
import { meanOf, sumOf } from '../../harness/shared/numbers.ts';
import { loadBaseline, saveBaseline } from '../model-files.ts';
import { SUGGESTED } from '../screens/suggesting/rank.ts';
import { recipe as member } from './ngram.ts';

const NAME = 'ensemble';
const MEMBERS = 3;
const modelSchema = z.strictObject({ members: z.int().min(1).max(100) });

const folderOf = (folder: string, at: number) => join(folder, `member-${at}`);

function serve(members: readonly (Policy & { save(folder: string): Promise<void> | void })[]): Policy {
  return {
    name: NAME,
    provider: members[0]!.provider,
    async suggest(screens) {
      const all: Awaited<ReturnType<Policy['suggest']>>[] = [];
      for (const policy of members) all.push(await policy.suggest(screens));
      return screens.map((_, at) => combine(all.map((suggestions) => suggestions[at]!)));
    },
    async save(folder) {
      for (const [at, policy] of members.entries()) await policy.save(folderOf(folder, at));
      saveBaseline(folder, NAME, { members: members.length });
    },
    async dispose() {
      for (const policy of members) await policy.dispose();
    },
  };
}

/**
 * Several n-gram policies, each trained on all sessions with its own seed; their mean, and how far they differ.
 *
 * Source: Lakshminarayanan et al. 2017: members that see all data are better than bootstraps, and differ enough.
 */
export const recipe = {
  name: NAME,
  summary: `Mean of ${MEMBERS} n-gram policies, each trained with a seed of its own; says how many of them disagree.`,
  async fit(examples, options) {
    const members = [];
    for (let at = 0; at < MEMBERS; at++) {
      const seed = `${options.seed} member ${at}`;
      const onProgress = (fraction: number, line: string) =>
        options.onProgress?.((at + fraction) / MEMBERS, `member ${at + 1} of ${MEMBERS}: ${line}`);
      members.push(await member.fit(examples, { ...options, seed, onProgress }));
    }
    return serve(members);
  },
  async load(folder, options) {
    const { members } = loadBaseline(folder, NAME, modelSchema);
    const policies = [];
    for (let at = 0; at < members; at++) policies.push(await member.load(folderOf(folder, at), options));
    return serve(policies);
  },
} satisfies PolicyRecipe;

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
      confidence: Math.min(1, sumOf(entries, ({ confidence }) => confidence) / members.length),
    }))
    .sort((a, b) => b.confidence - a.confidence)
    .slice(0, SUGGESTED);
  const first = ranked[0] && actionKey(ranked[0].action);
  const others = members.filter((member) => (member.ranked[0] && actionKey(member.ranked[0].action)) !== first);
  const energies = members.flatMap(({ energy }) => energy ?? []);
  return {
    ranked,
    disagreement: others.length / members.length,
    ...(energies.length === 0 ? {} : { energy: meanOf(energies) }),
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
