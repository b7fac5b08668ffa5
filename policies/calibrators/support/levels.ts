import type { ScoredAnswer } from '../../../harness/contract/calibrator.ts';

/** All answers to proposals of one score. */
export interface Level {
  readonly score: number;
  readonly answers: number;
  readonly accepted: number;
}

/**
 * Answers by score, lowest first. Calibrators see the feedback only in this form, so that nothing depends on its
 * order, not even the rounding of a sum.
 *
 * Throws: when there is no answer, or a score is outside [0, 1].
 */
export function levelsOf(answers: readonly ScoredAnswer[]): Level[] {
  if (answers.length === 0) throw new Error('There is no feedback to calibrate with: run a copilot phase first');
  const broken = answers.find(({ score }) => !(score >= 0 && score <= 1));
  if (broken) throw new Error(`A score of ${broken.score} is not in [0, 1]: calibrate the scores of a critic`);
  const sorted = [...answers].sort((a, b) => a.score - b.score);
  const levels: Level[] = [];
  for (let from = 0; from < sorted.length; ) {
    const { score } = sorted[from]!;
    let [to, accepted] = [from, 0];
    for (; sorted[to]?.score === score; to++) if (sorted[to]!.accepted) accepted++;
    levels.push({ score, answers: to - from, accepted });
    from = to;
  }
  return levels;
}

/** Scores are taken no nearer to 0 and 1: a logit must be finite. */
const EDGE = 1e-6;

/** Log-odds of a score. Range: [0, 1] → about [−13.8, 13.8]. */
export function logit(score: number): number {
  const inside = Math.min(1 - EDGE, Math.max(EDGE, score));
  return Math.log(inside) - Math.log1p(-inside);
}
