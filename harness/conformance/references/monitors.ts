import { z } from 'zod';
import { recipe as cusum } from '../../../policies/monitors/cusum.ts';
import { recipe as pageHinkley } from '../../../policies/monitors/page-hinkley.ts';
import type { MonitorRecipe } from '../../contract/monitor.ts';
import type { Reference } from './support/reference.ts';

const input = z.strictObject({
  baseline: z.number(),
  degraded: z.number(),
  meanRun: z.number(),
  /** A digit an observation. */
  stream: z.string(),
});

export const reference: Reference = {
  name: 'monitors',
  subject: 'monitors',
  outputs: {
    cusumAfterOneBad: {
      what: "CUSUM's height, as what one bad observation is of it",
      by: 'scipy.linalg.solve_banded',
      measure: 'relative',
      tolerance: 1e-7,
      verdict: 'they agree',
    },
    pageHinkleyAfterOneBad: {
      what: "Page-Hinkley's height, as what one bad observation is of it",
      by: 'scipy.linalg.solve_banded',
      measure: 'relative',
      tolerance: 1e-7,
      verdict: 'they agree',
    },
    pageHinkleyAlarm: {
      what: 'observation at which Page-Hinkley alarms',
      by: 'river.drift.PageHinkley',
      measure: 'absolute',
      tolerance: 0,
      verdict: 'they agree; ours compared an observation with the mean before it, which was wrong',
    },
  },
  ours(given) {
    const { stream, ...means } = input.parse(given);
    const settings = { ...means, rng: () => ({ next: () => 0.5 }) };
    const monitor = pageHinkley.create(settings);
    const alarm = [...stream].findIndex((digit) => monitor.update(Number(digit)));
    return {
      cusumAfterOneBad: afterOneBad(cusum.create(settings)),
      pageHinkleyAfterOneBad: afterOneBad(pageHinkley.create(settings)),
      pageHinkleyAlarm: alarm < 0 ? null : alarm + 1,
    };
  },
};

function afterOneBad(monitor: ReturnType<MonitorRecipe['create']>): number {
  monitor.update(1);
  return monitor.statistic;
}
