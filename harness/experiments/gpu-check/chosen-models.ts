import { discoverCritics, discoverPolicies, namedList } from '../../bench/models/recipes.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { type CheckedModel, checkedCritic, checkedPolicy } from './checked-models.ts';
import type { GpuCheckOptions } from './options.ts';

const NONE = 'none';

/**
 * Policies and critics that are named; without names the n-gram ones, and those on a pretrained encoder where there is
 * one: what costs least comes first. Throws: `UsageError` where one that is named cannot be used.
 */
export async function chosenModels({ policies, critics, encoder }: GpuCheckOptions): Promise<CheckedModel[]> {
  const usual = encoder === undefined ? 'ngram' : 'ngram,encoder';
  const chosen = namedList('--policies', policies ?? usual, await discoverPolicies(encoder));
  for (const recipe of chosen) {
    const lacking = recipe.unavailable?.() ?? null;
    if (lacking !== null) throw new UsageError(`--policies ${recipe.name}: ${lacking}.`);
  }
  const judges = critics === NONE ? [] : namedList('--critics', critics ?? usual, await discoverCritics(encoder));
  for (const { name, withEncoder } of judges)
    if (withEncoder && encoder === undefined)
      throw new UsageError(`--critics ${name}: no encoder is named: give --encoder DIR (docs/encoders.md).`);
  const both = [...chosen.map(checkedPolicy), ...judges.map(checkedCritic)];
  const cost = ({ name }: CheckedModel) => (name.startsWith('ngram') ? 0 : 1);
  return both.toSorted((a, b) => cost(a) - cost(b));
}
