import seedrandom from 'seedrandom';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sameAction } from '../../harness/contract/action.ts';
import type { Critic, CriticExample } from '../../harness/contract/critic.ts';
import type { Policy } from '../../harness/contract/policy.ts';
import { smallDeskExamples } from '../testing/small-desk.ts';
import { recipe } from './ngram.ts';

/** Proposes the right action, or with probability `wrong` another one that looks just as confident. */
function feedback(sessions: number, seed: string, noise: number): (CriticExample & { right: boolean })[] {
  const random = seedrandom(seed);
  const examples = smallDeskExamples(sessions, seed);
  return examples.map(({ screen, action, session }) => {
    const other = examples[Math.floor(random() * examples.length)]!.action;
    const proposed = random() < 0.4 ? other : action;
    const right = sameAction(proposed, action);
    const suggestion = { ranked: [{ action: proposed, confidence: 0.7 }] };
    return { screen, suggestion, accepted: random() < noise ? !right : right, session, right };
  });
}

const policy: Policy = { name: 'none', provider: 'none', suggest: async () => [], dispose: async () => {} };
const mean = (list: readonly number[]) => list.reduce((sum, one) => sum + one, 0) / list.length;

let test: ReturnType<typeof feedback>;
beforeAll(() => {
  test = feedback(80, 'test', 0);
});

const taught = new Map<number, Promise<Critic>>();
afterAll(async () => {
  for (const critic of taught.values()) await (await critic).dispose();
});

/** The critic of noisy feedback on so many sessions, taught once. */
function taughtBy(sessions: number): Promise<Critic> {
  const critic = taught.get(sessions) ?? recipe.fit(feedback(sessions, 'train', 0.1), policy, { seed: 'seed' });
  taught.set(sessions, critic);
  return critic;
}

async function scores(examples: readonly CriticExample[], of: readonly CriticExample[]): Promise<number[]> {
  const critic = await recipe.fit(examples, policy, { seed: 'seed' });
  const scored = await critic.score(of);
  await critic.dispose();
  return scored;
}

describe('the n-gram critic', () => {
  it.each([60, 400])('learns from noisy feedback of %i sessions which proposals are accepted', async (sessions) => {
    const scored = await (await taughtBy(sessions)).score(test);
    const of = (right: boolean) => scored.filter((_, index) => test[index]!.right === right);
    expect(mean(of(true)) - mean(of(false))).toBeGreaterThan(0.2);
    for (const score of scored) expect(score >= 0 && score <= 1).toBe(true);
  });

  it('is calibrated enough: on average it says what is accepted', async () => {
    const scored = await (await taughtBy(400)).score(feedback(200, 'more', 0.1));
    const accepted = mean(feedback(200, 'more', 0.1).map((one) => (one.accepted ? 1 : 0)));
    expect(Math.abs(mean(scored) - accepted)).toBeLessThan(0.08);
  });

  it.each([true, false])('works where all feedback is %s', async (accepted) => {
    const scored = await scores(
      feedback(60, 'train', 0).map((one) => ({ ...one, accepted })),
      test,
    );
    expect(mean(scored.map((score) => (accepted ? score : 1 - score)))).toBeGreaterThan(0.8);
  });

  it('scores a proposal the same whatever its batch, and a screen without proposal too', async () => {
    const critic = await taughtBy(60);
    const together = await critic.score(test);
    for (const index of [0, 7, test.length - 1]) expect(await critic.score([test[index]!])).toEqual([together[index]]);
    const [none] = await critic.score([{ screen: test[0]!.screen, suggestion: { ranked: [] } }]);
    expect(none).toBeGreaterThanOrEqual(0);
  });

  it('refuses to learn from nothing', async () => {
    await expect(recipe.fit([], policy, { seed: 'seed' })).rejects.toThrow('no feedback to learn from');
  });
});
