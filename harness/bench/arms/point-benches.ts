import { doubleReview } from '../../../simulators/operators/answering/double-review.ts';
import type { Example } from '../../contract/policy.ts';
import { type AuditedFeedback, type ClosedBench, collectAudited } from '../closed-loop/closed-bench.ts';
import type { SettlePoint } from '../closed-loop/settle-points.ts';
import { alignPolicy } from '../feedback/align-policy.ts';

/** The bench of a point, the same with its policy aligned, and what operators answered on each. All of it is made once. */
export class PointBenches {
  readonly #bench: ClosedBench;
  readonly #noise: SettlePoint['noise'];
  readonly #aligns: boolean;
  readonly #feedback = new Map<string, AuditedFeedback>();
  readonly #examples: Example[] = [];
  #aligned: ClosedBench | null = null;

  /** `aligns`: whether the policy will be asked for aligned. */
  constructor(bench: ClosedBench, { noise }: SettlePoint, aligns: boolean) {
    this.#bench = bench;
    this.#noise = noise;
    this.#aligns = aligns;
  }

  async of(aligned: boolean): Promise<ClosedBench> {
    if (!aligned) return this.#bench;
    if (!this.#aligned) {
      await this.feedback(false, false);
      const { policy, seed } = this.#bench;
      this.#aligned = { ...this.#bench, policy: await alignPolicy(policy, this.#examples, seed) };
    }
    return this.#aligned;
  }

  /** `twice`: two operators judge every suggestion. */
  async feedback(aligned: boolean, twice: boolean): Promise<AuditedFeedback> {
    const key = JSON.stringify([aligned, twice]);
    const known = this.#feedback.get(key);
    if (known) return known;
    const bench = await this.of(aligned);
    const reviewer = bench.operatorOf(this.#noise);
    const operator = twice ? doubleReview(reviewer, reviewer) : reviewer;
    const teaches = this.#aligns && !aligned && !twice;
    const found = await collectAudited(
      bench,
      this.#noise,
      operator,
      teaches ? (some) => this.#examples.push(...some) : undefined,
    );
    this.#feedback.set(key, found);
    return found;
  }

  async dispose(): Promise<void> {
    await this.#aligned?.policy.dispose();
  }
}
