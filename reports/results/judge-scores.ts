import { auroc } from '../stats/auroc.ts';
import { brierScore, calibrationError, reliabilityBins } from '../stats/reliability.ts';
import { riskCoverage, thinPoints } from '../stats/risk-coverage.ts';
import type { JudgedProposal } from './proposal-store.ts';

/** Points of a risk-coverage curve that are published; the areas are computed from all. */
const MAX_POINTS = 200;

/**
 * How well the critic's scores order and foretell what is right; nulls where nothing was scored.
 *
 * `reviewed` are the same suggestions in the copilot arm, where operators saw every one: in open loop the same
 * session and step bring the same suggestion. Without it, only deferred suggestions have an answer.
 */
export function judgeScores(proposals: readonly JudgedProposal[], reviewed: readonly JudgedProposal[]) {
  const answers = new Map(reviewed.map(({ session, step, accepted }) => [`${step} ${session}`, accepted]));
  const scored = proposals.flatMap(({ session, step, score, right, accepted }) =>
    score === null ? [] : { score, right, accepted: accepted ?? answers.get(`${step} ${session}`) ?? null },
  );
  const curve = riskCoverage(scored);
  if (!curve) return { riskCoverage: null, calibration: null };
  const { points, aurc, augrc, excessAurc } = curve;
  const published = thinPoints(points, MAX_POINTS);
  const bins = reliabilityBins(scored);
  return {
    riskCoverage: {
      points: published.map(({ threshold, coverage, risk }) => ({ threshold, coverage, risk })),
      aurc,
      augrc,
      excessAurc,
      proposals: scored.length,
    },
    calibration: {
      bins: bins.map(({ score, right, members }) => {
        const given = members.flatMap(({ accepted }) => accepted ?? []);
        const accepted = given.length > 0 ? given.filter(Boolean).length / given.length : null;
        return { score, right, accepted, proposals: members.length };
      }),
      ece: calibrationError(bins),
      brier: brierScore(scored),
      auroc: auroc(scored),
    },
  };
}
