import { type GeneratorOptions, generateDataset } from '../../../fixtures/generator/generate-dataset.ts';
import { PAPER_PRESET } from '../../../fixtures/generator/paper-preset.ts';
import { CALM_ROSTER, type Roster, workOf } from '../../../simulators/operators/answering/work-of.ts';
import { fitOperators } from '../../../simulators/operators/fitting/fit-operators.ts';
import type { Catalog } from '../../contract/catalog.ts';
import type { Policy } from '../../contract/policy.ts';
import type { Session } from '../../contract/session.ts';
import type { WorldRates } from '../../contract/world.ts';
import type { Parts, Shares } from '../../deployment/split-sessions.ts';
import type { TrainingSettings } from '../../deployment/train-critic-and-gate.ts';
import type { Values } from '../../runner/option.ts';
import { createStreams } from '../../shared/streams.ts';
import { type LoadedDataset, loadDataset } from '../data/load-dataset.ts';
import { splitDataset } from '../data/splits.ts';
import { browserDesks, type Desks, inProcessDesks } from '../desks/desks.ts';
import type { ParitySample } from '../desks/parity.ts';
import type { ModelCache } from '../models/cache/model-cache.ts';
import { openCache } from '../models/cache/open-cache.ts';
import { preparePolicy } from '../models/prepare-policy.ts';
import { findPolicy, findRecipes, providerList, type Recipes, type StagedOptions } from '../models/recipes.ts';
import type { driven } from '../options.ts';
import { type RunPart, UNRECORDED } from '../run-record.ts';
import { type ClosedBench, operatorsWith } from './closed-bench.ts';
import { type ClosedWorld, openClosedWorld } from './open-world.ts';

/** Without a driver: in-process. */
export type BenchOptions = Pick<
  StagedOptions,
  'logs' | 'policy' | 'critic' | 'gate' | 'target' | 'delta' | 'seed' | 'providers' | 'cache' | 'browser'
> &
  Partial<Pick<StagedOptions, 'calibrator'> & Values<typeof driven>>;

export interface BenchRequest {
  readonly options: BenchOptions;
  readonly loaded: LoadedDataset;
  readonly shares: Shares;
  readonly rates: WorldRates;
  /** Sessions of each cell that are played in-process too, to compare traces. Absent: none. */
  readonly parity?: ParitySample | undefined;
  /** Keeps what is played. Absent: nothing does. */
  readonly recorded?: RunPart | undefined;
}

/** As `BenchRequest`, with the sessions dealt. */
export interface PartsRequest extends Pick<BenchRequest, 'options' | 'rates' | 'parity' | 'recorded'> {
  readonly catalog: Catalog;
  readonly closed: ClosedWorld;
  readonly parts: Parts;
  readonly recipes: Recipes;
}

/** A bench that is ready to play, and what it was made of. */
export interface OpenBench {
  readonly bench: ClosedBench;
  readonly closed: ClosedWorld;
  readonly parts: Parts;
  readonly recipes: Recipes;
  readonly cache: ModelCache;
  /** How critic and gate are taught. */
  readonly training: TrainingSettings;
  /** Frees models and desks. */
  close(): Promise<void>;
}

/** Operators' days where no pool simulates them: they rest every two hours, some cases wait, some people are new. */
const ROSTER: Roster = { ...CALM_ROSTER, meanQueue: 2, tenureCases: 300 };

/**
 * What closed-loop experiments play where no logs are named: the generator's paper preset, as many sessions as are asked
 * for, others for each seed; with another mix of processes where one is given.
 */
export async function closedDataset(
  logs: string | undefined,
  sessions: number,
  seed: string,
  mix: GeneratorOptions['mix'] = PAPER_PRESET.generator.mix,
): Promise<LoadedDataset> {
  if (logs !== undefined) return loadDataset(logs);
  const streams = createStreams({ seed, session: 'generator', group: 'paper preset' });
  const dataset = generateDataset({ ...PAPER_PRESET.generator, ...(mix && { mix }), sessions }, streams);
  return { dataset, source: `generated, paper preset, ${sessions} sessions`, importer: 'generator', notes: [] };
}

/** Finds every session's goal, splits the sessions and trains the policy. Throws: `UsageError` where there is too little of anything. */
export async function openClosedBench(request: BenchRequest): Promise<OpenBench> {
  const { loaded, shares, ...common } = request;
  const { catalog } = loaded.dataset;
  const recipes = await findRecipes(common.options);
  const closed = openClosedWorld(loaded.dataset);
  const { parts } = splitDataset({ catalog, sessions: closed.sessions }, 'random', common.options.seed, null, shares);
  return openBenchOfParts({ ...common, catalog, closed, parts, recipes });
}

/** Trains the policy on the training part, and gets the desks ready; a chatbot is trained where one is played. */
export async function openBenchOfParts(request: PartsRequest): Promise<OpenBench> {
  const { options, catalog, closed, parts, recipes, rates, parity, recorded = UNRECORDED } = request;
  const cache = openCache(options.cache);
  const { limits } = recorded;
  const inProcess = { ...inProcessDesks(catalog), limits };
  const { seed, target, delta, driver, jobs = 1 } = options;
  const providers = providerList(options.providers);
  const owned: Policy[] = [];
  const train = async (label: string, recipe: Recipes['policy']) => {
    const common = { sessions: parts.train, catalog, desks: inProcess, seed, providers };
    const policy = await preparePolicy({ ...common, label, recipe: cache.policy(recipe) });
    owned.push(policy);
    return policy;
  };
  let desks: Desks | null = null;
  const close = async () => {
    for (const policy of owned) await limits.release(() => policy.dispose());
    await desks?.close();
  };
  try {
    const policy = await train(`policy from ${parts.train.length} sessions`, recipes.policy);
    recorded.deploys('policy', policy);
    let chatbot: Promise<Policy> | undefined;
    desks = driver === 'browser' ? { ...(await browserDesks(catalog, jobs, options.browser)), limits } : inProcess;
    const places = new Map(closed.sessions.map(({ id }, place) => [id, place]));
    const times = { ...fitOperators(parts.train).times, ...(options.logs === undefined && PAPER_PRESET.times) };
    const bench: ClosedBench = {
      catalog,
      desks,
      feedbackDesks: inProcess,
      world: closed.world(rates),
      parts,
      policy,
      player: recorded.player,
      chatbot: () => {
        chatbot ??= findPolicy('chatbot').then((recipe) => train('chatbot from the same', recipe));
        return chatbot;
      },
      ...(options.logs === undefined && { handsOverBelow: PAPER_PRESET.handsOverBelow }),
      times,
      population: seed,
      operatorOf: operatorsWith(times, seed),
      workOf: ({ id }: Session) => workOf(id, places.get(id) ?? 0, seed, ROSTER),
      seed,
      fit: { seed, providers },
      parity,
    };
    const training: TrainingSettings = {
      critic: cache.critic(recipes.critic),
      gate: recipes.gate,
      gateOptions: { targetPrecision: target, delta },
    };
    return { bench, closed, parts, recipes, cache, training, close };
  } catch (error) {
    await close();
    throw error;
  }
}
