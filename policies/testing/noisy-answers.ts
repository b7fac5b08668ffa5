import seedrandom from 'seedrandom';
import type { CriticExample, CriticRecipe } from '../../harness/contract/critic.ts';
import type { NoiseRates } from '../../harness/contract/noise-rates.ts';
import type { Policy } from '../../harness/contract/policy.ts';
import { smallDeskExamples } from './small-desk.ts';

const policy: Policy = { name: 'none', provider: 'none', suggest: async () => [], dispose: async () => undefined };
/** How often the operators err whose answers critics learn from. */
export const ANSWER_NOISE: NoiseRates = { alpha: 0.1, beta: 0.3 };

interface Known extends CriticExample {
  readonly chance: number;
}

/** Proposals of a known chance to be right, which the policy's confidence tells; operators err at known rates. */
export function noisyAnswers(sessions: number, seed: string): Known[] {
  const { alpha, beta } = ANSWER_NOISE;
  const random = seedrandom(seed);
  return smallDeskExamples(sessions, seed).map(({ screen, action, session }) => {
    const confidence = 0.05 + 0.9 * random();
    const chance = 1 / (1 + Math.exp(-1.5 * Math.log(confidence / (1 - confidence))));
    const right = random() < chance;
    const accepted = random() < (right ? 1 - alpha : beta);
    return { screen, suggestion: { ranked: [{ action, confidence }] }, accepted, session, chance };
  });
}

const test = () => noisyAnswers(100, 'test');

/** Scores of other proposals by a critic that learned from these. */
export async function taughtScores(recipe: CriticRecipe, examples: readonly Known[], noise?: NoiseRates) {
  const critic = await recipe.fit(examples, policy, { seed: '1', ...(noise && { noise }) });
  const scored = await critic.score(test());
  await critic.dispose();
  return scored;
}

/** Mean distance of such scores from the chance to be right. */
export function fromTheChance(scored: readonly number[]): number {
  const chances = test().map(({ chance }) => chance);
  return scored.reduce((sum, score, at) => sum + Math.abs(score - chances[at]!), 0) / scored.length;
}
