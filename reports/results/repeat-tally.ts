import { caseOfTrace, type Trace } from '../../harness/contract/trace.ts';
import { hashText } from '../../harness/shared/hash.ts';
import { chosenRight } from '../metrics/support/step-facts.ts';
import type { RepeatedSession } from '../stats/pass-hat-k.ts';

/** What the repeats of one session came to. */
export interface TalliedSession extends RepeatedSession {
  readonly session: string;
  /** Whether anything in them differs, be it a confidence. */
  readonly differs: boolean;
}

/** Counts the repeats of one cell's sessions. */
export interface RepeatTally {
  add(trace: Trace): void;
  /** Sessions of which no repeat crashed, by id. */
  sessions(): readonly TalliedSession[];
}

/**
 * Whether an episode ended well: in closed loop its goal was reached; in open loop nothing was done but what the log did.
 */
const passes = (trace: Trace): boolean => trace.outcome?.goalReached ?? trace.steps.every(chosenRight);

export function createRepeatTally(): RepeatTally {
  const known = new Map<string, { caseKey: string; repeats: number; passed: number; digests: Set<string> }>();
  const crashed = new Set<string>();
  return {
    add(trace) {
      if (trace.end === 'crashed') {
        crashed.add(trace.session);
        return;
      }
      const own = known.get(trace.session) ?? {
        caseKey: caseOfTrace(trace),
        repeats: 0,
        passed: 0,
        digests: new Set<string>(),
      };
      known.set(trace.session, own);
      own.repeats++;
      if (passes(trace)) own.passed++;
      own.digests.add(hashText(JSON.stringify({ ...trace, retries: 0 })));
    },
    sessions: () =>
      [...known]
        .filter(([session]) => !crashed.has(session))
        .map(([session, { digests, ...counts }]) => ({ session, ...counts, differs: digests.size > 1 }))
        .sort((a, b) => (a.session < b.session ? -1 : 1)),
  };
}
