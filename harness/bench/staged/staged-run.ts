import { fitOperators } from '../../../simulators/operators/fitting/fit-operators.ts';
import type { Policy } from '../../contract/policy.ts';
import { browserDesks, inProcessDesks } from '../desks/desks.ts';
import { openCache } from '../models/cache/open-cache.ts';
import { preparePolicy } from '../models/prepare-policy.ts';
import { providerList } from '../models/recipes.ts';
import type { StagedRequest } from './staged-loop.ts';
import { type LoopOutcome, playLoop, type StagedTools } from './staged-loop.ts';

export interface StagedOutcome {
  readonly open: LoopOutcome;
  readonly closed: LoopOutcome | null;
  /** Execution providers that the models really ran on. */
  readonly providers: { readonly policy: string; readonly critic: string };
}

/** Runs the staged deployment over the cells: policy from logs, then feedback, critic, gate and automation by noise. */
export async function runStaged(request: StagedRequest): Promise<StagedOutcome> {
  const { loaded, split, cells, recipes, options, driver, jobs, recorded } = request;
  const { catalog } = loaded.dataset;
  const { limits } = recorded;
  const inProcess = { ...inProcessDesks(catalog), limits };
  const cache = openCache(options.cache);
  const desks = driver === 'browser' ? { ...(await browserDesks(catalog, jobs, options.browser)), limits } : inProcess;
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
    recorded.deploys('policy', policy);
    const tools: StagedTools = { policy, times: fitOperators(train).times, cache, inProcess, desks };
    const open = await playLoop(request, tools, { cells, parts: split.parts });
    request.onLoop?.('open loop', cells, open);
    const closed = request.closed && (await playLoop(request, tools, request.closed));
    if (request.closed && closed) request.onLoop?.('closed loop', request.closed.cells, closed);
    return { open, closed, providers: { policy: policy.provider, critic: criticProvider(open.deployments) } };
  } finally {
    await limits.release(async () => policy?.dispose());
    await desks.close();
  }
}

function criticProvider(deployments: LoopOutcome['deployments']): string {
  const used = new Set([...deployments.values()].flatMap((deployment) => deployment?.critic?.provider ?? []));
  return [...used].join(', ') || 'none';
}
