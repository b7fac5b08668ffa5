import { metric as activeMs } from '../../../reports/metrics/active-ms-per-session.ts';
import { metric as goalReached } from '../../../reports/metrics/goal-reached.ts';
import { metric as sessionAutomation } from '../../../reports/metrics/session-automation.ts';
import type { CellAccumulator } from '../../../reports/results/cell-accumulator.ts';
import { playCells, withTrained } from '../../bench/closed-loop/closed-bench.ts';
import { metricEstimate } from '../../bench/closed-loop/metric-estimate.ts';
import { closedDataset, type OpenBench, openClosedBench } from '../../bench/closed-loop/open-closed-bench.ts';
import type { PresetMix } from '../../bench/closed-loop/preset-mixes.ts';
import { SETTLE_MODELS } from '../../bench/closed-loop/settle-models.ts';
import { generatedSessions, generatedShares } from '../../bench/closed-loop/settle-sessions.ts';
import type { LoadedDataset } from '../../bench/data/load-dataset.ts';
import type { Population } from '../../bench/data/populations.ts';
import type { RunContext } from '../../bench/experiment.ts';
import { type Crashes, crashesOf } from '../../bench/report/crashes.ts';
import type { RunPart } from '../../bench/run-record.ts';
import { CALM_WORLD } from '../../contract/world.ts';
import { inPart } from '../../deployment/bench.ts';
import { scenariosOf } from '../../deployment/play.ts';
import type { Deployment } from '../../deployment/train-critic-and-gate.ts';
import type { SensitivityOptions } from './options.ts';
import type { PointSettings } from './screened-inputs.ts';

const METRICS = [sessionAutomation, activeMs, goalReached] as const;
export const ARMS = ['human-only', 'selective'] as const;

/** One point that is played. */
export interface PlannedPoint {
  readonly population: Population;
  /** Names it within its population and mix. */
  readonly name: string;
  readonly settings: PointSettings;
}

/** What selective automation came to at one point. Shares; null where nothing could be measured. */
export interface PointOutcomes {
  readonly automated: number | null;
  /** Of operators' active time without suggestions. */
  readonly saved: number | null;
  readonly goals: number | null;
  readonly crashes: readonly Crashes[];
}

interface Playing {
  readonly options: SensitivityOptions;
  readonly record: RunContext['record'];
  /** Told of each point, in their order. */
  readonly onPoint: (outcomes: PointOutcomes) => void;
}

interface OpenPopulation extends OpenBench {
  readonly recorded: RunPart;
  readonly loaded: LoadedDataset;
}

/** Plays points, and gives the first data. Data and policy are made anew where population or mix is another than before. */
export async function playPoints(
  points: readonly PlannedPoint[],
  { options, record, onPoint }: Playing,
): Promise<LoadedDataset> {
  let first: LoadedDataset | undefined;
  let open: (OpenPopulation & Pick<PointSettings, 'mix'> & { readonly seed: string }) | undefined;
  try {
    for (const { population, name, settings } of points) {
      if (open?.mix !== settings.mix || open.seed !== population.seed) {
        await open?.close();
        open = undefined;
        const opened = await openPopulation(population, settings.mix, { options, record });
        first ??= opened.loaded;
        open = { ...opened, mix: settings.mix, seed: population.seed };
      }
      onPoint(await playPoint(open, name, settings, options.sessions));
    }
  } finally {
    await open?.close();
  }
  if (!first) throw new Error('No point was to be played.');
  return first;
}

async function openPopulation(
  { seed }: Population,
  mix: PresetMix,
  { options: { sessions, taught, cache }, record }: Pick<Playing, 'options' | 'record'>,
): Promise<OpenPopulation> {
  const total = generatedSessions(sessions, taught);
  const loaded = await closedDataset(undefined, total, seed, mix.of(seed));
  const recorded = record(loaded).part(`population ${seed}, mix ${mix.name}`);
  const open = await openClosedBench({
    options: { ...SETTLE_MODELS, seed, cache },
    loaded,
    shares: generatedShares(total, taught),
    rates: CALM_WORLD,
    recorded,
  });
  return { ...open, recorded, loaded };
}

/** Trains critic and gate from these operators' feedback and plays operators alone and with selective automation. */
async function playPoint(
  { bench, training, parts, recorded }: OpenPopulation,
  name: string,
  { noise, isRedrawn }: PointSettings,
  sessions: number,
): Promise<PointOutcomes> {
  const before: Crashes[] = [];
  const seed = isRedrawn ? `${bench.seed}, drawn again` : bench.seed;
  const own = { ...inPart(bench, name), seed, onCrashes: (crashes: readonly Crashes[]) => before.push(...crashes) };
  const evaluation = parts.evaluation.slice(0, sessions);
  const cellsWith = (deployment: Deployment | null) =>
    ARMS.map((arm) => ({ cell: { id: arm, arm, loop: 'closed' as const, noise }, deployment }));
  const play = async (deployment: Deployment | null) => {
    const cells = cellsWith(deployment);
    const sums = await playCells(own, cells, evaluation, METRICS);
    const [alone, selective] = ARMS.map((arm) => sums.get(arm)) as [CellAccumulator, CellAccumulator];
    const [aloneMs, selectiveMs] = [alone, selective].map((arm) => metricEstimate(arm, activeMs).estimate);
    return {
      automated: metricEstimate(selective, sessionAutomation).estimate,
      saved: aloneMs && selectiveMs != null ? 1 - selectiveMs / aloneMs : null,
      goals: metricEstimate(selective, goalReached).estimate,
      crashes: [...before, ...[...sums].flatMap(([arm, cell]) => crashesOf(`${arm} at ${name}`, cell, METRICS))],
    };
  };
  // Critic and gate are of no use where a run that goes on has played all of the point.
  if (recorded.has(scenariosOf(own, cellsWith(null), evaluation), name)) return play(null);
  return withTrained(own, noise, training, play);
}
