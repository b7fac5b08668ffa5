import { ACTION_KINDS, type ActionKind } from '../../harness/contract/action.ts';
import type { Session } from '../../harness/contract/session.ts';
import { meanOf, quantile, sumOf } from '../../harness/shared/numbers.ts';

/** How customers of a log answered. */
export interface AnswerTimes {
  /** Share of actions of each kind after which a message came. */
  readonly share: Readonly<Record<ActionKind, number>>;
  /** Lognormal time from the action to the last message before the next one. */
  readonly medianMs: number;
  readonly sigma: number;
}

/** Times below this are taken for it: logs hold whole seconds, and a logarithm needs something. */
const SHORTEST_MS = 500;

/** Fits customers' answers to a log. Without any answer in it, none are ever waited for. */
export function fitAnswers(sessions: readonly Session[]): AnswerTimes {
  const times: number[] = [];
  const done = new Map<ActionKind, { count: number; answered: number }>();
  for (const { steps } of sessions)
    for (let i = 1; i < steps.length; i++) {
      const [before, step] = [steps[i - 1], steps[i]];
      if (!before || !step) continue;
      const tally = done.get(before.action.kind) ?? { count: 0, answered: 0 };
      done.set(before.action.kind, tally);
      tally.count++;
      const last = step.arrivals.at(-1);
      if (!last) continue;
      tally.answered++;
      times.push(Math.max(SHORTEST_MS, last.atMs - before.atMs));
    }
  const share = Object.fromEntries(
    ACTION_KINDS.map((kind) => [kind, (done.get(kind)?.answered ?? 0) / (done.get(kind)?.count ?? 1)]),
  ) as AnswerTimes['share'];
  if (times.length === 0) return { share, medianMs: SHORTEST_MS, sigma: 0 };
  const logs = times.map(Math.log);
  const mean = meanOf(logs);
  const variance = sumOf(logs, (log) => (log - mean) ** 2) / logs.length;
  return { share, medianMs: quantile(times, 0.5), sigma: Math.sqrt(variance) };
}
