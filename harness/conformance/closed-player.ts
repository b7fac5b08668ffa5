import { createInProcessDesk } from '../../simulators/desk/in-process.ts';
import { createOperator } from '../../simulators/operators/answering/create-operator.ts';
import type { ClosedWorld } from '../bench/closed-loop/open-world.ts';
import { openClosedWorld } from '../bench/closed-loop/open-world.ts';
import type { Critic } from '../contract/critic.ts';
import type { Gate } from '../contract/gate.ts';
import type { NoiseSettings, Operator, WorkContext } from '../contract/operator.ts';
import type { Example, Policy } from '../contract/policy.ts';
import type { Arm, Scenario } from '../contract/scenario.ts';
import type { Session } from '../contract/session.ts';
import type { Trace } from '../contract/trace.ts';
import type { TwinPair } from '../contract/twin.ts';
import type { World, WorldRates } from '../contract/world.ts';
import { type BatchOptions, runEpisodes } from '../engine/batch.ts';
import { runTwins } from '../engine/twins.ts';
import { hashShare } from '../shared/hash.ts';
import { placeOf } from './place-of.ts';
import { cellOf } from './small-deployment.ts';
import { smallWorld } from './small-world.ts';

const { catalog, sessions: all } = smallWorld(20);

export const ROUGH_WORLD: WorldRates = { misstate: 0.15, changeMind: 0.1, complain: 0.2, leave: 0.05, kbFault: 0.1 };

/** Sessions whose goal is known, and their worlds: real desk, real plans, nothing to train. */
export const closedWorld: ClosedWorld = openClosedWorld({ catalog, sessions: all });

/** What one play is like. */
export interface ClosedPlay {
  readonly world: World;
  readonly policy: Policy;
  readonly noise: NoiseSettings;
  /** In the place of the simulated operators of this noise. */
  readonly operator?: Operator;
}

/** Passes some and stops others, by place, fields and proposal and not by what was said so far. */
const critic: Critic = {
  name: 'by place',
  provider: 'none',
  score: async (proposals) =>
    proposals.map(({ screen, suggestion }) => hashShare('test', 'score', placeOf(screen), JSON.stringify(suggestion))),
  dispose: async () => undefined,
};

const gate: Gate = {
  name: 'half',
  threshold: 0.5,
  reason: 'set by hand',
  decide: (score) => (score >= 0.5 ? 'execute' : 'defer'),
};

function optionsOf({ world, policy, noise, operator }: ClosedPlay): Omit<BatchOptions, 'onEpisode'> {
  const roles = { policy, critic, gate, operator: operator ?? createOperator({ noise, population: '' }) };
  return { catalog, world, rolesOf: () => roles, openEnvironment: () => createInProcessDesk(catalog) };
}

/** One session in closed loop. */
export function closedScenario(
  arm: Arm,
  session: Session,
  { noise }: Pick<ClosedPlay, 'noise'>,
  { seed = '1', work }: { readonly seed?: string; readonly work?: WorkContext } = {},
): Scenario {
  return { cell: { ...cellOf(arm, noise), loop: 'closed' }, session, seed, ...(work ? { work } : {}) };
}

/** Plays scenarios; the examples hold the screen of each step. */
export async function playClosed(
  scenarios: readonly Scenario[],
  play: ClosedPlay,
): Promise<{ trace: Trace; examples: readonly Example[] }[]> {
  const played: { trace: Trace; examples: readonly Example[] }[] = [];
  await runEpisodes(scenarios, {
    ...optionsOf(play),
    collectExamples: true,
    onEpisode: (trace, _, examples) => played.push({ trace, examples }),
  });
  return played;
}

/** Plays scenarios and the twins of their errors. */
export async function pairClosed(
  scenarios: readonly Scenario[],
  play: ClosedPlay,
): Promise<{ runs: Trace[]; pairs: TwinPair[] }> {
  const runs: Trace[] = [];
  const pairs: TwinPair[] = [];
  const onRun = (run: Trace, some: readonly TwinPair[]) => {
    runs.push(run);
    pairs.push(...some);
  };
  await runTwins(scenarios, { ...optionsOf(play), onRun });
  return { runs, pairs };
}
