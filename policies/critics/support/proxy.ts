import type { Critic, CriticExample, CriticRecipe } from '../../../harness/contract/critic.ts';
import type { Suggestion } from '../../../harness/contract/policy.ts';

/** A number of a suggestion that orders proposals without having been taught by any answer. */
export interface ProxyOptions {
  readonly name: string;
  readonly summary: string;
  /** What the suggestion must carry, and what to do where it does not; absent: confidences suffice. */
  readonly needs?: { readonly field: 'energy' | 'disagreement'; readonly remedy: string };
  /** Makes the score from the feedback's suggestions; their labels are not handed over. Range of the score: [0, 1]. */
  scorer(suggestions: readonly Suggestion[]): (suggestion: Suggestion) => number;
}

/** A critic that reads its score off the policy's own suggestion. A screen without a proposal scores 0. */
export function proxyRecipe({ name, summary, needs, scorer }: ProxyOptions): CriticRecipe {
  const lacking = (suggestion: Suggestion) =>
    needs !== undefined && suggestion.ranked.length > 0 && !Number.isFinite(suggestion[needs.field]);
  const sentence = (policy: string) => `the policy ${policy} gives no ${needs?.field}: ${needs?.remedy}`;
  return {
    name,
    summary,
    learns: false,
    unavailable: (policy, examples) =>
      examples.some(({ suggestion }) => lacking(suggestion)) ? sentence(policy.name) : null,
    async fit(examples: readonly CriticExample[], policy): Promise<Critic> {
      const suggestions = examples.map(({ suggestion }) => suggestion);
      if (suggestions.some(lacking)) throw new Error(sentence(policy.name));
      const score = scorer(suggestions);
      return {
        name,
        provider: 'none',
        async score(proposals) {
          return proposals.map(({ suggestion }) => {
            if (lacking(suggestion)) throw new Error(sentence(policy.name));
            return suggestion.ranked.length === 0 ? 0 : score(suggestion);
          });
        },
        dispose: async () => undefined,
      };
    },
  };
}
