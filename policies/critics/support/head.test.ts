import seedrandom from 'seedrandom';
import { beforeAll, describe, expect, it } from 'vitest';
import { type HeadExample, headEpochs, loadHead, trainHead } from './head.ts';
import { verdictEpochs } from './verdict-critic.ts';
import { acceptanceOf } from './verdicts.ts';

it('little feedback is gone through more often, within bounds', () => {
  expect([1, 1000, 1001, 2000, 4999, 5000, 5001, 1e6].map(headEpochs)).toEqual([40, 40, 40, 20, 9, 8, 8, 8]);
  expect([1, 200, 201, 600, 750, 751, 1e6].map(verdictEpochs)).toEqual([30, 30, 30, 10, 8, 8, 8]);
});

/** Accepted where the first number is above 0, in so large a share; the second number never changes. */
function answers(count: number, share: number): HeadExample[] {
  const random = seedrandom('answers');
  return Array.from({ length: count }, () => {
    const first = random() * 2 - 1;
    const agrees = random() < share;
    return { encoding: Float32Array.of(first, 7, random()), right: first > 0 === agrees ? 0 : 1 };
  });
}

const train = answers(40, 1);
const taught = (heldOut: readonly HeadExample[] = []) => trainHead({ train, heldOut, seed: '1' });
async function scores(model: Uint8Array, encodings: readonly Float32Array[]) {
  const head = await loadHead(model, 3);
  const scored = await head.score(encodings);
  await head.dispose();
  return scored;
}

describe('a head', () => {
  let model: Uint8Array;
  beforeAll(async () => {
    model = await taught();
  });

  it('cannot be trained without feedback', async () => {
    await expect(trainHead({ train: [], heldOut: train, seed: '1' })).rejects.toThrow('run a copilot phase first');
  });

  it('tells accepted from rejected, by what varies: a number that never did has no say', async () => {
    const [yes, no, strange] = await scores(model, [
      Float32Array.of(0.8, 7, 0.5),
      Float32Array.of(-0.8, 7, 0.5),
      Float32Array.of(0.8, 900, 0.5),
    ]);
    expect(acceptanceOf(yes!)).toBeGreaterThan(0.8);
    expect(acceptanceOf(no!)).toBeLessThan(0.2);
    expect(strange).toEqual(yes);
  });

  it('scores each encoding as it does alone, however many there are', async () => {
    const encodings = answers(33, 1).map(({ encoding }) => encoding);
    const together = await scores(model, encodings);
    expect(together).toHaveLength(33);
    const apart = await Promise.all([0, 31, 32].map((at) => scores(model, [encodings[at]!])));
    expect(apart.flat()).toEqual([together[0], together[31], together[32]]);
    expect(await scores(model, [])).toEqual([]);
  });

  it('is as bold as a hundred held-out answers allow; fewer say when to stop alone', async () => {
    const encodings = [Float32Array.of(0.8, 7, 0.5)];
    const [plain] = await scores(model, encodings);
    const lead = ([accept, reject]: Float32Array) => accept! - reject!;
    const right = answers(100, 1);
    const [few] = await scores(await taught(right.slice(0, 99)), encodings);
    const [bolder] = await scores(await taught(right), encodings);
    expect(lead(few!)).toBeCloseTo(lead(plain!), 1);
    expect(lead(bolder!)).toBeGreaterThan(1.5 * lead(plain!));
  });
});
