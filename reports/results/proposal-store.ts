import type { TraceStep } from '../../harness/contract/trace.ts';
import { suggestedCritical, suggestedRight } from '../metrics/support/step-facts.ts';
import { NumberList } from './number-list.ts';

/** One critical suggestion that was scored, reviewed, or both. */
export interface JudgedProposal {
  readonly session: string;
  readonly step: number;
  /** Critic's score; null where the critic was not asked. */
  readonly score: number | null;
  /** Whether it is the right action. */
  readonly right: boolean;
  /** What the operator answered; null where no operator was asked. */
  readonly accepted: boolean | null;
}

/** Keeps a cell's proposals in sixteen bytes each. */
export interface ProposalStore {
  /** Takes in a step of the session that came `place`-th; a step without such a proposal is passed over. */
  add(place: number, step: TraceStep): void;
  /** All of them, by session in the order of `places` and by step. */
  read(ids: readonly string[], places: Uint32Array): JudgedProposal[];
}

/** More than any session has steps. */
const STEP_BASE = 4096;
const ANSWERS = [null, false, true] as const;

export function createProposalStore(): ProposalStore {
  const scores = new NumberList();
  // Session, step, right and answer in one whole number: ((place · 4096 + step) · 2 + right) · 3 + answer.
  const codes = new NumberList();
  return {
    add(place, step) {
      const answered = step.verdict === 'accept' || step.verdict === 'correct';
      if (!suggestedCritical(step) || (step.score === null && !answered)) return;
      if (step.index >= STEP_BASE) throw new Error(`A session of more than ${STEP_BASE} steps cannot be measured.`);
      const right = suggestedRight(step) ? 1 : 0;
      const answer = answered ? (step.verdict === 'accept' ? 2 : 1) : 0;
      scores.push(step.score ?? Number.NaN);
      codes.push(((place * STEP_BASE + step.index) * 2 + right) * 3 + answer);
    },
    read(ids, places) {
      const ranks = new Uint32Array(ids.length);
      for (const [rank, place] of places.entries()) ranks[place] = rank;
      const [all, score] = [codes.values(), scores.values()];
      const rankOf = (i: number) => ranks[Math.floor(all[i]! / (6 * STEP_BASE))]!;
      const order = Uint32Array.from(all.keys()).sort((a, b) => rankOf(a) - rankOf(b) || all[a]! - all[b]!);
      return Array.from(order, (i): JudgedProposal => {
        const code = all[i]!;
        return {
          session: ids[Math.floor(code / (6 * STEP_BASE))]!,
          step: Math.floor(code / 6) % STEP_BASE,
          score: Number.isNaN(score[i]!) ? null : score[i]!,
          right: Math.floor(code / 3) % 2 === 1,
          accepted: ANSWERS[code % 3]!,
        };
      });
    },
  };
}
