import { join } from 'node:path';
import { datasetHash } from '../../../fixtures/format/dataset-hash.ts';
import { fitOperators } from '../../../simulators/operators/fitting/fit-operators.ts';
import type { Policy } from '../../contract/policy.ts';
import { Journal } from '../../runner/journal.ts';
import { REPOSITORY } from '../../runner/repository.ts';
import { openRunFolder, type RunFolder } from '../../runner/run-folder.ts';
import { collectRunInfo, type Json, type RunInfo } from '../../runner/run-info.ts';
import { browserDesks, inProcessDesks } from '../desks/desks.ts';
import { openCache } from '../models/cache/open-cache.ts';
import { preparePolicy } from '../models/prepare-policy.ts';
import { providerList } from '../models/recipes.ts';
import { type LoopOutcome, playLoop, type StagedTools } from './staged-loop.ts';
import type { ClosedRequest, StagedRequest } from './staged-request.ts';

export interface StagedOutcome {
  readonly info: RunInfo;
  readonly folder: RunFolder;
  readonly open: LoopOutcome;
  readonly closed: LoopOutcome | null;
  /** Execution providers that the models really ran on. */
  readonly providers: { readonly policy: string; readonly critic: string };
}

/** Where the closed loop's traces are kept; the open loop's are in `traces.jsonl`. */
export const CLOSED_TRACES = 'closed-traces.jsonl';

/** Runs the staged deployment over the cells: policy from logs, then feedback, critic, gate and automation by noise. */
export async function runStaged(request: StagedRequest): Promise<StagedOutcome> {
  const { loaded, split, cells, recipes, options, driver, jobs } = request;
  const { catalog } = loaded.dataset;
  const info = describeRun(request);
  const folder = openRunFolder(request.folder, info);
  const inProcess = inProcessDesks(catalog);
  const cache = openCache(options.cache);
  const desks = driver === 'browser' ? await browserDesks(catalog, jobs, options.browser) : inProcess;
  let policy: Policy | null = null;
  try {
    const { train } = split.parts;
    policy = await preparePolicy({
      label: `policy from ${train.length} sessions`,
      sessions: train,
      recipe: cache.policy(recipes.policy),
      catalog,
      desks: inProcess,
      seed: options.seed,
      providers: providerList(options.providers),
    });
    const tools: StagedTools = { policy, times: fitOperators(train).times, cache, inProcess, desks };
    const open = await playLoop(request, tools, { cells, parts: split.parts, journal: folder.journal });
    const closed = request.closed
      ? await playLoop(request, tools, { ...request.closed, journal: new Journal(join(folder.path, CLOSED_TRACES)) })
      : null;
    const used = { policy: policy.provider, critic: criticProvider(open.deployments) };
    return { info: { ...info, providers: used }, folder, open, closed, providers: used };
  } finally {
    await policy?.dispose();
    await desks.close();
  }
}

function criticProvider(deployments: LoopOutcome['deployments']): string {
  const used = new Set([...deployments.values()].flatMap((deployment) => deployment?.critic?.provider ?? []));
  return [...used].join(', ') || 'none';
}

/** What decides the results goes into the fingerprint; where they are written and how fast does not. */
function describeRun({ experiment, loaded, cells, recipes, options, driver, split, closed }: StagedRequest): RunInfo {
  const settings: Record<string, Json> = {
    logs: options.logs ?? 'embedded',
    sessions: options.sessions ?? null,
    target: options.target,
    delta: options.delta,
    policy: recipes.policy.name,
    critic: recipes.critic.name,
    gate: recipes.gate.name,
    calibrator: recipes.calibrator?.name ?? 'none',
    gateSlices: options.gateSlices,
    noiseRates: options.noiseRates,
    driver,
    cells: cells.map(({ cell }) => cell.id),
    parts: Object.fromEntries(Object.entries(split.parts).map(([name, sessions]) => [name, sessions.length])),
    ...(closed && { closedLoop: describeClosed(closed) }),
  };
  return collectRunInfo({
    command: `bench ${experiment}`,
    settings,
    seed: options.seed,
    datasetHash: datasetHash(loaded.dataset),
    providers: { asked: options.providers },
    repository: REPOSITORY,
  });
}

function describeClosed({ cells, parts, twinSessions = 0 }: ClosedRequest): Json {
  return {
    cells: cells.map(({ cell }) => cell.id),
    parts: Object.fromEntries(Object.entries(parts).map(([name, sessions]) => [name, sessions.length])),
    twinSessions,
  };
}
