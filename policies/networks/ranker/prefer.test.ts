import { beforeAll, describe, expect, it } from 'vitest';
import { actionExamples, valueExamples } from '../../families/ngram/examples.ts';
import { learnKnowledge } from '../../families/ngram/knowledge.ts';
import { objective as dpo } from '../../objectives/dpo.ts';
import { objective as sft } from '../../objectives/sft-corrections.ts';
import { smallDeskExamples } from '../../testing/small-desk.ts';
import type { Parameters } from '../training/trainer.ts';
import type { RankingExample } from './item.ts';
import { preferCorrections } from './prefer.ts';
import { loadScorer, rankerModel } from './scorer.ts';
import type { PreferenceSettings, RankerSettings } from './settings.ts';
import { trainRanker } from './train.ts';

const SETTINGS: RankerSettings = {
  shape: { facts: 1, wideBits: 14, ownBits: 10, deepBits: 10, width: 8 },
  learningRate: 0.01,
  weightDecay: 0.01,
  dropout: 0.1,
  maxEpochs: 2,
  patience: null,
};
const PREFERENCE: PreferenceSettings = { objective: dpo, beta: 0.5, supervised: 1, learningRate: 0.005, epochs: 2 };

const logs = smallDeskExamples(30, 'train');
const knowledge = learnKnowledge(logs, undefined);
/** In every example the first candidate that is not right was refused. */
const told = actionExamples(logs, knowledge, false).map((one) => ({ ...one, refused: one.right === 0 ? 1 : 0 }));
const settings = { ...SETTINGS, shape: { ...SETTINGS.shape, facts: factsOf(told[0]!) } };
const undisturbed = { ...settings, dropout: 0 };
const untold = told.map(({ refused: _, ...one }): RankingExample => one);

function factsOf({ candidates }: RankingExample): number {
  return candidates.own.length / candidates.identities.length;
}

/** Mean lead of the right candidate over the one that was refused. */
async function lead(parameters: Parameters): Promise<number> {
  const scorer = await loadScorer(rankerModel(parameters), settings.shape, undefined);
  const scored = await scorer.score(told);
  await scorer.dispose();
  const leads = told.map(({ right, refused }, at) => scored[at]![right]! - scored[at]![refused]!);
  return leads.reduce((sum, one) => sum + one, 0) / leads.length;
}

describe('a ranker that learns what was refused', () => {
  const prefer = (examples: readonly RankingExample[], preference = PREFERENCE) =>
    preferCorrections(ranker, { examples, settings, preference, seed: '1' });
  let ranker: Parameters;
  beforeAll(async () => {
    ranker = await trainRanker({ train: untold, heldOut: [], settings, seed: '1' });
  }, 60_000);

  it('sets corrections further ahead of what was refused, the further the more that counts', async () => {
    const before = await lead(ranker);
    const correctionsAlone = await lead(await prefer(told, { ...PREFERENCE, objective: sft, supervised: 0 }));
    const both = await prefer(told);
    expect(correctionsAlone).toBeGreaterThan(before);
    expect(await lead(both)).toBeGreaterThan(correctionsAlone);
    expect(await prefer(told)).toEqual(both);
  });

  it('begins at the ranker as it was, whose own scores count for nothing: the first loss is ln 2, and beside it that of the correction', async () => {
    const firstLoss = async (changed: Partial<PreferenceSettings>) => {
      const lines: string[] = [];
      const preference = { ...PREFERENCE, ...changed, learningRate: 1e-9, epochs: 1 };
      const onProgress = (_: number, line: string) => lines.push(line);
      await preferCorrections(ranker, { examples: told, settings: undisturbed, preference, seed: '1', onProgress });
      return Number(/loss (\S+)$/.exec(lines.at(-1) ?? '')?.[1]);
    };
    expect(await firstLoss({ supervised: 0 })).toBeCloseTo(Math.LN2, 3);
    const corrections = await firstLoss({ objective: sft, supervised: 0 });
    expect(await firstLoss({})).toBeCloseTo(Math.LN2 + corrections, 2);
  });

  it('believes a difference from what it was as beta says, at 0 not at all', async () => {
    const alone = await prefer(told, { ...PREFERENCE, objective: sft, supervised: 0 });
    const [none, some] = [await prefer(told, { ...PREFERENCE, beta: 0 }), await prefer(told)];
    expect(await lead(none)).toBeCloseTo(await lead(alone), 4);
    const more = await lead(await prefer(told, { ...PREFERENCE, beta: 1 }));
    expect(more).toBeGreaterThan(await lead(some));
  });

  it('stays as it is where nothing was refused', async () => {
    expect(await prefer(untold)).toBe(ranker);
  });

  it('does so as part of its training where that is asked for', async () => {
    const train = (examples: readonly RankingExample[]) =>
      trainRanker({ train: examples, heldOut: [], settings: { ...settings, preference: PREFERENCE }, seed: '1' });
    expect(await train(untold)).toEqual(ranker);
    expect(await lead(await train(told))).toBeGreaterThan(await lead(ranker));
  });
});

describe('what was refused, as places among candidates', () => {
  const booking = logs.find(({ action }) => action.kind === 'submit_form')!;

  it('is another action that the screen offers', () => {
    const close = { kind: 'close', resolution: 'resolved' } as const;
    const nowhere = { kind: 'send_text', reply: null, text: 'One moment.' } as const;
    const places = (rejected: typeof close | typeof nowhere | typeof booking.action) =>
      actionExamples([{ ...booking, rejected }], knowledge, false).map(({ right, refused }) => [right, refused]);
    const [[right, refused]] = places(close) as [[number, number]];
    expect(refused).toBeGreaterThanOrEqual(0);
    expect(refused).not.toBe(right);
    expect(places(nowhere)).toEqual([[right, undefined]]);
    expect(places(booking.action)).toEqual([[right, undefined]]);
  });

  it('is each value that was changed where the same form was refused', () => {
    if (booking.action.kind !== 'submit_form') throw new Error('the small desk has no form');
    const { values } = booking.action;
    const [changed] = Object.keys(values);
    const { [changed!]: _, ...rest } = values;
    const examples = valueExamples([{ ...booking, rejected: { ...booking.action, values: rest } }], {});
    expect(examples.filter(({ refused }) => refused !== undefined)).toHaveLength(1);
    expect(valueExamples([booking], {}).every(({ refused }) => refused === undefined)).toBe(true);
  });
});
