import { describe, expect, it } from 'vitest';
import type { Ranged } from '../../../reports/figures/schema.ts';
import { buildResults } from './build-results.ts';
import type { CellInput } from './cells.ts';
import { stagedFigures } from './staged-figures.ts';
import { runCell, runOf, type TestCell } from './testing/runs.ts';

const ALONE = runCell({ arm: 'human-only' });
const COPILOT = runCell({ arm: 'copilot' });

function findings(cells: readonly CellInput[]): string[] {
  return stagedFigures(buildResults(runOf(cells))).findings;
}

const levels = ['0', '0.3'].map((alpha) => `at α ${alpha} · β 0 · slip 0`);

function noisy(alpha: string, over: Partial<TestCell> = {}, slip = '0'): CellInput {
  return runCell({ arm: 'selective', noise: { alpha, beta: '0', slip }, ...over });
}

it('cards show the first noise level and the last, of the same figures', () => {
  const cells = [
    ALONE,
    COPILOT,
    ...['0', '0.1', '0.2', '0.3'].map((alpha, at) => noisy(alpha, { threshold: 0.5 + at / 10 })),
  ];
  const { cards, tables } = stagedFigures(buildResults(runOf(cells)));
  for (const { values } of cards) expect(values.map(({ label }) => label)).toEqual(levels);
  const [automated] = cards;
  const answers = tables.find(({ id }) => id === 'answer')!.rows.map(({ cells: row }) => row.automated);
  expect(automated?.values.map(({ value }) => value.estimate)).toEqual(
    [answers[0], answers.at(-1)].map((one) => (one as Ranged).estimate),
  );
});

describe('findings', () => {
  it('say what was automated, saved and broken, with intervals', () => {
    const found = findings([ALONE, COPILOT, runCell({ arm: 'selective' })]);
    expect(found[0]).toMatch(
      /^Without noise, [\d.]+\u202f% \[[\d.]+, [\d.]+\] of sessions ran without an operator; [\d.]+\u202f% \[[\d.]+, [\d.]+\] of operator time was saved against operators working alone; [\d.]+\u202f% \[.*\] of operator time was saved against a copilot whose every suggestion is confirmed\.$/,
    );
    expect(found[1]).toMatch(
      /^Without noise, automation went wrong in [\d.]+\u202f% \[.*\] of sessions; sessions with/,
    );
    expect(found[1]).toContain('were right, ');
    expect(found.at(-1)).toMatch(
      /^Without noise, with every suggestion confirmed by an operator, 30(\.0)?\u202f% \[.*\] of operator/,
    );
  });

  it('say why nothing is automated', () => {
    const found = findings([ALONE, runCell({ arm: 'selective', threshold: null })]);
    expect(found[0]).toContain('no threshold reaches the target precision of 90.0\u202f%; ');
    expect(found.join(' ')).not.toContain('went wrong');
  });

  it('say within which margin nothing changed', () => {
    const found = findings([ALONE, runCell({ arm: 'selective' }), noisy('0.1')]);
    const sentence = found.find((one) => one.startsWith('At α 0.1'));
    expect(sentence).toContain(
      'automated sessions against those without noise are equivalent within 2 points (0.0\u202fpp [',
    );
  });

  it('say what noise costs', () => {
    const found = findings([ALONE, runCell({ arm: 'selective' }), noisy('0.1', { threshold: 0.8 })]);
    expect(found.find((one) => one.startsWith('At α 0.1'))).toMatch(
      /automated sessions were fewer than without noise: −[\d.]+\u202fpp \[−/,
    );
  });

  it('tell precision from its target only as far as the interval does', () => {
    const precisionOf = (right: number) => findings([ALONE, runCell({ arm: 'selective', right })])[1];
    expect(precisionOf(0.99)).toContain('above the target of 90.0\u202f%');
    expect(precisionOf(0.9)).toContain('does not tell whether the target of 90.0\u202f% is met');
    expect(precisionOf(0.5)).toContain('below the target of 90.0\u202f%');
  });

  it('sum up a large grid instead of listing it', () => {
    const grid = ['0.1', '0.2', '0.3', '0.4', '0.5', '0.6'].map((alpha, at) =>
      noisy(alpha, { threshold: at < 4 ? 0.5 + at / 10 : null }),
    );
    const found = findings([ALONE, COPILOT, runCell({ arm: 'selective' }), ...grid]);
    expect(found).toContainEqual(
      expect.stringMatching(/^Of 6 noisy settings, automated sessions against no noise: fewer in \d, /),
    );
    expect(found).toContainEqual(expect.stringContaining('In 2 of 6 noisy settings no critical action runs'));
    expect(found.join(' ')).toContain('α 0.5; α 0.6');
    expect(found.find((one) => one.startsWith('At α'))).toMatch(/^At α 0\.6, no critical action ran/);
  });

  it('count in a large grid where there is more and where there is less of each', () => {
    const grid = (over: Partial<TestCell>) =>
      ['0.1', '0.2', '0.3', '0.4', '0.5', '0.6'].map((alpha) => noisy(alpha, over));
    const told = (before: Partial<TestCell>, after: Partial<TestCell>) =>
      findings([ALONE, runCell({ arm: 'selective', ...before }), ...grid(after)]).join(' ');
    const harm = 'sessions with a wrong automated action against no noise';
    expect(told({ right: 1 }, { right: 0.4 })).toContain(`${harm}: more in 6, fewer in 0,`);
    expect(told({ right: 0.4 }, { right: 1 })).toContain(`${harm}: more in 0, fewer in 6,`);
    const automated = 'automated sessions against no noise';
    expect(told({}, { threshold: null })).toContain(`${automated}: fewer in 6, more in 0,`);
    expect(told({ threshold: null }, {})).toContain(`${automated}: fewer in 0, more in 6,`);
    expect(told({}, {})).toContain('operator time against operators working alone: lost in 0, saved in 6,');
  });

  it('name the noisy setting that does most harm where noise does any', () => {
    const harmful = (rights: readonly number[]) =>
      findings([runCell({ arm: 'selective' }), ...rights.map((right, at) => noisy(`0.${at + 1}`, { right }))]).find(
        (one) => one.includes('most harm'),
      );
    expect(harmful([0.8, 0.4, 0.7])).toMatch(/^At α 0\.2, automation does most harm/);
    expect(harmful([0.9, 0.9, 0.9])).toBeUndefined();
  });
});

describe('baselines', () => {
  it('are of the same noise; the operator alone may stand for its slip', () => {
    const cells = [ALONE, runCell({ arm: 'human-only', noise: { slip: '0.05' } }), noisy('0.1', {}, '0.05')];
    const { comparisons } = buildResults(runOf(cells));
    expect(new Set(comparisons.map(({ baseline }) => baseline))).toEqual(
      new Set(['human-only alpha=0 beta=0 slip=0.05']),
    );
  });

  it('hold each noisy selective cell against the one without noise', () => {
    const { comparisons } = buildResults(runOf([runCell({ arm: 'selective' }), noisy('0.1'), noisy('0.2')]));
    const pairs = comparisons.map(({ cell, baseline }) => `${cell.slice(10, 19)} / ${baseline}`);
    expect(new Set(pairs)).toEqual(
      new Set(['alpha=0.1 / selective alpha=0 beta=0 slip=0', 'alpha=0.2 / selective alpha=0 beta=0 slip=0']),
    );
  });
});
