import type { Proposal } from '../../../harness/contract/critic.ts';
import type { OodRecipe } from '../../../harness/contract/ood.ts';
import type { Suggestion } from '../../../harness/contract/policy.ts';

/** A score that is read off the policy's own suggestion. */
export interface SuggestionScore {
  readonly name: string;
  readonly summary: string;
  /** Undefined: the suggestion does not carry what is needed. */
  scoreOf(suggestion: Suggestion): number | undefined;
  /** What to do where the policy's suggestions do not carry it. */
  readonly remedy: string;
}

/** A recipe that learns nothing but checks that the policy gives what the score is read from. */
export function suggestionScorer({ name, summary, scoreOf, remedy }: SuggestionScore): OodRecipe {
  const lacking = (usual: readonly Proposal[]) =>
    usual.some(({ suggestion }) => suggestion.ranked.length > 0 && scoreOf(suggestion) === undefined) ? remedy : null;
  return {
    name,
    summary,
    unavailable: lacking,
    fit(usual) {
      if (usual.length === 0)
        throw new Error(`${name} was given no screen: give those that the policy was trained on.`);
      const fault = lacking(usual);
      if (fault !== null) throw new Error(fault);
      // What has no suggestion at all is as unusual as the most unusual that was seen.
      const most = Math.max(...usual.flatMap(({ suggestion }) => scoreOf(suggestion) ?? []), 0);
      return {
        name,
        score: (proposals) => proposals.map(({ suggestion }) => scoreOf(suggestion) ?? most),
      };
    },
  };
}
