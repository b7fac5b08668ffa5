import { fitOperators } from '../../../simulators/operators/fitting/fit-operators.ts';
import { datasetsBySeed } from '../../bench/data/load-dataset.ts';
import { requireHeldOut, splitDataset, splitInWords } from '../../bench/data/splits.ts';
import { inProcessDesks } from '../../bench/desks/desks.ts';
import type { Outcome } from '../../bench/experiment.ts';
import { openCache } from '../../bench/models/cache/open-cache.ts';
import { discover } from '../../bench/models/discover.ts';
import { preparePolicy } from '../../bench/models/prepare-policy.ts';
import { discoverCritics, findPolicy, named, namedList, providerList } from '../../bench/models/recipes.ts';
import { GATE_SLICES } from '../../bench/noise/gate-slices.ts';
import { crossNoise } from '../../bench/noise/noise-grid.ts';
import { noiseRatesDoubt } from '../../bench/noise/noise-rates-doubt.ts';
import type { CalibratorRecipe } from '../../contract/calibrator.ts';
import type { GateRecipe } from '../../contract/gate.ts';
import type { Shares } from '../../deployment/split-sessions.ts';
import { createRng } from '../../shared/streams.ts';
import { criticPlots } from './critics-plots.ts';
import { calibratorsTable, criticsTable, gatesTable } from './critics-tables.ts';
import { criticFindings } from './critics-words.ts';
import { guaranteesTable, reachableTable } from './guarantees-table.ts';
import { judgePoint, type Rooms } from './judge-point.ts';
import type { NoiseResult } from './noise-result.ts';
import type { CriticsOptions } from './options.ts';
import { gateSlicesTable } from './slices-table.ts';

/** Critics and gates take more feedback than a policy needs logs. */
const SHARES: Shares = { train: 0.35, feedback: 0.25, calibration: 0.15, evaluation: 0.25 };

/** Whose slices are shown where none is named. */
const USUAL_GATE = 'clopper-pearson';

/** Every critic, calibrator and gate over a grid of noise rates, judged against the truth. */
export async function critics(options: CriticsOptions): Promise<Outcome> {
  const { rooms, points, loaded, split } = await prepareCritics(options);
  const { catalog } = loaded.dataset;
  const cache = openCache(options.cache);
  const policy = await preparePolicy({
    label: `policy from ${split.parts.train.length} sessions`,
    sessions: split.parts.train,
    recipe: cache.policy(rooms.policy),
    catalog,
    desks: inProcessDesks(catalog),
    seed: options.seed,
    providers: providerList(options.providers),
  });
  try {
    const world = { catalog, policy, times: fitOperators(split.parts.train).times, seed: options.seed };
    const results: NoiseResult[] = [];
    for (const point of points) results.push(await judgePoint(point, world, split, rooms, cache, options));
    const { target, delta, critic, draws, seed } = options;
    const reachable = reachableTable(results, critic, rooms.gate.name);
    const failed = results.some(({ missing }) => missing.some(({ reason }) => reason.startsWith('failed:')));
    return {
      loaded,
      complete: !failed,
      crashes: results.flatMap(({ crashes }) => crashes),
      split: splitInWords(split),
      findings: criticFindings(results, () => createRng('critic comparison', seed), draws),
      notes: notes(results, policy.provider, options),
      tables: [
        criticsTable(results, target),
        calibratorsTable(results, critic),
        gatesTable(results, critic, target, delta),
        gateSlicesTable(results, critic, rooms.gate.name),
        guaranteesTable(results, critic),
        ...(reachable ? [reachable] : []),
      ],
      plots: criticPlots(results),
    };
  } finally {
    await policy.dispose();
  }
}

/** All that is known before anything is trained. */
export async function prepareCritics(options: CriticsOptions) {
  const rooms = await findRooms(options);
  requireHeldOut(options.split, options.heldOut);
  const points = crossNoise(options);
  const loaded = await datasetsBySeed(options.logs)(options.seed);
  const { sessions = null, heldOut } = options;
  const split = splitDataset(loaded.dataset, options.split, options.seed, sessions, SHARES, heldOut);
  return { rooms, points, loaded, split };
}

async function findRooms(options: CriticsOptions): Promise<Rooms> {
  const all = await discoverCritics(options.encoder);
  const chosen = namedList('--critics', options.critics, all);
  named('--critic', options.critic, chosen);
  const gates = namedList('--gates', options.gates, await discover<GateRecipe>('policies/gates', 'recipe'));
  const usual = gates.find(({ name }) => name === USUAL_GATE)?.name ?? gates[0]?.name ?? USUAL_GATE;
  const sliceable = GATE_SLICES.filter((name) => name !== 'global').map((name) => ({ name }));
  return {
    policy: await findPolicy(options.policy, options.encoder),
    critics: chosen,
    gates,
    gate: named('--gate', options.gate ?? usual, gates),
    slices: namedList('--gate-slices', options.gateSlices, sliceable).map(({ name }) => name),
    calibrators: namedList(
      '--calibrators',
      options.calibrators,
      await discover<CalibratorRecipe>('policies/calibrators', 'recipe'),
    ),
  };
}

function notes(
  results: readonly NoiseResult[],
  provider: string,
  { policy, noiseRates, redraws, draws }: CriticsOptions,
): string[] {
  const sizes = results[0]?.critics[0];
  const judged = sizes?.evaluation ?? [];
  const right = judged.filter((answer) => answer.right).length;
  return [
    [
      `Policy ${policy} on ${provider}, trained once.`,
      'Feedback, held-out answers and evaluation come from sessions of their own; truth is the logged action.',
    ].join(' '),
    ...(sizes
      ? [
          [
            `${sizes.calibration.length} held-out answers;`,
            `${judged.length} evaluation suggestions, ${((100 * right) / judged.length).toFixed(1)} % right.`,
          ].join(' '),
        ]
      : []),
    ...results.map(
      ({ alpha, beta, knownInWords: told }) =>
        `At α = ${alpha}, β = ${beta}, noise-aware critics and corrected gates were told: ${told}.`,
    ),
    ...noiseRatesDoubt(noiseRates),
    [
      `Intervals from ${draws} redraws of sessions.`,
      `Guarantees from ${redraws} redraws, suggestion by suggestion, as the gates assume;`,
      'sessions that cluster weaken them. Estimated noise rates are not redrawn.',
    ].join(' '),
    'Best learned critic and best proxy are those of lowest AURC against the held-out answers, so that the evaluation does not choose.',
  ];
}
