import { describe, expect, it } from 'vitest';
import { createRng } from '../../harness/shared/streams.ts';
import { elementaryEffects, morrisTrajectories, type ScreenedInput, screeningOf } from './morris.ts';

const rng = (name: string) => createRng('test', 'morris', name);
const QUANTITIES: readonly ScreenedInput[] = [{ levels: 4 }, { levels: 6 }, { levels: 2 }];
const MIXED: readonly ScreenedInput[] = [...QUANTITIES, { categories: 3 }];

/** What each input does to a function of the inputs' places in their ranges. */
function screen(inputs: readonly ScreenedInput[], model: (x: readonly number[]) => number, count = 40) {
  const trajectories = morrisTrajectories(inputs, count, rng('model'));
  const effects = trajectories.map((one) =>
    elementaryEffects(
      one,
      one.points.map((point) => model(point.map((at, place) => at / (sizeOf(inputs[place]!) - 1)))),
    ),
  );
  return inputs.map((_, place) => screeningOf(effects.map((of) => of[place]!)));
}

const sizeOf = (input: ScreenedInput) => ('levels' in input ? input.levels : input.categories);

describe('trajectories', () => {
  const trajectories = morrisTrajectories(MIXED, 600, rng('walks'));

  it('change every input once, and nothing else at a step', () => {
    for (const { points, steps } of trajectories.slice(0, 50)) {
      expect(steps.map(({ input }) => input).sort()).toEqual([0, 1, 2, 3]);
      for (const [at, { input }] of steps.entries())
        expect(MIXED.filter((_, place) => points[at]![place] !== points[at + 1]![place])).toEqual([MIXED[input]]);
    }
  });

  it('go by half of the levels, and stay in the grid', () => {
    for (const { points, steps } of trajectories) {
      for (const { input, by } of steps) expect(Math.abs(by)).toBeCloseTo([2 / 3, 3 / 5, 1, 1][input]!, 12);
      for (const point of points)
        for (const [place, at] of point.entries()) expect(at >= 0 && at < sizeOf(MIXED[place]!)).toBe(true);
    }
  });

  it('begin at every level and category about as often', () => {
    for (const [place, input] of MIXED.entries())
      for (let at = 0; at < sizeOf(input); at++) {
        const share = trajectories.filter(({ points }) => points[0]![place] === at).length / trajectories.length;
        expect(share).toBeCloseTo(1 / sizeOf(input), 1);
      }
  });

  it('are not made of what has no such grid', () => {
    for (const input of [{ levels: 3 }, { levels: 0 }, { categories: 1 }])
      expect(() => morrisTrajectories([input], 1, rng('bad'))).toThrow('cannot be screened');
  });
});

describe('effects', () => {
  it('of a linear function are its coefficients, and do not spread', () => {
    const found = screen(QUANTITIES, ([a, b]) => 2 - 3 * a! + 0.5 * b!);
    for (const [place, coefficient] of [-3, 0.5, 0].entries()) {
      expect(found[place]!.mu).toBeCloseTo(coefficient, 12);
      expect(found[place]!.muStar.estimate).toBeCloseTo(Math.abs(coefficient), 12);
      expect(found[place]!.sigma).toBeCloseTo(0, 12);
    }
  });

  it('that cancel have a size and no mean', () => {
    const [first] = screen([{ levels: 2 }, { levels: 2 }], ([a, b]) => (a! - 0.5) * (b! - 0.5), 400);
    expect(first!.mu).toBeCloseTo(0, 1);
    expect(first!.muStar.estimate).toBeCloseTo(0.5, 12);
    expect(first!.sigma).toBeCloseTo(0.5, 2);
  });

  it('go with their inputs when these change places', () => {
    const trajectory = morrisTrajectories(QUANTITIES, 1, rng('places'))[0]!;
    const outputs = trajectory.points.map((point) => point[0]! * 3 + point[1]! ** 2 - point[2]!);
    const [a, b, c] = elementaryEffects(trajectory, outputs);
    const turned = { steps: trajectory.steps.map(({ input, by }) => ({ input: (input + 1) % 3, by })) };
    expect(elementaryEffects(turned, outputs)).toEqual([c, a, b]);
  });

  it('are missing where the output is, and only there', () => {
    const steps = [
      { input: 1, by: 0.5 },
      { input: 0, by: -0.5 },
    ];
    expect(elementaryEffects({ steps }, [1, 2, null])).toEqual([null, 2]);
    expect(screeningOf([null, 2, -4])).toMatchObject({ mu: -1, muStar: { estimate: 3, of: 2 } });
    expect(screeningOf([null])).toMatchObject({ mu: null, muStar: { estimate: null }, sigma: null });
  });

  it('of a constant are none', () => {
    for (const { mu, muStar, sigma } of screen(QUANTITIES, () => 7))
      expect([mu, muStar.estimate, sigma]).toEqual([0, 0, 0]);
  });
});
