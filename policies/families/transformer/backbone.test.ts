import { describe, expect, it } from 'vitest';
import type { Action } from '../../../harness/contract/action.ts';
import { candidates } from '../../screens/features/candidates.ts';
import { energyOf } from '../../screens/suggesting/rank.ts';
import { control, screen } from '../../testing/small-desk.ts';
import { backboneOf, isBackbone } from './backbone.ts';

const WIDTH = 2;
const asked = screen({ controls: ['a', 'b', 'c'].map((id) => control(`reply:${id}`, 'reply', `Reply ${id}`)) });
const say = (reply: string | null): Action => ({ kind: 'send_text', reply, text: `Reply ${reply}` });
const offered = candidates(asked);
const place = (reply: string) => offered.findIndex(({ target }) => target.endsWith(` ${reply}`));

/** A network that scores candidates so, and whose states number themselves. */
function backbone(scores: Readonly<Record<string, number>>) {
  const numbered = (from: number) => Float32Array.from({ length: offered.length * WIDTH }, (_, at) => from + at);
  const own = Float32Array.from(offered, ({ target }) => scores[target.split(' ').at(-1)!] ?? -50);
  const seen: number[] = [];
  const made = backboneOf(async (choices) => {
    seen.push(choices.length);
    return choices.map(() => ({
      scores: own,
      summary: Float32Array.of(1, 2),
      joined: numbered(100),
      offered: numbered(200),
    }));
  }, WIDTH);
  return { made, own, seen };
}

describe('what a critic sees of a transformer', () => {
  it('is the screen, the action, the screen as read for it, and the place of its score', async () => {
    const { made, own, seen } = backbone({ a: Math.log(6), b: Math.log(3), c: 0 });
    const [best, worst] = await made.encode([
      { screen: asked, action: say('a') },
      { screen: asked, action: say('c') },
    ]);
    expect([made.width, best!.length, seen]).toEqual([11, 11, [2]]);
    const states = (reply: string) =>
      [200, 100].flatMap((from) => [0, 1].map((at) => from + place(reply) * WIDTH + at));
    const near = (...numbers: number[]) => numbers.map((one) => expect.closeTo(one, 4));
    // Probabilities are 6, 3 and 1 of 10: the lead is over the best of the others.
    expect([...best!]).toEqual([1, 2, ...states('a'), ...near(0.6, Math.log(0.6), 0.3, energyOf(own), 1)]);
    expect([...worst!]).toEqual([1, 2, ...states('c'), ...near(0.1, Math.log(0.1), -0.5, energyOf(own), 1)]);
  });

  it('is the screen alone for what is no candidate, and no less than e⁻¹² for what is out of the question', async () => {
    const { made } = backbone({ a: 0, b: -40 });
    const [free, hopeless] = await made.encode([
      { screen: asked, action: say(null) },
      { screen: asked, action: say('b') },
    ]);
    expect([...free!]).toEqual([1, 2, ...Array(9).fill(0)]);
    expect(hopeless![7]).toBe(-12);
  });

  it('is told by its kind', () => {
    expect(isBackbone(backbone({}).made)).toBe(true);
    for (const other of [null, undefined, 'transformer', {}, { kind: 'other' }]) expect(isBackbone(other)).toBe(false);
  });
});
