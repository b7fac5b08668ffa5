import { describe, expect, it } from 'vitest';
import { createRng } from '../../shared/streams.ts';
import { overPopulations, POPULATIONS_FOR_MEAN } from './populations.ts';

const RUNS = 4000;

/** Shares of sessions that populations automate: one drawn evenly from what eight teams came to, and spread about it. */
const TEAMS = [0.476, 0.219, 0.629, 0.381, 0.25, 0.014, 0.626, 0.577];

/** How often the interval of the mean over so many populations holds the true mean. */
function coverage(populations: number, draw: (next: () => number) => number, truth: number): number {
  const { next } = createRng('test', 'coverage over populations', String(populations));
  let held = 0;
  for (let run = 0; run < RUNS; run++) {
    const { mean } = overPopulations(Array.from({ length: populations }, () => draw(next)));
    if (mean && (mean.low ?? 1) <= truth && truth <= (mean.high ?? 0)) held++;
  }
  return held / RUNS;
}

describe('the interval of a mean over populations', () => {
  const truth = TEAMS.reduce((sum, share) => sum + share, 0) / TEAMS.length;
  const team = (next: () => number) => TEAMS[Math.floor(next() * TEAMS.length)] as number;

  it.each([POPULATIONS_FOR_MEAN, 24])(
    'holds the truth of teams as different as eight were, in %i populations',
    (count) => {
      expect(coverage(count, team, truth)).toBeGreaterThan(0.93);
    },
  );

  it('holds it where teams are split into those that automate hardly anything and those that automate most', () => {
    expect(
      coverage(POPULATIONS_FOR_MEAN, (next) => (next() < 0.3 ? 0.02 : 0.6), 0.3 * 0.02 + 0.7 * 0.6),
    ).toBeGreaterThan(0.9);
  });

  it('would miss it where sessions were taken for populations', () => {
    // 700 sessions of one team: their interval says nothing of other teams.
    const { next } = createRng('test', 'sessions for populations');
    let held = 0;
    for (let run = 0; run < 400; run++) {
      const share = team(next);
      const half = 1.96 * Math.sqrt((share * (1 - share)) / 700);
      if (Math.abs(share - truth) <= half) held++;
    }
    expect(held / 400).toBeLessThan(0.3);
  });
});

describe('the range over populations', () => {
  it('holds a further population in (n − 1) / (n + 1) of draws, where each is drawn alike', () => {
    const { next } = createRng('test', 'range over populations');
    const count = 4;
    let held = 0;
    for (let run = 0; run < RUNS; run++) {
      const { least, most } = overPopulations(Array.from({ length: count }, next));
      const further = next();
      if (least !== null && most !== null && least <= further && further <= most) held++;
    }
    expect(Math.abs(held / RUNS - (count - 1) / (count + 1))).toBeLessThan(0.03);
  });
});
