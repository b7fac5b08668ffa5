import type { Example } from '../../contract/policy.ts';
import type { Session } from '../../contract/session.ts';
import { hashShare } from '../../shared/hash.ts';
import type { Refusal } from './gather-corrections.ts';

/** Who does what; no session does two things. */
export interface CorrectionParts {
  /** Logs of the policy that was deployed: it makes the suggestions and so chooses the hard set. */
  readonly base: readonly Session[];
  /** Logs that the compared policies learn from. */
  readonly logs: readonly Session[];
  /** Copilot phase that brings corrections. */
  readonly feedback: readonly Session[];
  readonly evaluation: readonly Session[];
}

/** What one compared policy is trained on. */
export interface TrainingSet {
  /** Such as `59 % of logs + 40 % corrections`; `all 28 %` where there are no more. */
  readonly name: string;
  /** Such as `59 % of logs`. */
  readonly logsName: string;
  readonly logs: readonly Example[];
  readonly corrections: readonly Example[];
  /** Corrections asked for; there may be fewer. */
  readonly asked: number;
  /** Whether it is the zero of the sets with the same logs: trained once more, without corrections, with a seed of its own. */
  readonly isControl: boolean;
}

/** In the published table 100k logs stand beside 170k. */
const FEWER_LOGS = 100 / 170;

/**
 * The training sets of the two-sided table: all logs alone, then fewer logs with each share of corrections, then all
 * logs with as many corrections as the last of those. A share is of the fewer logs' examples, as in the published
 * table (100k + 20k is 20 %). Which sessions and corrections are taken depends on seed and ids alone, and a larger set
 * holds the smaller.
 */
export function trainingSets(
  logs: readonly Example[],
  refusals: readonly Refusal[],
  shares: readonly number[],
  seed: string,
): TrainingSet[] {
  const fewer = logs.filter(({ session }) => hashShare('fewer logs', seed, session) < FEWER_LOGS);
  const ranked = [...refusals].sort((a, b) => rank(a, seed) - rank(b, seed));
  const take = (count: number) => ranked.slice(0, count).map(({ example }) => example);
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  const fewerLogs = {
    logsName: `${percent(logs.length === 0 ? 0 : fewer.length / logs.length)} of logs`,
    logs: fewer,
    isControl: false,
  };
  const allLogs = { logsName: 'all logs', logs, isControl: false };
  const sets = shares.map((share): TrainingSet => {
    const asked = Math.round(share * fewer.length);
    const corrections = take(asked);
    const shareInWords =
      corrections.length < asked ? `all ${percent(corrections.length / fewer.length)}` : percent(share);
    return { ...fewerLogs, name: `${fewerLogs.logsName} + ${shareInWords} corrections`, corrections, asked };
  });
  const most = sets.reduce((best, set) => (set.asked > best.asked ? set : best), {
    asked: 0,
    corrections: [] as readonly Example[],
  });
  const all = { ...allLogs, name: 'all logs', corrections: [], asked: 0 };
  if (most.asked === 0) return [all, ...sets];
  return [
    all,
    ...sets,
    { ...allLogs, name: 'all logs + as many corrections', corrections: most.corrections, asked: most.asked },
  ];
}

/**
 * What sets with corrections are to be held against: a second model of the same logs without them, trained with a seed
 * of its own. One for each choice of logs, that of all logs first.
 *
 * A hard set is what one model got wrong. Whatever model is asked next gets part of it right by that alone (regression
 * to the mean), so that a gain over the model that chose the set is no gain from corrections.
 */
export function controlSets(sets: readonly TrainingSet[]): TrainingSet[] {
  const byLogs = new Map(sets.map(({ logsName, logs }) => [logsName, logs]));
  return [...byLogs].map(([logsName, logs]) => ({
    name: `control: ${logsName}, retrained`,
    logsName,
    logs,
    corrections: [],
    asked: 0,
    isControl: true,
  }));
}

const rank = ({ session, step }: Refusal, seed: string) => hashShare('corrections', seed, session, String(step));
