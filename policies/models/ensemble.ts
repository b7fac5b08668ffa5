import { join } from 'node:path';
import { z } from 'zod';
import type { Policy, PolicyRecipe } from '../../harness/contract/policy.ts';
import { recipe as member } from './ngram.ts';
import { combine } from './support/combine.ts';
import { loadModel, saveModel } from './support/model-file.ts';

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
      saveModel(folder, NAME, { members: members.length });
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
    const { members } = loadModel(folder, NAME, modelSchema);
    const policies = [];
    for (let at = 0; at < members; at++) policies.push(await member.load(folderOf(folder, at), options));
    return serve(policies);
  },
} satisfies PolicyRecipe;
