import { PAPER_PRESET } from '../../../fixtures/generator/paper-preset.ts';
import { formatEstimate, formatPercent } from '../../../reports/present/format-value.ts';
import { withOperators } from '../../bench/closed-loop/closed-bench.ts';
import { closedDataset, openClosedBench } from '../../bench/closed-loop/open-closed-bench.ts';
import { FROZEN_MIXES, hashMixes, PRESET_MIXES, type PresetMix } from '../../bench/closed-loop/preset-mixes.ts';
import { SETTLE_MODELS } from '../../bench/closed-loop/settle-models.ts';
import { generatedSessions, generatedShares } from '../../bench/closed-loop/settle-sessions.ts';
import type { LoadedDataset } from '../../bench/data/load-dataset.ts';
import { type Population, populationsOf } from '../../bench/data/populations.ts';
import type { Outcome, RunContext } from '../../bench/experiment.ts';
import { crashesAt } from '../../bench/report/crashes.ts';
import { CALM_WORLD } from '../../contract/world.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { createProgress } from '../../runner/progress.ts';
import { calibrationTables } from './calibration-tables.ts';
import { goalsTable } from './goals-table.ts';
import type { FitPresetOptions } from './options.ts';
import { type CalibrationPoint, type CalibrationRow, playPreset, SELECTIVE } from './play-preset.ts';
import { presetSpreadTable, spreadFindings, spreadPlots } from './spread.ts';

/** What the free inputs of the paper preset do to what they are calibrated to, over populations and mixes of processes. */
export async function fitPreset(options: FitPresetOptions, { record }: Pick<RunContext, 'record'>): Promise<Outcome> {
  const mixes = mixesOf(options.mix);
  const points = pointsOf(options);
  const populations = populationsOf(options.seed, options.populations);
  const progress = createProgress('populations', populations.length * mixes.length);
  const rows: CalibrationRow[] = [];
  let first: LoadedDataset | null = null;
  let done = 0;
  for (const population of populations)
    for (const mix of mixes) {
      const { loaded, found } = await playPopulation(population, mix, points, options, record);
      first ??= loaded;
      rows.push(...found);
      progress.update(
        ++done,
        found
          .filter(({ arm }) => arm === SELECTIVE)
          .map(noteOf)
          .join('; '),
      );
    }
  progress.finish();
  if (!first) throw new Error('No population was played.');
  return { loaded: first, ...words(rows, options) };
}

/** What a population came to, for who watches, or has to stop. */
const noteOf = ({ mix, population, point, automated }: CalibrationRow) =>
  `mix ${mix}, population ${population}, ${point}: ${formatEstimate('share', automated)} automated`;

async function playPopulation(
  population: Population,
  mix: PresetMix,
  points: readonly CalibrationPoint[],
  { seed: first, vary, sessions, taught, cache }: FitPresetOptions,
  record: RunContext['record'],
): Promise<{ loaded: LoadedDataset; found: CalibrationRow[] }> {
  const seed = vary === 'team' ? first : population.seed;
  const total = generatedSessions(sessions, taught);
  const loaded = await closedDataset(undefined, total, seed, mix.of(seed));
  const options = { ...SETTLE_MODELS, seed, cache };
  const open = await openClosedBench({
    options,
    loaded,
    shares: generatedShares(total, taught),
    rates: CALM_WORLD,
    recorded: record(loaded).part(`population ${population.seed}, mix ${mix.name}`),
  });
  const bench = withOperators(open.bench, { population: population.seed });
  const found: CalibrationRow[] = [];
  try {
    for (const point of points) {
      const arms = await playPreset({ ...open, bench }, point, open.parts.evaluation.slice(0, sessions));
      found.push(...arms.map((arm) => ({ ...arm, mix: mix.name, population: population.number })));
    }
  } finally {
    await open.close();
  }
  return { loaded, found };
}

export function mixesOf(names: readonly string[]): PresetMix[] {
  return names.map((name) => {
    const mix = PRESET_MIXES.find((one) => one.name === name);
    if (!mix) throw new UsageError(`--mix ${name}: known are ${PRESET_MIXES.map((one) => one.name).join(', ')}.`);
    return mix;
  });
}

/** The preset as it stands, with all that can be asked of it; then the grid, for automation alone. */
export function pointsOf({ settled, beta, handsOver, onlyAutomation = false }: FitPresetOptions): CalibrationPoint[] {
  const { operators, handsOverBelow } = PAPER_PRESET;
  const preset = { settled: operators.settledRefusals, beta: operators.beta };
  const rates = beta.length > 0 ? beta : [preset.beta];
  const sharesTried = settled.length > 0 ? settled : [preset.settled];
  const grid = sharesTried.flatMap((share) => rates.map((rate) => ({ settled: share, beta: rate })));
  const others = grid.filter((one) => one.settled !== preset.settled || one.beta !== preset.beta);
  return [
    { ...preset, handsOver: onlyAutomation ? null : [...new Set([handsOverBelow, ...handsOver])] },
    ...others.map((one) => ({ ...one, handsOver: null })),
  ];
}

function words(rows: readonly CalibrationRow[], options: FitPresetOptions): Omit<Outcome, 'loaded'> {
  const { sessions, populations, taught, vary, mix } = options;
  const frozen = hashMixes();
  const same = frozen === FROZEN_MIXES ? 'as set down before any figure was looked at' : 'NOT the ones set down before';
  return {
    crashes: rows.flatMap(({ point, mix: name, population, crashes }) =>
      crashesAt(`${point}, mix ${name}, population ${population}`, crashes),
    ),
    split: [
      `${generatedSessions(sessions, taught)} sessions generated for each of ${populations} populations and`,
      `${mix.length}`,
      `mixes${vary === 'team' ? '; all populations share dataset and dealing, and only the team differs' : ''}`,
    ].join(' '),
    findings: spreadFindings(rows, vary),
    notes: [
      `Mixes and difficulty have the hash ${frozen}, ${same}. ${mixesOf(mix)
        .map(({ name, grounds }) => `Mix ${name}: ${grounds}.`)
        .join(' ')}`,
      [
        `${sessions} sessions an arm and population;`,
        `policy, critic and gate are learned anew in each${vary === 'team' ? ', by one training set' : ''},`,
        `from ${formatShare(taught)} of the sessions that teach in settle.`,
      ].join(' '),
      [
        'Reading times and pace only stretch what an operator does, and change no decision:',
        'active time is what is left at a median of 0, plus each part in proportion to its median;',
        'the rest is in proportion to the pace. So three plays say what any other medians would give.',
      ].join(' '),
    ],
    tables: [presetSpreadTable(rows), goalsTable(), ...calibrationTables(rows)],
    plots: spreadPlots(rows),
  };
}

const formatShare = (share: number) => (share === 1 ? 'as many' : formatPercent(share));
