import type { GateExample, GateRecipe } from '../../harness/contract/gate.ts';
import { acceptanceGoal } from './support/acceptance-goal.ts';
import { clopperPearsonLower, fewestTrials, trialsToShow } from './support/binomial.ts';
import { type Passed, percent, thresholdGate, thresholdGrid, thresholds } from './support/threshold.ts';
import { seenAt } from './support/words.ts';

const NAME = 'clustered';

/** How many times the answers the first threshold lets pass that would be enough were they independent. */
const EXPECTED_EFFECT = 3;

/** A threshold, and what it shows. */
interface Shown extends Passed {
  readonly sessions: number;
  readonly bound: number;
}

/**
 * The lowest threshold reached by testing thresholds one after another at the full level, as in `learn-then-test`, with
 * the answers counted as the fewer independent ones that they are worth: those of one session go together.
 *
 * With probability at least 1 − delta over the draw of the *sessions*, operators accept at least `targetPrecision` of
 * what passes (with `noise`: at least so much of it is right, for the rates as given), provided that acceptance does not
 * fall as the score rises, and that policy, critic and operators stay as they are. How strongly answers go together is
 * estimated, so that this is held by redraws of sessions and not by proof.
 *
 * Source: Angelopoulos et al., arXiv 2110.01052, fixed-sequence testing; Korn & Graubard 1998 for the bound at an
 * effective number of trials.
 */
export const recipe: GateRecipe = {
  name: NAME,
  summary: 'Lowest threshold shown with confidence 1 − delta by tests that count what goes together in a session once.',
  promise: 'sessions',
  fit(examples, options) {
    const all = thresholds(examples, options);
    const { delta } = options;
    const goal = acceptanceGoal(options);
    if (goal.impossible !== null) return thresholdGate(NAME, null, goal.impossible);
    const fewest = fewestTrials(goal.share, delta);
    const sessions = new Set(examples.map(({ session }) => session)).size;
    if (sessions < fewest) {
      const needed = `takes answers in at least ${fewest} sessions: there are ${sessions}`;
      return thresholdGate(NAME, null, `an acceptance of ${percent(goal.share)} ${needed}`);
    }
    const enough = trialsToShow(goal.share, delta, (goal.share + goal.best) / 2) ?? Number.POSITIVE_INFINITY;
    const first = Math.max(fewest, Math.min(EXPECTED_EFFECT * enough, Math.ceil(examples.length / 2)));
    const ranked = [...examples].sort((a, b) => b.score - a.score);
    const trials = new EffectiveTrials();
    let added = 0;
    let chosen: Shown | null = null;
    let failed: Shown | null = null;
    for (const rung of thresholdGrid(all, first)) {
      for (; added < rung.passed; added++) trials.add(ranked[added]!);
      const count = trials.count();
      const bound = clopperPearsonLower((rung.accepted / rung.passed) * count, count, delta);
      const shown = { ...rung, sessions: trials.sessions, bound };
      if (bound < goal.share) {
        failed = shown;
        break;
      }
      chosen = shown;
    }
    if (chosen) return thresholdGate(NAME, chosen.threshold, `${wordsOf(chosen, delta)} (${goal.words})`);
    const seen = failed ? `: the strictest that was tested shows that ${wordsOf(failed, delta)}` : '';
    return thresholdGate(NAME, null, `no threshold shows ${percent(goal.share)}${seen}; ${goal.hint()}`);
  },
};

function wordsOf(shown: Shown, delta: number): string {
  const bound = `at least ${percent(shown.bound)} with confidence ${percent(1 - delta)}`;
  return `${seenAt(shown)}, in ${shown.sessions} sessions, ${bound}`;
}

/** Weight, in sessions, of the belief that the answers of a session stand or fall together. */
const PRIOR_SESSIONS = 1;

interface Answers {
  passed: number;
  accepted: number;
}

/** How many independent answers the passed ones are worth, session by session as they are added. */
class EffectiveTrials {
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
