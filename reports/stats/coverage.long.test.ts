import { describe, expect, it } from 'vitest';
import { ratioEstimate } from './ratio-estimate.ts';
import { COVERAGE_CASES } from './testing/coverage-cases.ts';
import { coverageOf, drawSessions, testRng } from './testing/draws.ts';
import { coverageOfSessions, coverageOfSteps, oursBySessions } from './testing/share-coverage.ts';

const STUDIES = 1500;
/** Four standard deviations of so many studies about this coverage. */
const slack = (coverage: number, studies: number) => 4 * Math.sqrt((coverage * (1 - coverage)) / studies);

describe('95 % intervals of shares hold the truth, over all shares from .02 to .98', () => {
  it.each([20, 100, 600])('%d sessions, each one trial: exactly', (clusters) => {
    const { mean, least } = coverageOfSessions(clusters, oursBySessions);
    expect(mean).toBeGreaterThan(0.94);
    expect(mean).toBeLessThan(0.97);
    expect(least).toBeGreaterThan(0.9);
  });

  it.each([20, 100, 600])('%d sessions of steps, alike or not', (clusters) => {
    const shares = [0.02, 0.06, 0.14, 0.3, 0.5, 0.7, 0.86, 0.94, 0.98];
    for (const alike of [2, 5, 50]) {
      const studies = clusters === 600 ? 250 : 600;
      const found = coverageOfSteps(clusters, alike, shares, studies, testRng(`steps ${clusters} ${alike}`));
      const many = studies * (alike === 50 ? shares.length : 4);
      expect(found.mean, `alike ${alike}`).toBeGreaterThan(0.94 - slack(0.94, many));
      expect(found.mean, `alike ${alike}`).toBeLessThan(0.97 + slack(0.97, many));
      expect(found.least, `alike ${alike}`).toBeGreaterThan(0.9 - slack(0.9, studies));
    }
  });

  it('few sessions of many steps', () => {
    for (const clusters of [3, 4, 5, 6]) {
      const rng = testRng(`few ${clusters}`);
      // Without its correction for so few sessions it would hold less than 93 %.
      const held = coverageOf(STUDIES, 0.5, () => ratioEstimate(drawSessions(clusters, 0.5, 5, rng), 'share'));
      expect(held, `${clusters}`).toBeGreaterThan(0.95 - slack(0.95, STUDIES));
    }
  });
});

describe('95 % intervals of all else', () => {
  const cases = COVERAGE_CASES.map((one) => [`${one.figure}; ${one.distribution}`, one] as const);
  it.each(cases)('%s', (name, { truth, draw }) => {
    for (const [clusters, least, studies] of [
      [20, name.includes('90 %') && name.startsWith('relative') ? 0.7 : 0.88, STUDIES],
      [100, 0.925, STUDIES],
      [600, 0.93, 500],
    ] as const) {
      const rng = testRng(`${name} ${clusters}`);
      const held = coverageOf(studies, truth, () => draw(clusters, rng));
      expect(held, `${clusters}`).toBeGreaterThan(least - slack(least, studies));
    }
  });
});
