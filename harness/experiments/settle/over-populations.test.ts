import { describe, expect, it } from 'vitest';
import type { CellSums } from '../../../reports/results/pool-cells.ts';
import type { PlayedTables } from '../../bench/arms/play-folds.ts';
import type { Outcome } from '../../bench/arms/play-point.ts';
import { cellFigures } from '../../bench/closed-loop/cell-figures.ts';
import { CLEAN, PAPER } from '../../bench/closed-loop/settle-points.ts';
import { POPULATIONS_FOR_MEAN, populationsOf } from '../../bench/data/populations.ts';
import { type AcrossPopulations, acrossPopulations, shown } from './over-populations.ts';
import { overWhat, populationFindings, populationsLine } from './population-words.ts';
import { besidePublishedTable } from './preset-tables.ts';
import { armsTable, populationsTable, spreadTable } from './settle-tables.ts';

const SESSIONS = 50;

/** A cell in which each metric comes to its share, or to 1 where it has none. */
function cell(shares: Readonly<Record<string, number>>): CellSums {
  const sessions = Array.from({ length: SESSIONS }, (_, at) => `s${at}`);
  return {
    sessions: () => sessions,
    crashed: () => [],
    sums: (metric) => ({
      sessions,
      numerators: Float64Array.from(sessions, (_, at) => {
        if (metric === 'active_ms_per_session') return 1000 * (1 + at) * (shares.time ?? 1);
        return at < Math.round(SESSIONS * (shares[metric] ?? 1)) ? 1 : 0;
      }),
      denominators: new Float64Array(SESSIONS).fill(1),
    }),
  };
}

const HUMAN = cell({ session_automation: 0 });

function outcome(name: string, arm: Outcome['arm'], sums: CellSums, gate: string | null = 'from 0.90'): Outcome {
  return { name, arm, point: PAPER, gate, figures: cellFigures(sums, HUMAN), sums, folds: [] };
}

/** A population in which so many sessions are automated, so much time is spent, and so many goals are reached. */
function population(automated: number, time: number, goal: number, gate = 'from 0.90'): PlayedTables {
  const selective = cell({ session_automation: automated, time, goal_reached: goal });
  const arms = [
    outcome('human-only', 'human-only', HUMAN, null),
    outcome('selective, acceptance', 'selective', selective, gate),
    outcome('copilot with confirmation', 'copilot', HUMAN, null),
    outcome('confirmed close', 'confirmed-close', selective),
    outcome('intent chatbot', 'chatbot', selective, null),
  ];
  return { arms, grid: arms, remedies: arms };
}

const four = [
  population(0.02, 0.9, 0.96, 'closed'),
  population(0.62, 0.4, 0.9),
  population(0.48, 0.6, 0.92),
  population(0.3, 0.7, 0.94),
];
const across = acrossPopulations(four, 'arms');
const selective = across[1]!;

describe('arms over populations', () => {
  it('are shown by the median, with the lowest and the highest; differences are taken within each', () => {
    const { figures, gate } = shown(selective);
    expect(figures.automated).toEqual({ estimate: 0.39, low: 0.02, high: 0.62, of: 4 * SESSIONS });
    expect(figures.saved.estimate).toBeCloseTo(0.35, 10);
    expect(figures.saved.low).toBeCloseTo(0.1, 10);
    expect(figures.saved.high).toBeCloseTo(0.6, 10);
    expect(figures.goalChange).toMatchObject({ low: four[1]!.arms[1]!.figures.goalChange.estimate });
    expect(gate).toBe('closed in 1 of 4');
    const { caption } = armsTable(across.map(shown));
    expect(caption).toMatch(/Median over 4 populations, in brackets the lowest and the highest/);
    expect(caption).not.toMatch(/95 % interval/);
  });

  it('of one population are shown as they are', () => {
    const [only] = acrossPopulations(four.slice(1, 2), 'arms').map(shown);
    expect(only).toBe(four[1]!.arms[0]);
    expect(armsTable([only!]).caption).toMatch(/95 % interval.* for the team, parts and models as they are/);
  });

  it('must be the same in each', () => {
    const other = { ...four[1]!, arms: four[1]!.arms.slice(1) };
    expect(() => acrossPopulations([four[0]!, other], 'arms')).toThrow(/differ in their arms/);
  });

  it('stand side by side in a table, with the seed that plays each again', () => {
    const { rows } = populationsTable([selective], populationsOf('7', 4));
    expect(rows.map(({ cells }) => cells.seed)).toEqual(['7', '7-p2', '7-p3', '7-p4']);
    expect(rows.map(({ cells }) => (cells.automated as { estimate: number }).estimate)).toEqual([
      0.02, 0.62, 0.48, 0.3,
    ]);
  });

  it('have no mean where they are few, and one that holds their spread where they are many', () => {
    expect(spreadTable([selective]).rows[0]?.cells).toMatchObject({
      populations: 4,
      least: 0.02,
      most: 0.62,
      mean: null,
    });
    const many = Array.from({ length: POPULATIONS_FOR_MEAN }, (_, at) => population(at % 2 ? 0.6 : 0.2, 0.5, 0.9));
    const mean = spreadTable([acrossPopulations(many, 'arms')[1]!]).rows[0]?.cells.mean as {
      low: number;
      high: number;
    };
    // Twelve values of which half are .6 and half .2: a standard error of .06.
    expect(mean.high - mean.low).toBeGreaterThan(2 * 0.1);
    expect(mean.high - mean.low).toBeLessThan(2 * 0.16);
  });

  it('stand beside published figures', () => {
    const { rows, caption } = besidePublishedTable(four.map(({ arms }) => arms));
    expect(caption).toMatch(/Median over 4 populations/);
    expect(rows.find(({ cells }) => cells.figure === 'sessions automated')?.cells.share).toEqual({
      estimate: 0.39,
      low: 0.02,
      high: 0.62,
      of: 4 * SESSIONS,
    });
  });
});

