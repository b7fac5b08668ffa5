import { expect, it } from 'vitest';
import { judgeScores } from './judge-scores.ts';
import type { JudgedProposal } from './proposal-store.ts';

const proposal = (session: string, step: number, more: Partial<JudgedProposal> = {}): JudgedProposal => ({
  ...({ session, step, score: 0.9, right: true, accepted: null } as JudgedProposal),
  ...more,
});

it('judges scored suggestions by what is right, and takes answers from where operators saw them all', () => {
  const played = [
    proposal('a', 1, { score: 0.9 }),
    proposal('a', 2, { score: 0.9, right: false }),
    proposal('b', 1, { score: 0.9, accepted: false }),
    proposal('b', 2, { score: null, right: false }),
  ];
  const reviewed = [
    proposal('a', 1, { accepted: true }),
    proposal('a', 2, { accepted: true }),
    // The suggestion's own answer outweighs that of another arm; the others were never played.
    proposal('b', 1, { accepted: true }),
    proposal('c', 1, { accepted: false }),
  ];
  const { calibration, riskCoverage } = judgeScores(played, reviewed);
  expect(riskCoverage?.proposals).toBe(3);
  const all = calibration!.bins.filter(({ proposals }) => proposals > 0);
  expect(all.reduce((sum, { proposals }) => sum + proposals, 0)).toBe(3);
  const accepted = all.reduce((sum, one) => sum + one.accepted! * one.proposals, 0);
  expect(accepted).toBeCloseTo(2, 12);
  expect(calibration!.brier).toBeCloseTo((0.01 + 0.81 + 0.01) / 3, 12);
});

it('knows no share of accepted where nobody answered, and says nothing where nothing was scored', () => {
  const { calibration } = judgeScores([proposal('a', 1)], [proposal('a', 2, { accepted: true })]);
  expect(calibration!.bins.map(({ accepted }) => accepted)).toEqual(calibration!.bins.map(() => null));
  expect(judgeScores([proposal('a', 1, { score: null })], [])).toEqual({ riskCoverage: null, calibration: null });
});

it('publishes at most two hundred points of a curve', () => {
  const many = Array.from({ length: 900 }, (_, at) => proposal(`s${at}`, 0, { score: at / 900, right: at % 3 > 0 }));
  const { riskCoverage } = judgeScores(many, []);
  expect(riskCoverage!.points.length).toBeLessThanOrEqual(200);
  expect(riskCoverage!.points.length).toBeGreaterThan(100);
  expect(riskCoverage!.proposals).toBe(900);
});
