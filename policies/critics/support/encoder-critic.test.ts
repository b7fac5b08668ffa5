import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Action } from '../../../harness/contract/action.ts';
import type { Critic, CriticExample } from '../../../harness/contract/critic.ts';
import type { Policy } from '../../../harness/contract/policy.ts';
import { TINY } from '../../families/encoder/testing/known-states.ts';
import { smallDeskExamples } from '../../testing/small-desk.ts';
import { encoderCriticRecipe } from './encoder-critic.ts';

const policy: Policy = { name: 'none', provider: 'none', suggest: async () => [], dispose: async () => {} };
const plain = encoderCriticRecipe({ name: 'mine', summary: '' });
const recipe = plain.withEncoder(TINY);
const screens = smallDeskExamples(14, 'feedback').map(({ screen, session }) => ({ screen, session }));

/** Actions that look alike on every screen, and whether operators accept them: one reply is, one form by its value. */
const PROPOSED: readonly (readonly [Action, boolean])[] = [
  [{ kind: 'send_text', reply: 'hello', text: 'Hello' }, true],
  [{ kind: 'send_text', reply: 'goodbye', text: 'Goodbye' }, false],
  [{ kind: 'submit_form', form: 'decide', button: 'send', values: { verdict: 'refund granted' } }, true],
  [{ kind: 'submit_form', form: 'decide', button: 'send', values: { verdict: 'nothing' } }, false],
];
const feedback: CriticExample[] = screens.map(({ screen, session }, at) => {
  const [action, accepted] = PROPOSED[at % PROPOSED.length]!;
  return { screen, session, accepted, suggestion: { ranked: [{ action, confidence: 0.7 }] } };
});
const nothing: CriticExample = { ...feedback[0]!, suggestion: { ranked: [] } };

let critic: Critic;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deskbench-encoder-critic-'));
  critic = await recipe.fit([...feedback, nothing], policy, { seed: '1' });
});
afterAll(async () => {
  await critic.dispose();
  rmSync(folder, { recursive: true });
});

const mean = (list: readonly number[]) => list.reduce((sum, one) => sum + one, 0) / list.length;

describe('a critic on an encoder', () => {
  it('tells what operators accept from what they reject, by the action and by its values', async () => {
    const scores = await critic.score(feedback);
    const means = PROPOSED.map((_, kind) => mean(scores.filter((_score, at) => at % PROPOSED.length === kind)));
    for (const [kind, [, accepted]] of PROPOSED.entries())
      if (accepted) expect(means[kind]!, JSON.stringify(means)).toBeGreaterThan(means[kind + 1]! + 0.05);
  });

  it('scores nothing at 0, and leaves the others in their places', async () => {
    const [first, second] = await critic.score(feedback.slice(0, 2));
    expect(await critic.score([nothing, feedback[0]!, nothing, feedback[1]!])).toEqual([
      ...[0, expect.closeTo(first!, 5), 0, expect.closeTo(second!, 5)],
    ]);
    expect(await critic.score([nothing])).toEqual([0]);
  });

  it('is loaded as what it is only', async () => {
    critic.save?.(folder);
    const loaded = await recipe.load!(folder, policy, { seed: '1' });
    expect(await loaded.score(feedback.slice(0, 9))).toEqual(await critic.score(feedback.slice(0, 9)));
    await loaded.dispose();
    const other = encoderCriticRecipe({ name: 'other', summary: '' }).withEncoder(TINY);
    await expect((async () => other.load!(folder, policy, { seed: '1' }))()).rejects.toThrow(
      /is of the critic mine, not other/,
    );
  });

  it('learns of a single session, and of nothing it says what to do', async () => {
    const one = feedback.slice(0, 8).map((example) => ({ ...example, session: 'only' }));
    const small = await recipe.fit(one, policy, { seed: '1' });
    expect(await small.score(one)).toHaveLength(8);
    await small.dispose();
    await expect(recipe.fit([nothing], policy, { seed: '1' })).rejects.toThrow('run a copilot phase first');
    await expect(plain.fit()).rejects.toThrow('no encoder is named');
    expect(recipe.builtOn).toMatch(/^\S+$/);
  });
});
