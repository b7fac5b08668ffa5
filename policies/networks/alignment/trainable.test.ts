import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sameAction } from '../../../harness/contract/action.ts';
import type { Answered, Policy, PolicyRecipe } from '../../../harness/contract/policy.ts';
import { ngramRecipe } from '../../families/ngram/recipe.ts';
import { transformerRecipe } from '../../families/transformer/recipe.ts';
import { recipe as markov } from '../../models/markov.ts';
import { objective as dpo } from '../../objectives/dpo.ts';
import { smallDeskExamples } from '../../testing/small-desk.ts';
import type { Parameters } from '../training/trainer-role.ts';
import { align } from './align.ts';
import { type TrainableNetwork, trainableOf } from './trainable.ts';

const SETTINGS = { size: { width: 16, heads: 2, layers: 1, inner: 32 }, vocabulary: 400, epochs: 1 };
const RECIPES: readonly PolicyRecipe[] = [
  ngramRecipe({ name: 'ngram', summary: '' }),
  transformerRecipe({ name: 'transformer', summary: '', settings: SETTINGS }),
];

const CLOSE = { kind: 'close', resolution: 'resolved' } as const;
const logs = smallDeskExamples(12, 'logs');
const screens = smallDeskExamples(4, 'asked').map(({ screen }) => screen);

/** Operators who close whatever is proposed. */
const refusals = (some: Policy): Promise<Answered[]> =>
  some.suggest(screens).then((suggested) =>
    suggested.flatMap(({ ranked }, at): Answered[] => {
      const suggestion = ranked[0]?.action;
      const asked = { screen: screens[at]!, session: String(at), step: 0, operator: null };
      if (!suggestion || sameAction(suggestion, CLOSE)) return [];
      return [{ ...asked, suggestion, action: CLOSE, accepted: false }];
    }),
  );

it('only recipes that say so offer networks', async () => {
  const other: PolicyRecipe = markov;
  const policy = await other.fit(logs, { seed: '1' });
  expect([other.alignable, trainableOf(policy)]).toEqual([undefined, null]);
  expect(RECIPES.map(({ alignable }) => alignable)).toEqual([true, true]);
});

describe.each(RECIPES)('the networks of a policy: $name', (recipe) => {
  let policy: Policy;
  let networks: readonly TrainableNetwork[];
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'deskbench-trainable-'));
    policy = await recipe.fit(logs, { seed: '1' });
    networks = await trainableOf(policy)!.networks();
  }, 60_000);
  afterAll(async () => {
    await policy.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('choose as the policy does, and are named each by itself', async () => {
    expect(networks.map(({ name }) => name)).toEqual(['actions', 'values']);
    const answered = await refusals(policy);
    const answers = (await networks[0]!.answersOf(answered)).flat();
    expect(answers.length).toBe(answered.length);
    const { model } = networks[0]!;
    const scored = await model.score(
      model.parameters,
      answers.map(({ item }) => item),
    );
    for (const [at, scores] of scored.entries()) expect(scores.indexOf(Math.max(...scores))).toBe(answers[at]!.refused);
  });

  it('serve as they did where nothing has been learned, also from a folder', async () => {
    const own: Record<string, Parameters> = {};
    for (const { name, model } of networks) own[name] = model.parameters;
    await policy.save!(folder);
    const loaded = await recipe.load!(folder, { seed: '1' });
    const before = await policy.suggest(screens);
    for (const each of [policy, loaded])
      for (const parameters of [own, {}]) {
        const served = await trainableOf(each)!.serve('again', parameters);
        expect(served.name).toBe('again');
        expect(await served.suggest(screens)).toEqual(before);
        await served.dispose();
      }
    await loaded.dispose();
  });

  it('serve what they learned from answers', async () => {
    const answered = await refusals(policy);
    const network = networks[0]!;
    const learned = await align(network.model, (await network.answersOf(answered)).flat(), {
      ...{
        objective: dpo,
        settings: { beta: 0.5, flipped: 0, desirable: 1, undesirable: 1, clip: 0.2 },
        reference: null,
      },
      ...{ supervised: 0, learningRate: 0.03, epochs: 16, rows: 8, seed: '1' },
    });
    const served = await trainableOf(policy)!.serve('aligned', { [network.name]: learned });
    const closes = (suggested: Awaited<ReturnType<Policy['suggest']>>) =>
      suggested.filter(({ ranked }) => ranked[0] && sameAction(ranked[0].action, CLOSE)).length;
    expect(closes(await served.suggest(screens))).toBeGreaterThan(closes(await policy.suggest(screens)));
    await served.dispose();
  });
});
