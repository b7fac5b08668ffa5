import { clopperPearsonLower } from '../../policies/gates/support/binomial.ts';
import type { Monitor, MonitorRecipe, MonitorSettings } from '../contract/monitor.ts';
import type { Rng } from '../contract/rng.ts';
import { sumOf } from '../shared/numbers.ts';
import { createRng } from '../shared/streams.ts';

/** Throws where the recipe breaks the law. */
export type MonitorLaw = (recipe: MonitorRecipe) => void;

const MEAN_RUN = 50;
const RUNS = 200;
/** Runs are cut here: what lasts longer counts as lasting so long, which can only hide a good monitor's excess. */
const HORIZON = 12 * MEAN_RUN;
/** What a monitor whose promise is measured only may fall short of it. */
const MEASURED_SHARE = 0.5;
/** Probability of finding fault with a monitor that keeps its promise. */
const DOUBT = 0.001;

type Stream = (mean: number, rng: Rng) => number;

const STREAMS: Readonly<Record<string, Stream>> = {
  'zeros and ones': (mean, rng) => (rng.next() < mean ? 1 : 0),
  'numbers between': (mean, rng) => 2 * mean * rng.next(),
};

function settings(run: number, baseline = 0.1, degraded = 0.3): MonitorSettings {
  return { baseline, degraded, meanRun: MEAN_RUN, rng: () => createRng('test', 'monitor law', String(run)) };
}

/** What every monitor must keep to. */
export const monitorLaws = {
  'keeps its promise of false alarms in control'(recipe) {
    for (const [name, draw] of Object.entries(STREAMS))
      for (const baseline of [0.05, 0.2]) {
        const lengths = runLengths(recipe, draw, baseline);
        const fault = recipe.promise === 'ever' ? everFault(lengths) : meanFault(lengths, recipe.promise);
        if (fault !== null) throw new Error(`${name} of mean ${baseline}: ${fault}`);
      }
  },

  'finds a clear change for the worse'(recipe) {
    let found = 0;
    for (let run = 0; run < 100; run++) {
      const rng = createRng('test', 'clear change', String(run));
      const monitor = recipe.create(settings(run));
      for (let i = 0; i < 200; i++) if (monitor.update(rng.next() < 0.1 ? 1 : 0)) monitor.reset();
      let on = false;
      for (let i = 0; i < 150 && !on; i++) on = monitor.update(rng.next() < 0.7 ? 1 : 0);
      if (on) found++;
    }
    if (found < 95) throw new Error(`Of 100 changes from 0.1 to 0.7 it found ${found} within 150 observations.`);
  },

  'the same observations give the same answers, and after a reset it is as new'(recipe) {
    const monitor = recipe.create(settings(1));
    const first = follow(monitor, 400);
    monitor.reset();
    const again = follow(monitor, 400);
    const other = follow(recipe.create(settings(1)), 400);
    for (const [what, list] of [
      ['after a reset', again],
      ['from another of the same settings', other],
    ] as const)
      if (JSON.stringify(list) !== JSON.stringify(first)) throw new Error(`Other answers ${what}.`);
  },

  'alarms where its statistic has reached 1, and keeps the alarm on'(recipe) {
    const monitor = recipe.create(settings(2));
    let on = false;
    for (const { alarm, statistic } of follow(monitor, 600)) {
      if (!(statistic >= 0 && Number.isFinite(statistic))) throw new Error(`The statistic is ${statistic}.`);
      if (on && !alarm) throw new Error('The alarm went off by itself.');
      if (!on && alarm !== statistic >= 1) throw new Error(`Alarm ${alarm} at a statistic of ${statistic}.`);
      on = alarm;
    }
    if (!on) throw new Error('No alarm though everything went wrong for 200 observations.');
  },

  'refuses settings and observations out of range'(recipe) {
    const good = settings(3);
    for (const bad of [
      { baseline: 0 },
      { baseline: Number.NaN },
      { degraded: 0.05 },
      { degraded: 1 },
      { meanRun: 1 },
      { meanRun: Number.POSITIVE_INFINITY },
    ])
      assertThrows(() => recipe.create({ ...good, ...bad }), JSON.stringify(bad));
    for (const value of [-0.1, 1.1, Number.NaN])
      assertThrows(() => recipe.create(good).update(value), `the observation ${value}`);
  },
} as const satisfies Record<string, MonitorLaw>;

/** Observations to the first alarm in each run, or the horizon. */
function runLengths(recipe: MonitorRecipe, draw: Stream, baseline: number): number[] {
  return Array.from({ length: RUNS }, (_, run) => {
    const rng = createRng('test', 'in control', String(run));
    const monitor = recipe.create(settings(run, baseline, 2.5 * baseline));
    let length = 0;
    for (let on = false; !on && length < HORIZON; length++) on = monitor.update(draw(baseline, rng));
    return monitor.statistic >= 1 ? length : HORIZON + 1;
  });
}

function everFault(lengths: readonly number[]): string | null {
  const alarms = lengths.filter((length) => length <= HORIZON).length;
  const least = clopperPearsonLower(alarms, RUNS, DOUBT);
  return least <= 1 / MEAN_RUN ? null : `${alarms} of ${RUNS} runs alarmed, but 1 in ${MEAN_RUN} was promised at most`;
}

function meanFault(lengths: readonly number[], promise: MonitorRecipe['promise']): string | null {
  const mean = sumOf(lengths) / RUNS;
  const variance = sumOf(lengths, (length) => (length - mean) ** 2) / (RUNS - 1);
  const most = mean + 3.1 * Math.sqrt(variance / RUNS);
  const promised = promise === 'mean-run' ? MEAN_RUN : MEASURED_SHARE * MEAN_RUN;
  return most >= promised ? null : `a false alarm every ${mean.toFixed(1)} observations, but ${promised} were promised`;
}

/** In control for two thirds, then nothing but the worst. */
function follow(monitor: Monitor, length: number): { alarm: boolean; statistic: number }[] {
  const rng = createRng('test', 'followed');
  return Array.from({ length }, (_, at) => {
    const alarm = monitor.update(at >= (2 * length) / 3 || rng.next() < 0.1 ? 1 : 0);
    return { alarm, statistic: monitor.statistic };
  });
}

function assertThrows(act: () => unknown, what: string): void {
  try {
    act();
  } catch {
    return;
  }
  throw new Error(`Took ${what}.`);
}
