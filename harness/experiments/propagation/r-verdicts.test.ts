import { describe, expect, it } from 'vitest';
import type { CorrectedGateRow } from './corrected-gates.ts';
import { correctionWords } from './corrected-gates-table.ts';
import type { MeasuredSetting } from './measure-setting.ts';
import type { PropagationFigures } from './over-populations.ts';
import type { Setting } from './play-settings.ts';
import { judgeR } from './r-verdicts.ts';

const point = { label: 'paper, calm', operators: 'paper', grid: null } as Setting['point'];
/** An estimate with a standard error of .1, of many sessions. */
const figure = (estimate: number, of = 100_000) => ({ estimate, low: estimate - 0.196, high: estimate + 0.196, of });
const setting = (name: string, rFirst: ReturnType<typeof figure>) =>
  ({
    setting: { point, name, names: [name], arm: 'selective' },
    figures: { rFirst, firsts: 40 },
  }) as unknown as MeasuredSetting;
const population = (settings: readonly MeasuredSetting[]) => ({ settings }) as PropagationFigures;

describe('R of first errors', () => {
  it.each([
    [2, 'above 1'],
    [0.5, 'above 0 and below 1'],
    [-0.6, 'below 0'],
    [0.9, /^above 0, beside 1 undecided, [\d,]+ sessions with an error would decide$/],
    [0.05, /^below 1, beside 0 undecided, [\d,]+ sessions with an error would decide$/],
  ])('of %d is told beside 1 and beside 0', (r, words) => {
    const row = setting('copilot', figure(r));
    expect(judgeR([row], [population([row])]).words(row)).toMatch(words);
  });

  it('is undecided beside 1 where it is known badly, and not judged where errors are few', () => {
    const row = setting('copilot', { estimate: 0.5, low: -0.6, high: 1.6, of: 30 });
    expect(judgeR([row], [population([row])]).words(row)).toMatch(/^beside 1 undecided, \d+ sessions with an error/);
    expect(judgeR([], []).words(row)).toBe('too few errors to tell');
  });

  it('is judged with all settings as one family, within each population', () => {
    const near = setting('near', figure(1.23));
    const others = ['a', 'b', 'c', 'd', 'e'].map((name) => setting(name, figure(1.02)));
    expect(judgeR([near], [population([near])]).words(near)).toBe('above 1');
    const among = judgeR([near, ...others], [population([near, ...others])]);
    expect(among.words(near)).toMatch(/^above 0, beside 1 undecided/);
    expect(among.tally).toMatch(
      /^above 1 in 0, below 1 in 0, undecided beside 1 in 6 \(.*above 0 in 6, below 0 in 0, each corrected for being 6 \(false discovery\)$/,
    );
    const apart = [2, 0.5, -0.6, -0.8].map((r, at) => setting(`apart ${at}`, figure(r)));
    expect(judgeR(apart, [population(apart)]).tally).toMatch(
      /^above 1 in 1, below 1 in 3, undecided beside 1 in 0; above 0 in 2, below 0 in 2, each/,
    );
    const shown = setting('near', figure(1.5));
    const two = judgeR([shown], [population([setting('near', figure(2))]), population([setting('near', figure(1))])]);
    expect(two.words(shown)).toMatch(
      /^above 1 in 1, below 1 in 0 and undecided in 1 of 2 populations.*; above 0 in 2, below 0 in 0$/,
    );
  });
});

it('corrections are judged figure by figure, those that came out as one gate left out', () => {
  const row = (target: number, r: number, one = false) => {
    const taken = { names: ['gate'] } as unknown as Setting;
    const changed = {
      r: figure(r),
      rFirst: figure(r),
      leak: figure(-0.5),
      automated: figure(0),
      goalReached: figure(0.5),
    };
    return {
      point,
      target,
      uncorrected: taken,
      corrected: one ? taken : ({ ...taken } as Setting),
      ...changed,
    } as CorrectedGateRow;
  };
  const corrections = [row(0.9, 1), row(0.95, -1), row(0.99, 1, true)];
  const [words] = correctionWords(corrections, [{ corrections }], 0.9);
  expect(words).toMatch(
    /^Telling the gate how often operators err, 2 comparisons, each figure corrected for being 2 \(false discovery\): R higher in 1, lower in 1, undecided in 0; leak higher in 0, lower in 2,/,
  );
  expect(words).toMatch(/automation higher in 0, lower in 0, undecided in 2/);
  expect(correctionWords([row(0.9, 1, true)], [], 0.9)).toEqual(['Corrected gates came out as the others.']);
});
