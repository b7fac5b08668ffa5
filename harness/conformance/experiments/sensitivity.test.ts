import { beforeAll, describe, expect, it } from 'vitest';
import { experiment } from '../../experiments/sensitivity/index.ts';
import { meanOf } from '../../shared/numbers.ts';
import { tableLaws } from './general-laws.ts';
import { COUNTED, cellNamed, estimateIn, type PlayedCell, playedCells, savedOf } from './recount.ts';
import { type Cells, type SmallRun, smallRun } from './small-runs.ts';

const SEEDS = ['1', '1-p2'];
const PARAMETERS = ['alpha', 'beta', 'slip', 'notice', 'automation_bias', 'vigilance', 'mix', 'drawn'] as const;
const SHOWN = ['α', 'β', 'slip', 'notice', 'automation-bias', 'vigilance', 'mix of processes', 'chance alone'];
const OUTCOMES = { automated: 'sessions automated', saved: 'operators’ time saved', goals: 'goals reached' } as const;
/** Width of each parameter's range. */
const WIDTHS = [2, 0.6, 0.05, 0.6, 2, 2];

let run: SmallRun;
let cells: PlayedCell[];
beforeAll(async () => {
  run = await smallRun(experiment);
  cells = playedCells(run);
});

/** The steps of each trajectory: which parameter is changed, and the runs before and after. */
function steps(): { readonly place: number; readonly before: Cells; readonly after: Cells }[] {
  const runs = run.rows('runs');
  return runs.flatMap((after, at) => {
    const before = runs[at - 1];
    if (!before || before.trajectory !== after.trajectory) return [];
    const changed = PARAMETERS.flatMap((name, place) => (before[name] === after[name] ? [] : [place]));
    expect(changed).toHaveLength(1);
    return [{ place: changed[0]!, before, after }];
  });
}

describe('sensitivity', () => {
  tableLaws(() => run, {});

  it('says how many runs it is before it begins', () => {
    expect(run.printed).toContain('18 runs, 9 in each trajectory');
    expect(run.rows('runs')).toHaveLength(18);
  });

  it('every run is counted once more from its own episodes', () => {
    for (const row of run.rows('runs')) {
      const play = `population ${SEEDS[Number(row.trajectory) - 1]}, mix ${row.mix}, point ${row.point}`;
      const [selective, alone] = ['selective', 'human-only'].map((arm) => cellNamed(cells, arm, play).runs);
      expect(selective).toHaveLength(12);
      expect(row.automated).toBeCloseTo(COUNTED.sessionsAutomated(selective!), 9);
      expect(row.goals).toBeCloseTo(COUNTED.goalReached(selective!), 9);
      expect(row.saved).toBeCloseTo(savedOf(selective!, alone!)!, 9);
    }
  });

  it('each trajectory changes every parameter once, one at a time', () => {
    const changed = steps().map(({ place }) => place);
    for (const place of PARAMETERS.keys()) expect(changed.filter((one) => one === place)).toHaveLength(2);
  });

  it('effects are what runs differ by, over the parameter’s range', () => {
    for (const [id, outcome] of Object.entries(OUTCOMES))
      for (const [place, input] of SHOWN.entries()) {
        const effects = steps()
          .filter((step) => step.place === place)
          .map(({ before, after }) => {
            const name = PARAMETERS[place]!;
            const by = place < WIDTHS.length ? (Number(after[name]) - Number(before[name])) / WIDTHS[place]! : 1;
            return (Number(after[id]) - Number(before[id])) / by;
          });
        const row = run.rows('effects').find((one) => one.outcome === outcome && one.input === input)!;
        expect(estimateIn(row.mu_star), `${outcome}, ${input}`).toBeCloseTo(meanOf(effects.map(Math.abs)), 9);
        if (place < WIDTHS.length) {
          expect(row.mu).toBeCloseTo(meanOf(effects), 9);
          expect(row.sigma).toBeCloseTo(Math.abs(effects[0]! - effects[1]!) / Math.SQRT2, 9);
        } else expect([row.mu, row.sigma]).toEqual([null, null]);
      }
  });

  it('are ranked within each outcome, and chance has no verdict', () => {
    for (const outcome of Object.values(OUTCOMES)) {
      const rows = run.rows('effects').filter((row) => row.outcome === outcome);
      const sizes = rows.map((row) => estimateIn(row.mu_star)!);
      expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
      expect(rows.filter((row) => row.verdict === null).map((row) => row.input)).toEqual(['chance alone']);
    }
  });
});
