import { isDeepStrictEqual } from 'node:util';
import type { Metric } from '../contract/metric.ts';
import type { Trace } from '../contract/trace.ts';

/** Throws where the metric breaks the law on one of the traces. */
export type MetricLaw = (metric: Metric, traces: readonly Trace[]) => void;

/** What every metric must keep to, whatever happened. */
export const metricLaws = {
  'finite parts, neither negative, and no share over the whole'({ measure, unit }, traces) {
    for (const trace of traces) {
      const { numerator, denominator } = measure(trace);
      for (const part of [numerator, denominator])
        if (!(Number.isFinite(part) && part >= 0)) throw new Error(`${numerator} of ${denominator}: ${place(trace)}`);
      if (unit === 'share' && numerator > denominator)
        throw new Error(`A share of ${numerator} in ${denominator}: ${place(trace)}`);
      if (denominator === 0 && numerator !== 0) throw new Error(`${numerator} of nothing: ${place(trace)}`);
    }
  },

  'a session that the desk failed in counts nowhere'({ measure }, traces) {
    for (const trace of traces) {
      const { outcome: _, ...rest } = trace;
      const crashed: Trace = { ...rest, steps: [], end: 'crashed', divergedAt: null, retries: 2 };
      const { numerator, denominator } = measure(crashed);
      if (numerator !== 0 || denominator !== 0) throw new Error(`${numerator} of ${denominator}: ${place(crashed)}`);
    }
  },

  'the desk’s retries, and the names of session, cell, seed and screens, count for nothing'({ measure }, traces) {
    for (const trace of traces) {
      const renamed: Trace = {
        ...trace,
        session: 'other',
        cell: 'other',
        seed: 'other',
        retries: trace.retries + 2,
        steps: trace.steps.map((step) => ({ ...step, screenHash: step.screenHash && 'other' })),
      };
      if (!isDeepStrictEqual(measure(renamed), measure(trace))) throw new Error(`It depends on names: ${place(trace)}`);
    }
  },

  'the same once more, and the trace left as it was'({ measure }, traces) {
    for (const trace of traces) {
      const copy = structuredClone(trace);
      const first = measure(copy);
      if (!isDeepStrictEqual(copy, trace)) throw new Error(`It changed the trace: ${place(trace)}`);
      if (!isDeepStrictEqual(measure(copy), first)) throw new Error(`Another answer when asked again: ${place(trace)}`);
    }
  },
} as const satisfies Record<string, MetricLaw>;

/**
 * Checks that a metric is at its best where nothing goes wrong and no one is needed: a share that should be
 * high is whole, and what should be low is nothing.
 */
export function assertPerfect({ better, measure, unit }: Metric, traces: readonly Trace[]): void {
  for (const trace of traces) {
    const { numerator, denominator } = measure(trace);
    const best =
      better === 'lower' ? numerator === 0 : better === null || unit !== 'share' || numerator === denominator;
    if (!best)
      throw new Error(`${numerator} of ${denominator} in a perfect world, ${better} is better: ${place(trace)}`);
  }
}

function place({ session, cell, steps, end }: Trace): string {
  return `session "${session}", cell "${cell}", ${steps.length} steps, ${end}`;
}
