import { stepKey } from '../../bench/data/model-splits.ts';
import { judgeSides, type Sides } from '../../bench/feedback/judge-sides.ts';
import { crashesAt, phaseCrashes } from '../../bench/report/crashes.ts';
import type { Policy } from '../../contract/policy.ts';
import { finalists, type Trained } from './closed/finalists.ts';
import type { ClosedPlayed, ClosedPlayer } from './closed/play-closed.ts';
import { countAnswers } from './count-answers.ts';
import { answersAt, type Deployed } from './deploy.ts';
import { type ChoiceJudge, openJudge } from './judge-choices.ts';
import type { Learner } from './keep-learned.ts';
import { type Setting, settingsOf } from './learn.ts';
import { AS_DEPLOYED, type Method, needsFlips, zeroOf } from './methods.ts';
import type { NamedNoise } from './named-noise.ts';
import type { MethodResult, NoiseResult } from './results.ts';

interface Course {
  readonly learn: Learner;
  readonly steps: number;
  /** Settings by noise and objective, that the first population chose with its first reference; it fills them in. */
  readonly chosen: Map<string, Setting>;
  /** Plays policies in closed loop under a noise. Absent: nothing is. */
  readonly playClosed?: ClosedPlayer | undefined;
  /** Methods that are played in closed loop, by noise, that the first population chose; it fills them in. */
  readonly finals: Map<string, string>;
  readonly onProgress: (line: string) => void;
  /** Called after each method. */
  readonly onMethod: () => void;
}

/** One population, with all that its methods are judged by. */
export class Place {
  readonly #deployed: Deployed;
  readonly #judge: ChoiceJudge;
  readonly #hard: ReadonlySet<string>;
  readonly #zeros: Pick<NoiseResult, 'deployed' | 'second'>;

  private constructor(deployed: Deployed, judge: ChoiceJudge, zeros: Pick<NoiseResult, 'deployed' | 'second'>) {
    this.#deployed = deployed;
    this.#judge = judge;
    this.#hard = hardSteps(deployed);
    this.#zeros = zeros;
  }

  static async open(deployed: Deployed): Promise<Place> {
    const { networks, evaluated, policy, second } = deployed;
    const hard = hardSteps(deployed);
    const zeros = {
      deployed: await sidesOf(deployed, policy, hard),
      second: await sidesOf(deployed, second, hard),
    };
    return new Place(deployed, await openJudge(networks[0]!, evaluated), zeros);
  }

  /** Lets operators of a noise answer, and every method learn from it. */
  async at({ label, point }: NamedNoise, methods: readonly Method[], course: Course): Promise<NoiseResult> {
    const { networks, parts, examples, seed } = this.#deployed;
    const feedback = await answersAt(this.#deployed, point, parts.feedback);
    const heldOut = await answersAt(this.#deployed, point, parts.calibration);
    const counts = await countAnswers(feedback, networks, examples);
    const flipped = counts.pairs === 0 ? 0 : counts.flipped / counts.pairs;
    const results: MethodResult[] = [];
    const trained: Trained[] = [];
    for (const method of methods) {
      // Who follows the reference otherwise is to differ in that alone.
      const place = `${label} ${method.objective.name}`;
      const before = course.chosen.get(place);
      if (!needsFlips(method) || flipped > 0) {
        const learning = {
          ...{ networks, flipped, seed, judge: this.#judge },
          answers: feedback.answers,
          heldOut: heldOut.answers,
          steps: course.steps,
          settings: before ? [before] : settingsOf(method),
          onProgress: (_: number, line: string) => course.onProgress(`${label}, ${method.name}: ${line}`),
        };
        const learned = await course.learn(method, learning, {
          policy: this.#deployed.policy,
          answers: [feedback.answers, heldOut.answers, this.#deployed.evaluated],
        });
        course.chosen.set(place, learned.setting);
        trained.push({ ...learned, method });
        const policy = await this.#deployed.serve(method.name, learned.parameters);
        const sides = await sidesOf(this.#deployed, policy, this.#hard);
        await policy.dispose();
        const { setting, tried, curve } = learned;
        results.push({ method, settings: [setting], tried, sides, curve });
      }
      course.onMethod();
    }
    const phases = [
      ...phaseCrashes('feedback', seed, { sessions: parts.feedback.length, crashed: feedback.crashed }),
      ...phaseCrashes('calibration', seed, { sessions: parts.calibration.length, crashed: heldOut.crashed }),
    ];
    const closed = await this.#playClosed({ label, point }, trained, course);
    const crashes = crashesAt(label, [...phases, ...(closed?.crashes ?? [])]);
    return { noise: label, counts, ...this.#zeros, methods: results, closed: closed?.arms ?? null, crashes };
  }

  /** Plays the deployed policy and the final ones in closed loop. */
  async #playClosed(
    { label, point }: NamedNoise,
    trained: readonly Trained[],
    { playClosed, finals, onProgress, onMethod }: Course,
  ): Promise<ClosedPlayed | null> {
    if (!playClosed) return null;
    const served: { readonly name: string; readonly policy: Policy }[] = [];
    try {
      for (const { method, parameters } of finalists(trained, finals.get(label))) {
        if (zeroOf(method) !== null) finals.set(label, method.name);
        served.push({ name: method.name, policy: await this.#deployed.serve(method.name, parameters) });
      }
      onProgress(`${label}: closed loop`);
      return await playClosed(this.#deployed, point, [{ name: AS_DEPLOYED, policy: this.#deployed.policy }, ...served]);
    } finally {
      for (const { policy } of served) await policy.dispose();
      onMethod();
    }
  }

  async close(): Promise<void> {
    await this.#deployed.policy.dispose();
    await this.#deployed.second.dispose();
  }
}

/** Steps at which the deployed policy does not propose what the log has: the same under every noise. */
const hardSteps = ({ evaluated }: Deployed): ReadonlySet<string> =>
  new Set(evaluated.flatMap(({ id, step, accepted }) => (accepted ? [] : [stepKey(id, step)])));

const sidesOf = ({ parts, examples }: Deployed, policy: Policy, hard: ReadonlySet<string>): Promise<Sides> =>
  judgeSides(policy, parts.evaluation, hard, examples);
