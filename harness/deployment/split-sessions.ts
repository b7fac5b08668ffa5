import { caseOf, type Session } from '../contract/session.ts';
import { sessionsById } from '../contract/session-order.ts';
import { hashShare } from '../shared/hash.ts';
import { sumOf } from '../shared/numbers.ts';

/** The sessions of each stage; no session serves two of them. */
export interface Parts {
  /** Logs that the policy is trained on. */
  readonly train: readonly Session[];
  /** Copilot phase whose feedback the critic learns from. */
  readonly feedback: readonly Session[];
  /** Held-out copilot phase from which the gate's threshold is set. */
  readonly calibration: readonly Session[];
  /** Where automation is measured. */
  readonly evaluation: readonly Session[];
}

export type Shares = Readonly<Record<keyof Parts, number>>;

export const DEFAULT_SHARES: Shares = { train: 0.5, feedback: 0.2, calibration: 0.1, evaluation: 0.2 };

/**
 * Splits sessions by a hash of seed and case: a session keeps its part whatever others come or go, and in whatever
 * order they come; sessions of one case share a part. Each part is in the order of ids.
 * Throws: where the shares do not add up to 1, or a part with a share is left without a session.
 */
export function splitSessions(sessions: readonly Session[], seed: string, shares: Shares = DEFAULT_SHARES): Parts {
  const names = ['train', 'feedback', 'calibration', 'evaluation'] as const;
  const sum = sumOf(names, (name) => shares[name]);
  if (names.some((name) => !(shares[name] >= 0)) || Math.abs(sum - 1) > 1e-9)
    throw new Error(`The shares of the parts must be 0 or more and add up to 1; they add up to ${sum}.`);
  const parts: Record<keyof Parts, Session[]> = { train: [], feedback: [], calibration: [], evaluation: [] };
  for (const session of sessionsById(sessions)) {
    let left = hashShare('split', seed, caseOf(session));
    const part = names.find((name) => {
      left -= shares[name];
      return left < 0;
    });
    parts[part ?? 'evaluation'].push(session);
  }
  const empty = names.find((name) => shares[name] > 0 && parts[name].length === 0);
  if (empty !== undefined)
    throw new Error(`No session falls to "${empty}" among ${sessions.length}: use more sessions.`);
  return parts;
}
