import type { GateExample } from '../../../harness/contract/gate.ts';

/** Weight, in sessions, of the belief that the answers of a session stand or fall together. */
const PRIOR_SESSIONS = 1;

interface Answers {
  passed: number;
  accepted: number;
}

/** How many independent answers the passed ones are worth, session by session as they are added. */
export class EffectiveTrials {
  readonly #sessions = new Map<string, Answers>();
  #passed = 0;
  #accepted = 0;

  add({ session, accepted }: Pick<GateExample, 'session' | 'accepted'>): void {
    const answers = this.#sessions.get(session) ?? { passed: 0, accepted: 0 };
    answers.passed++;
    this.#passed++;
    if (accepted) {
      answers.accepted++;
      this.#accepted++;
    }
    this.#sessions.set(session, answers);
  }

  /** Sessions of which something passed. */
  get sessions(): number {
    return this.#sessions.size;
  }

  /**
   * The number passed over the design effect: how many times the variance of the accepted share is that of independent
   * answers. Rejects in few sessions say little on how they cluster: the effect is then drawn towards that of sessions
   * which stand or fall together. It is never below 1.
   *
   * Source: Kish 1965; the variance of a ratio of sums, Cochran 1977 §6.
   */
  count(): number {
    const share = this.#accepted / this.#passed;
    let [squares, residuals, withAccepts, withRejects] = [0, 0, 0, 0];
    for (const { passed, accepted } of this.#sessions.values()) {
      squares += passed * passed;
      residuals += (accepted - share * passed) ** 2;
      if (accepted > 0) withAccepts++;
      if (accepted < passed) withRejects++;
    }
    const together = squares / this.#passed;
    const telling = Math.min(withAccepts, withRejects);
    if (telling === 0) return this.#passed / together;
    const sessions = this.#sessions.size;
    const seen = ((sessions / (sessions - 1)) * residuals) / (this.#passed * share * (1 - share));
    const effect = (telling * seen + PRIOR_SESSIONS * together) / (telling + PRIOR_SESSIONS);
    return this.#passed / Math.max(1, effect);
  }
}
