import { metric as activeMs } from '../../../reports/metrics/active-ms-per-session.ts';
import { metric as goalReached } from '../../../reports/metrics/goal-reached.ts';
import { metric as sessionAutomation } from '../../../reports/metrics/session-automation.ts';
import type { CellAccumulator } from '../../../reports/results/cell-accumulator.ts';
import type { Trajectory } from '../../../reports/stats/morris.ts';
import { playCells, withTrained } from '../../bench/closed-loop/closed-bench.ts';
import { metricEstimate } from '../../bench/closed-loop/metric-estimate.ts';
import { closedDataset, type OpenBench, openClosedBench } from '../../bench/closed-loop/open-closed-bench.ts';
import type { PresetMix } from '../../bench/closed-loop/preset-mixes.ts';
import { generatedSessions, generatedShares } from '../../bench/closed-loop/settle-sessions.ts';
import type { LoadedDataset } from '../../bench/data/load-dataset.ts';
import type { Population } from '../../bench/data/populations.ts';
import type { RunContext } from '../../bench/experiment.ts';
import { type Crashes, crashesOf } from '../../bench/report/crashes.ts';
import { CALM_WORLD } from '../../contract/world.ts';
import { inPart } from '../../deployment/bench.ts';
import type { SensitivityOptions } from './options.ts';
import { type PointSettings, settingsAt } from './screened-inputs.ts';

/** As `settle` has them. */
const MODELS = {
  policy: 'ngram',
  critic: 'ngram',
  gate: 'clopper-pearson',
  target: 0.9,
  delta: 0.05,
  providers: 'cpu',
};
const METRICS = [sessionAutomation, activeMs, goalReached] as const;
const ARMS = ['human-only', 'selective'] as const;

/** What selective automation came to at one point. Shares; null where nothing could be measured. */
export interface PlayedPoint {
  /** Both from 1. */
  readonly trajectory: number;
  readonly point: number;
  readonly settings: PointSettings;
  readonly automated: number | null;
  /** Of operators' active time without suggestions. */
  readonly saved: number | null;
  readonly goals: number | null;
  readonly crashes: readonly Crashes[];
}

interface Playing {
  readonly options: SensitivityOptions;
  readonly record: RunContext['record'];
  readonly onPoint: (point: PlayedPoint) => void;
}

/** Plays the points of one trajectory in one population, and gives the first data. Data and policy are made anew where the mix changes. */
export async function playTrajectory(
  { points }: Trajectory,
  population: Population,
  { options, record, onPoint }: Playing,
): Promise<LoadedDataset> {
  let first: LoadedDataset | undefined;
  let open: (OpenBench & { readonly mix: PresetMix }) | undefined;
  try {
    for (const [at, point] of points.entries()) {
      const settings = settingsAt(point, options.levels);
      if (open?.mix !== settings.mix) {
        await open?.close();
        open = undefined;
        const { loaded, ...bench } = await openPopulation(population, settings.mix, { options, record });
        first ??= loaded;
        open = { ...bench, mix: settings.mix };
      }
      const played = await playPoint(open, `point ${at + 1}`, settings, options.sessions);
      onPoint({ trajectory: population.number, point: at + 1, settings, ...played });
    }
  } finally {
    await open?.close();
  }
  if (!first) throw new Error('A trajectory without points was played.');
  return first;
}

async function openPopulation(
  { seed }: Population,
  mix: PresetMix,
  { options: { sessions, taught, cache }, record }: Pick<Playing, 'options' | 'record'>,
): Promise<OpenBench & { readonly loaded: LoadedDataset }> {
  const total = generatedSessions(sessions, taught);
  const loaded = await closedDataset(undefined, total, seed, mix.of(seed));
  const open = await openClosedBench({
    options: { ...MODELS, seed, cache },
    loaded,
    shares: generatedShares(total, taught),
    rates: CALM_WORLD,
    recorded: record(loaded).part(`population ${seed}, mix ${mix.name}`),
  });
  return { ...open, loaded };
}

/** Trains critic and gate from these operators' feedback and plays operators alone and with selective automation. */
async function playPoint(
  { bench, training, parts }: OpenBench,
  name: string,
  { noise, isRedrawn }: PointSettings,
  sessions: number,
): Promise<Pick<PlayedPoint, 'automated' | 'saved' | 'goals' | 'crashes'>> {
  const before: Crashes[] = [];
  const seed = isRedrawn ? `${bench.seed}, drawn again` : bench.seed;
  const own = { ...inPart(bench, name), seed, onCrashes: (crashes: readonly Crashes[]) => before.push(...crashes) };
  return withTrained(own, noise, training, async (deployment) => {
    const cells = ARMS.map((arm) => ({ cell: { id: arm, arm, loop: 'closed' as const, noise }, deployment }));
    const sums = await playCells(own, cells, parts.evaluation.slice(0, sessions), METRICS);
    const [alone, selective] = ARMS.map((arm) => sums.get(arm)) as [CellAccumulator, CellAccumulator];
    const [aloneMs, selectiveMs] = [alone, selective].map((arm) => metricEstimate(arm, activeMs).estimate);
    return {
      automated: metricEstimate(selective, sessionAutomation).estimate,
      saved: aloneMs && selectiveMs != null ? 1 - selectiveMs / aloneMs : null,
      goals: metricEstimate(selective, goalReached).estimate,
      crashes: [...before, ...[...sums].flatMap(([arm, cell]) => crashesOf(`${arm} at ${name}`, cell, METRICS))],
    };
  });
}
