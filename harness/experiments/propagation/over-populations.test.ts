import { describe, expect, it } from 'vitest';
import type { ErrorGroup } from '../../../reports/propagation/error-groups.ts';
import { closedTrace, pairOf } from '../../../reports/propagation/test-pairs.ts';
import { apartFrom, figuresOverPopulations, type PropagationFigures } from './over-populations.ts';
import type { Setting } from './play-settings.ts';
import type { SafeRow } from './safe-settings.ts';

const point = { label: 'paper, calm' } as Setting['point'];
const of = (estimate: number | null) => ({ estimate, low: -9, high: 9 });
const setting = (names: readonly string[], gate: string | null = null) =>
  ({ point, name: names.join('; '), names, gate }) as Setting;
const group = (name: string, r: number, share: number) =>
  ({ of: 'all points', name, share: of(share), r: of(r), twins: 4 }) as ErrorGroup;

function population(r: number, over: Partial<PropagationFigures> = {}): PropagationFigures {
  const figures = { r: of(r), twins: 10 } as PropagationFigures['settings'][number]['figures'];
  return {
    settings: [{ setting: setting(['gate 0.9', 'corrected 0.9'], `from ${r}`), figures }],
    causes: [group('operator accepted', r, 0.5)],
    places: [],
    fates: [],
    kinds: [],
    gains: [{ setting: 'copilot', rate: 'β', gain: of(r), errors: of(2 * r) }],
    safe: [],
    corrections: [],
    control: { same: 3, strayed: 0, crashed: [], other: [pairOf(closedTrace('a b! c'), closedTrace('a b c'))] },
    ...over,
  };
}

describe('over populations', () => {
  it('estimates are a median between the least and the most, counts a sum', () => {
    const { gains, causes, control } = figuresOverPopulations([population(1), population(5), population(2)]);
    expect(gains).toEqual([
      {
        setting: 'copilot',
        rate: 'β',
        gain: { estimate: 2, low: 1, high: 5 },
        errors: { estimate: 4, low: 2, high: 10 },
      },
    ]);
    expect(causes[0]).toMatchObject({ r: { estimate: 2, low: 1, high: 5 }, twins: 12 });
    expect(control.same).toBe(9);
    expect(new Set(control.other.map(({ run }) => run.session)).size).toBe(3);
    expect(apartFrom([], 0)).toEqual([]);
  });

  it('one population is told as it is', () => {
    const one = population(1);
    expect(figuresOverPopulations([one])).toBe(one);
  });

  it('gates that are one in one population and two in another have a row for each name', () => {
    const figures = population(4).settings[0]!.figures;
    const apart = population(1, {
      settings: ['gate 0.9', 'corrected 0.9', 'gate 0.7'].map((name) => ({ setting: setting([name], 'own'), figures })),
    });
    const { settings } = figuresOverPopulations([population(2), apart]);
    expect(settings.map((row) => [row.setting.name, row.setting.gate, row.figures.r])).toEqual([
      ['gate 0.9', 'from 2 / own', { estimate: 3, low: 2, high: 4 }],
      ['corrected 0.9', 'from 2 / own', { estimate: 3, low: 2, high: 4 }],
    ]);
  });

  it('a group that a population lacks has no share there, and is told of the others', () => {
    const { causes } = figuresOverPopulations([population(1), population(3, { causes: [group('slip', 7, 1)] })]);
    expect(causes.find(({ name }) => name === 'slip')).toMatchObject({
      share: { estimate: 0.5, low: 0, high: 1 },
      r: { estimate: 7, low: 7, high: 7 },
    });
  });

  it('safe is what is safe in each', () => {
    const safe = (coverage: number | null): SafeRow[] => [
      {
        point,
        corrected: false,
        settings: 4,
        leastBound: coverage ?? 0.3,
        best: coverage === null ? null : { label: 'gate', coverage, sessions: 9, failures: 0, errorAtMost: 0.1 },
      },
    ];
    const best = (...coverages: (number | null)[]) =>
      figuresOverPopulations(coverages.map((one) => population(1, { safe: safe(one) }))).safe[0];
    expect(best(0.6, 0.2)).toMatchObject({ best: { coverage: 0.2 }, leastBound: 0.6, settings: 4 });
    expect(best(0.6, null)?.best).toBeNull();
  });
});
