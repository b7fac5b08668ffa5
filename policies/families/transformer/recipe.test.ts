import { beforeAll, expect, it } from 'vitest';
import { sameAction } from '../../../harness/contract/action.ts';
import type { Example } from '../../../harness/contract/policy.ts';
import { smallDeskExamples } from '../../testing/small-desk.ts';
import { type AdapterSettings, transformerRecipe } from './recipe.ts';

const CLOSE = { kind: 'close', resolution: 'resolved' } as const;
const ADAPTERS: AdapterSettings = { rank: 4, alpha: 8, learningRate: 0.02, epochs: 4 };
const SETTINGS = { size: { width: 16, heads: 2, layers: 1, inner: 32 }, vocabulary: 400, epochs: 2 };

const plain = smallDeskExamples(20, 'plain');
/** Operators who would close whatever was proposed. */
const corrections = smallDeskExamples(10, 'corrected')
  .filter(({ action }) => action.kind !== 'close')
  .map((one): Example => ({ ...one, action: CLOSE, rejected: one.action }));
const screens = smallDeskExamples(10, 'asked').map(({ screen }) => screen);

/** Mean confidence in closing, of a policy that learned from plain steps and corrections. */
async function closing(adapters: AdapterSettings | undefined): Promise<number> {
  const recipe = transformerRecipe({ name: 'x', summary: 'x', settings: SETTINGS, ...(adapters && { adapters }) });
  const policy = await recipe.fit([...plain, ...corrections], { seed: '1' });
  const suggested = await policy.suggest(screens);
  await policy.dispose();
  const confidences = suggested.map(
    ({ ranked }) => ranked.find(({ action }) => sameAction(action, CLOSE))?.confidence ?? 0,
  );
  return confidences.reduce((sum, one) => sum + one, 0) / screens.length;
}

let [all, still, adapted] = [0, 0, 0];
beforeAll(async () => {
  all = await closing(undefined);
  still = await closing({ ...ADAPTERS, learningRate: 1e-12 });
  adapted = await closing(ADAPTERS);
}, 60_000);

it('with adapters, the network beneath learns from plain steps alone', () => {
  expect(still).toBeLessThan(0.8 * all);
});

it('and the adapters learn from corrections', () => {
  expect(adapted).toBeGreaterThan(1.5 * still);
});
