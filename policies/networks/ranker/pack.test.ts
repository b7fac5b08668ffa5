import seedrandom from 'seedrandom';
import { expect, it } from 'vitest';
import { actionExamples } from '../../families/ngram/examples.ts';
import { learnKnowledge } from '../../families/ngram/knowledge.ts';
import { smallDeskExamples } from '../../testing/small-desk.ts';
import { floats } from '../onnx/tensor.ts';
import { packTraining } from './pack.ts';

const logs = smallDeskExamples(30, 'train');
const batch = actionExamples(logs, learnKnowledge(logs, undefined), false);
const facts = batch[0]!.candidates.own.length / batch[0]!.candidates.identities.length;
const shape = { facts, wideBits: 14, ownBits: 10, deepBits: 10, width: 0 };

it('dropout leaves features out and keeps the expected weight of each; nothing is left out of a loss', () => {
  const weights = (dropout: number, random: (() => number) | null = seedrandom('dropout')) =>
    floats(packTraining(batch, { shape, dropout }, { random }), 'context_weight');
  const sum = (list: ArrayLike<number>) => Array.from(list).reduce((all, one) => all + one, 0);
  const whole = weights(0);
  expect(weights(0.3, null)).toEqual(whole);
  for (const share of [0.1, 0.5]) {
    const some = weights(share);
    const present = whole.filter((one) => one !== 0).length;
    const left = some.filter((one) => one !== 0).length;
    expect(Math.abs(left / present - (1 - share))).toBeLessThan(0.05);
    expect(sum(some) / sum(whole)).toBeGreaterThan(0.95);
    expect(sum(some) / sum(whole)).toBeLessThan(1.05);
  }
});
