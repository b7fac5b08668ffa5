import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import seedrandom from 'seedrandom';
import { beforeAll, describe, expect, it } from 'vitest';
import { actionTarget, sameAction } from '../../../harness/contract/action.ts';
import type { CriticExample } from '../../../harness/contract/critic.ts';
import type { NoiseRates } from '../../../harness/contract/noise-rates.ts';
import type { Policy } from '../../../harness/contract/policy.ts';
import type { Backbone } from '../../families/transformer/backbone.ts';
import { contextFeatures } from '../../screens/features/context.ts';
import { hashFeature } from '../../screens/features/hash.ts';
import { smallDeskExamples } from '../../testing/small-desk.ts';
import { recipe as plain } from '../backbone.ts';
import { recipe as forward } from '../backbone-forward.ts';
import { recipe as unbiased } from '../backbone-unbiased.ts';

const WIDTH = 96;
let encodedSofar = 0;

/** Random projections of the screen's features crossed with the action: as an untrained network would read them. */
const backbone: Backbone = {
  kind: 'transformer',
  width: WIDTH,
  async encode(proposals) {
    encodedSofar += proposals.length;
    return proposals.map(({ screen, action }) => {
      const row = new Float32Array(WIDTH);
      const { ids, weights } = contextFeatures(screen);
      const target = hashFeature(actionTarget(action));
      for (let i = 0; i < ids.length; i++) row[((ids[i]! ^ target) >>> 0) % WIDTH]! += weights[i]!;
      return row;
    });
  },
};
const nothing = { name: 'small', provider: 'none', suggest: async () => [], dispose: async () => undefined };
const policy: Policy = { ...nothing, backbone };
const NOISE: NoiseRates = { alpha: 0.1, beta: 0.3 };

type Known = CriticExample & { readonly right: boolean };

function feedback(sessions: number, seed: string, { alpha, beta }: NoiseRates): Known[] {
  const random = seedrandom(seed);
  const examples = smallDeskExamples(sessions, seed);
  return examples.map(({ screen, action, session }) => {
    const other = examples[Math.floor(random() * examples.length)]!.action;
    const proposed = random() < 0.5 ? other : action;
    const right = sameAction(proposed, action);
    const accepted = random() < (right ? 1 - alpha : beta);
    return { screen, suggestion: { ranked: [{ action: proposed, confidence: 0.7 }] }, accepted, session, right };
  });
}

let train: Known[];
let test: Known[];
beforeAll(() => {
  train = feedback(700, 'train', NOISE);
  test = feedback(150, 'test', NOISE);
});
const mean = (list: readonly number[]) => list.reduce((sum, one) => sum + one, 0) / list.length;

async function means(recipe: typeof plain, noise?: NoiseRates) {
  const critic = await recipe.fit(train, policy, { seed: '1', ...(noise && { noise }) });
  const scored = await critic.score(test);
  await critic.dispose();
  const of = (right: boolean) => mean(scored.filter((_, at) => test[at]!.right === right));
  return { all: mean(scored), right: of(true), wrong: of(false) };
}

describe('critics on the policy’s own backbone', () => {
  it('learn which proposals are accepted', async () => {
    const found = await means(plain);
    expect(found.right - found.wrong).toBeGreaterThan(0.2);
    expect(found.all).toBeCloseTo(mean(test.map(({ accepted }) => Number(accepted))), 1);
  });

  it.each([forward, unbiased])('$name estimates what is right where the noise is known', async (recipe) => {
    const accepted = mean(test.map((one) => Number(one.accepted)));
    const right = mean(test.map((one) => Number(one.right)));
    expect(accepted - right).toBeGreaterThan(0.03);
    const found = await means(recipe, NOISE);
    expect(Math.abs(found.all - right)).toBeLessThan(0.06);
    const asTheyAre = await means(plain);
    expect(found.right - found.wrong).toBeGreaterThan(1.25 * (asTheyAre.right - asTheyAre.wrong));
  });

  it('saved and loaded score the same, in any batch, and 0 where nothing is proposed', async () => {
    const critic = await plain.fit(train.slice(0, 300), policy, { seed: '1' });
    const folder = mkdtempSync(join(tmpdir(), 'deskbench-head-'));
    try {
      await critic.save?.(folder);
      const loaded = await plain.load!(folder, policy, { seed: '1' });
      const scores = await critic.score(test);
      expect(await loaded.score(test)).toEqual(scores);
      expect(await loaded.score(test.slice(40, 41))).toEqual([scores[40]]);
      expect(await loaded.score([{ screen: test[0]!.screen, suggestion: { ranked: [] } }])).toEqual([0]);
      await expect(forward.load!(folder, policy, { seed: '1' })).rejects.toThrow('is of the critic backbone, not');
      const wider = { ...policy, backbone: { ...backbone, width: WIDTH + 1 } };
      await expect(plain.load!(folder, wider, { seed: '1' })).rejects.toThrow('takes 99 numbers a proposal, not 100');
      await Promise.all([critic.dispose(), loaded.dispose()]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('encode a proposal once, whatever is answered to it', async () => {
    const some = feedback(30, 'once', NOISE);
    const before = encodedSofar;
    await (await plain.fit(some, policy, { seed: '1' })).dispose();
    expect(encodedSofar - before).toBe(some.length);
    const others = some.map((one) => ({ ...one, accepted: !one.accepted }));
    await (await plain.fit(others, policy, { seed: '1' })).dispose();
    expect(encodedSofar - before).toBe(some.length);
  });

  it('say which policy to choose where there is no backbone', async () => {
    const sentence =
      'the policy small has no backbone for a critic: choose the policy transformer, or the critic ngram';
    expect(plain.unavailable?.(nothing, train)).toBe(sentence);
    expect(plain.unavailable?.(policy, train)).toBeNull();
    await expect(plain.fit(train, nothing, { seed: '1' })).rejects.toThrow(sentence);
    await expect(plain.fit([], policy, { seed: '1' })).rejects.toThrow('no feedback to learn from');
  });
});
