import { watchingModels } from '../../../policies/networks/onnx/load-model.ts';
import type { Proposal } from '../../contract/critic.ts';
import { wallClockMs } from '../../runner/wall-clock.ts';
import { type Served, unseen } from './checked-models.ts';
import type { TimeLimit } from './time-limit.ts';

/** Screens that a model is asked about at once. */
export const BATCHES = [1, 32, 256] as const;
export type Batch = (typeof BATCHES)[number];

/** Answers a second. Null where time was over before. */
interface Rate {
  /** From the screen to the answer. */
  readonly whole: number;
  /** As if all else took no time: features and tokens are made on the CPU, whatever the provider. */
  readonly network: number;
}
export type Rates = Readonly<Record<Batch, Rate>>;

/** How long a rate is measured at most, and which share of all time that was granted: whole batches until it is over. */
const [MEASURED_MS, MEASURED_SHARE] = [1000, 1 / 600];
/** How much of that is gone through before, to make ready. */
const WARM_SHARE = 0.3;

/** Of the last message that was made up: models that share what they remember of texts have seen none of another's. */
let number = 0;

/** How fast a model answers, at each size of a batch, after some batches that do not count. Throws: `TimeIsOver`. */
export async function answerRates(served: Served, proposals: readonly Proposal[], limit: TimeLimit): Promise<Rates> {
  const next = (count: number) =>
    Array.from({ length: count }, () => unseen(proposals[number % proposals.length]!, number++));
  const measuredMs = Math.min(MEASURED_MS, limit.grantedMs * MEASURED_SHARE);
  const rates: Partial<Record<Batch, Rate>> = {};
  for (const batch of BATCHES) {
    const answerFor = async (ms: number) => {
      const startMs = wallClockMs();
      let answered = 0;
      do {
        limit.check();
        await served.answer(next(batch));
        answered += batch;
      } while (wallClockMs() - startMs < ms);
      return { answered, ms: wallClockMs() - startMs };
    };
    await answerFor(WARM_SHARE * measuredMs);
    const busy = busyTime();
    const { answered, ms } = await watchingModels({ onRun: busy.during }, () => answerFor(measuredMs));
    const perSecond = (over: number) => (1000 * answered) / Math.max(over, 1e-3);
    rates[batch] = { whole: perSecond(ms), network: perSecond(busy.ms()) };
  }
  return rates as Rates;
}

/** Time in which at least one of several pieces of work was under way. */
export function busyTime(now: () => number = wallClockMs) {
  let [active, startMs, sum] = [0, 0, 0];
  return {
    ms: () => sum,
    async during<T>(work: () => Promise<T>): Promise<T> {
      if (active++ === 0) startMs = now();
      try {
        return await work();
      } finally {
        if (--active === 0) sum += now() - startMs;
      }
    },
  };
}