describe('words', () => {
  it('say first over what figures were taken, and what they are conditional on', () => {
    expect(populationsLine(4, false)).toMatch(/^4 populations, .*other data each.*within a population.*bound no mean/);
    expect(populationsLine(4, true)).toMatch(/the log itself is fixed/);
    expect(populationsLine(12, false)).not.toMatch(/bound no mean/);
    expect(populationsLine(1, false)).toMatch(/^One population: figures hold for one drawn team/);
  });

  it('count the populations in which a claim comes out and in which quality falls', () => {
    const words = populationFindings(across, across, across).join('\n');
    expect(words).toMatch(
      /39\u202f% \[2, 62\] of sessions run without an operator \(published 45\u202f%, reached in 2 of 4\)/,
    );
    expect(words).toMatch(
      /against human-only: shown to be fewer in 0 of 4, corrected for being 4 \(Holm\), and undecided in 4 \([\d,]+ sessions in each/,
    );
    expect(words).toMatch(/come out together in every population at 0, in some at 1, in none at 0/);
    expect(words).not.toMatch(/NaN|undefined|null/);
  });

  it('head a question where there are several only', () => {
    expect(overWhat(1)).toBe('');
    expect(overWhat(2)).toBe('Over 2 populations, arms compared within each, median and range shown. ');
    expect(populationsLine(1, true)).not.toContain('generated');
    expect(populationsLine(1, false)).toContain('one generated dataset');
    expect(populationsLine(11, false)).toContain('11 populations bound no mean');
    expect(populationsLine(12, false)).toContain('means with their intervals are in the table of spreads');
  });
});

describe('what was found over populations', () => {
  /** An arm at a point of the grid: sessions automated and time spent in each population. */
  const at = (label: string, name: string, ...come: [automated: number, time: number][]) =>
    come.map(([session_automation, time]) => ({
      ...outcome(name, 'selective', cell({ session_automation, time, goal_reached: 0.9 })),
      point: { ...PAPER, label },
    })) as unknown as AcrossPopulations;

  it('is told of operators as published first, of perfect ones last, and of selective arms alone', () => {
    const clean = selective.map((one) => ({ ...one, point: CLEAN })) as unknown as AcrossPopulations;
    const words = populationFindings([clean, ...across], [], []);
    expect(words.map((line) => line.slice(0, line.indexOf(':')))).toEqual([
      `Operators ${PAPER.label}, selective, acceptance`,
      `Operators ${CLEAN.label}, selective, acceptance`,
    ]);
    expect(words[0]).not.toContain(', mean ');
    const many = Array.from({ length: POPULATIONS_FOR_MEAN }, () => population(0.46, 0.5, 0.9));
    expect(populationFindings(acrossPopulations(many, 'arms'), [], [])[0]).toMatch(
      /46\.0\u202f% \[46\.0, 46\.0\] of sessions run without an operator, mean 46\.0\u202f% .*reached in 12 of 12\)/,
    );
  });

  it('counts points at which both claims come out in every population, in some and in none, name by name', () => {
    const grid = [
      at('all', 'gate', [0.46, 0.6], [0.5, 0.6]),
      at('one of two', 'gate', [0.46, 0.6], [0.2, 0.6]),
      at('too little time', 'gate', [0.46, 0.62], [0.46, 0.62]),
      at('too few', 'gate', [0.44, 0.1], [0.44, 0.1]),
      at('one and the other', 'gate', [0.9, 0.9], [0.1, 0.1]),
      at('none', 'other gate', [0, 1], [0.02, 1]),
    ];
    const words = populationFindings([], grid, []);
    expect(words).toEqual([
      'gate: of 5 noise points, 45\u202f% automation and 39\u202f% less active time come out together in every population at ' +
        '1 (all), in some at 1, in none at 3. Populations differ most at one and the other: 50\u202f% [10, 90] automated.',
      'other gate: of 1 noise point, 45\u202f% automation and 39\u202f% less active time come out together in every population ' +
        'at 0, in some at 0, in none at 1. Populations differ most at none: 1.0\u202f% [0.0, 2.0] automated.',
    ]);
    const seven = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((label) => at(label, 'gate', [0.5, 0.5]));
    expect(populationFindings([], seven, [])[0]).toContain('in every population at 7, in some at 0, in none at 0');
    expect(populationFindings([], seven.slice(1), [])[0]).toContain('at 6 (b; c; d; e; f; g), in some');
  });

  it('says what remedies change within populations, beside the published rule', () => {
    const human = at('p', 'human-only', [0, 1], [0, 1]).map((one) => ({ ...one, arm: 'human-only' as const }));
    const remedies = [
      human as unknown as AcrossPopulations,
      at('p', 'gate', [0.2, 0.8], [0.4, 0.6]),
      at('p', 'better', [0.3, 0.8], [0.6, 0.6]),
      at('p', 'worse', [0.1, 0.8], [0.36, 0.6]),
    ];
    expect(populationFindings([], [], remedies)).toEqual([
      'Operators p, gate: 30\u202f% [20, 40] of sessions automated, 90.0\u202f% [90.0, 90.0] of goals reached.',
      'Of the remedies, change within populations: better +15.0\u202fpp [10.0, 20.0] automation and 0.0\u202fpp [0.0, 0.0] goals; ' +
        'worse −7.0\u202fpp [−10.0, −4.0] automation and 0.0\u202fpp [0.0, 0.0] goals.',
    ]);
    expect(populationFindings([], [], remedies.slice(0, 2))).toEqual([]);
    expect(populationFindings([], [], [])).toEqual([]);
  });
});
