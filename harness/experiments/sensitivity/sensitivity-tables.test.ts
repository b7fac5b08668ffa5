import { describe, expect, it } from 'vitest';
import { shownRows, unitsOf } from '../../../reports/figures/testing/shown-rows.ts';
import type { InputIndex } from './measure-indices.ts';
import type { PlayedPoint, ScreenedEffect } from './screen-inputs.ts';
import { CATEGORIES, INPUTS } from './screened-inputs.ts';
import { effectsTable, runsTable, screeningPlots } from './sensitivity-tables.ts';
import { indicesTable } from './sobol-tables.ts';

const of = (estimate: number | null, half = 0.01) => ({
  estimate,
  low: estimate === null ? null : estimate - half,
  high: estimate === null ? null : estimate + half,
  of: 4,
});
const [input, other] = INPUTS.filter((name) => !CATEGORIES.has(name)) as [string, string];
const effect = (more: object) =>
  ({
    ...{ outcome: 'saved', input, muStar: of(0.4), mu: -0.3, sigma: 0.2, beyondChance: of(0.1), verdict: 'matters' },
    ...more,
  }) as unknown as ScreenedEffect;

describe('effects', () => {
  it('are shown with what they are of, their size, sign and spread', () => {
    const table = effectsTable([effect({})]);
    expect(shownRows(table)).toMatchObject([
      { outcome: 'operators’ time saved', input, mu_star: 0.4, mu: -0.3, sigma: 0.2, beyond: 0.1, verdict: 'matters' },
    ]);
    expect(unitsOf(table)).toMatchObject({ mu_star: 'slope', mu: 'slope', sigma: 'slope', beyond: 'slope' });
  });

  it('are drawn in points, one input a curve, each outcome by itself; what has no order is not', () => {
    const plots = screeningPlots([
      effect({}),
      effect({ input: other, muStar: { ...of(0.5), low: null } }),
      effect({ outcome: 'goals', muStar: of(0.7), sigma: null }),
      effect({ outcome: 'automated', muStar: of(0.6) }),
    ]);
    expect(plots.map(({ id }) => id)).toEqual(['screening-automated', 'screening-saved']);
    const [first, second] = plots[1]!.curves;
    expect(first).toEqual({
      label: input,
      points: [{ x: 40, y: 20, xRange: { low: expect.closeTo(39), high: expect.closeTo(41) } }],
    });
    expect(second).toEqual({ label: other, points: [{ x: 50, y: 20 }] });
  });
});

it('every run is shown with where each input stood and what it came to', () => {
  const values = new Map(INPUTS.filter((name) => !CATEGORIES.has(name)).map((name, at) => [name, at + 1]));
  const played = (isRedrawn: boolean) =>
    ({
      ...{ trajectory: 2, point: 3, automated: 0.1, saved: -0.2, goals: 0.3 },
      settings: { values, mix: { name: 'calm' }, isRedrawn },
    }) as unknown as PlayedPoint;
  const [one, again] = shownRows(runsTable([played(false), played(true)]));
  const inputs = [...values].map(([name, value]) => [
    name.replace('α', 'alpha').replace('β', 'beta').replace('-', '_'),
    value,
  ]);
  expect(one).toEqual({
    ...{ trajectory: 2, point: 3, ...Object.fromEntries(inputs), mix: 'calm', drawn: 'once' },
    ...{ automated: 0.1, saved: -0.2, goals: 0.3 },
  });
  expect(again?.drawn).toBe('again');
});

it('indices are shown with total, first order, interactions and chance', () => {
  const index = (interacts: boolean | null) =>
    ({
      ...{ outcome: 'goals', input, total: of(0.5), first: of(0.3), interaction: of(0.2), beyondChance: of(0.4) },
      ...{ verdict: 'matters', interacts },
    }) as unknown as InputIndex;
  const [yes, no, unknown] = shownRows(indicesTable([index(true), index(false), index(null)]));
  expect(yes).toMatchObject({ input, total: 0.5, first: 0.3, interaction: 0.2, beyond: 0.4, interacts: 'yes' });
  expect([no?.interacts, unknown?.interacts]).toEqual(['not shown', null]);
});
