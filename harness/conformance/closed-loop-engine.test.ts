import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { detectionDelay } from '../../reports/propagation/detection-delay.ts';
import { propagationDepth } from '../../reports/propagation/propagation-depth.ts';
import { reproductionNumber } from '../../reports/propagation/reproduction-number.ts';
import { createInProcessDesk } from '../../simulators/desk/in-process.ts';
import { openClosedWorld } from '../bench/closed-loop/open-world.ts';
import { browserDesks } from '../bench/desks/desks.ts';
import type { Critic } from '../contract/critic.ts';
import { uniformNoise } from '../contract/noise-rates.ts';
import { ARMS, type Arm, type Scenario } from '../contract/scenario.ts';
import type { Trace } from '../contract/trace.ts';
import type { TwinPair } from '../contract/twin.ts';
import { CALM_WORLD, type World } from '../contract/world.ts';
import { runEpisodes } from '../engine/batch.ts';
import type { CellRoles } from '../engine/roles.ts';
import { runTwins, twinOf } from '../engine/twins.ts';
import { cellOf, copilotReviews, deploySmall, noisyOperator, trainSmall, usualRecipes } from './small-deployment.ts';
import { smallWorld } from './small-world.ts';

const small = smallWorld(14);
const { catalog } = small;
const closedWorld = openClosedWorld(small);
const calm = closedWorld.world(CALM_WORLD);
const rough = closedWorld.world({ misstate: 0.1, changeMind: 0.05, complain: 0.2, leave: 0.05, kbFault: 0.05 });
const planned = new Set(closedWorld.sessions.map(({ id }) => id));
const fresh = small.fresh.filter(({ id }) => planned.has(id));
const NO_NOISE = uniformNoise();

const scenariosOf = (arms: readonly Arm[], sessions = fresh): Scenario[] =>
  arms.flatMap((arm) => sessions.map((session) => ({ cell: { ...cellOf(arm), loop: 'closed' }, session, seed: '1' })));

let roles: CellRoles & { readonly critic: Critic };
beforeAll(async () => {
  const { policy, critic } = await usualRecipes();
  const trained = await trainSmall(policy, small);
  roles = await deploySmall(trained, await copilotReviews(trained, small, small.train), critic);
});
afterAll(() => roles?.critic.dispose());

interface Played {
  readonly world?: World;
  readonly operator?: CellRoles['operator'];
  readonly openEnvironment?: () => ReturnType<typeof createInProcessDesk>;
  readonly concurrency?: number;
  readonly batchSize?: number;
}

function options({ operator, ...rest }: Played) {
  const decide = { ...roles, ...(operator ? { operator } : {}) };
  const openEnvironment = () => createInProcessDesk(catalog);
  return { catalog, world: calm, rolesOf: () => decide, openEnvironment, ...rest };
}

async function play(scenarios: readonly Scenario[], how: Played = {}): Promise<Trace[]> {
  const traces: Trace[] = [];
  await runEpisodes(scenarios, { ...options(how), onEpisode: (trace) => traces.push(trace) });
  return traces;
}

describe('the closed loop on the real desk and world', () => {
  it('an unaided operator without noise reaches every goal by acts that are right', async () => {
    const traces = await play(scenariosOf(['human-only']), { operator: noisyOperator(NO_NOISE) });
    expect(traces.length).toBeGreaterThan(8);
    for (const trace of traces)
      expect(trace, trace.session).toMatchObject({
        end: 'completed',
        divergedAt: null,
        outcome: { goalReached: true },
      });
  });

  it('no policy can do harm where the gate knows the truth and operators do not err', async () => {
    const traces = await play(scenariosOf(['oracle', 'copilot']), { operator: noisyOperator(NO_NOISE) });
    for (const trace of traces)
      expect(trace, trace.session).toMatchObject({ divergedAt: null, outcome: { goalReached: true } });
  });

  it('gives the same bytes in any company, order and batch, under noise in a rough world', async () => {
    const scenarios = scenariosOf(ARMS, fresh.slice(0, 4));
    const alone = await play(scenarios, { world: rough, batchSize: 1, concurrency: 1 });
    const together = await play([...scenarios].reverse(), { world: rough, batchSize: 7 });
    expect(JSON.stringify(together.reverse())).toBe(JSON.stringify(alone));
    expect(alone.some(({ outcome }) => !outcome?.goalReached)).toBe(true);
  });

  it('gives the same traces in a browser', async () => {
    const scenarios = scenariosOf(['selective', 'human-only'], fresh.slice(0, 2));
    const browser = await browserDesks(catalog, 1);
    try {
      const { openEnvironment, concurrency = 1 } = browser;
      const traces: Trace[] = [];
      await runEpisodes(scenarios, {
        ...options({ world: rough }),
        openEnvironment,
        concurrency,
        onEpisode: (trace) => traces.push(trace),
      });
      expect(JSON.stringify(traces)).toBe(JSON.stringify(await play(scenarios, { world: rough })));
    } finally {
      await browser.close();
    }
  });
});

describe('twins on the real desk and world', () => {
  it('share everything up to the error; a twin of a twin is the original, byte for byte', async () => {
    const scenarios = scenariosOf(['selective', 'copilot'], fresh.slice(0, 5));
    const pairs: TwinPair[] = [];
    const byRun = new Map<Trace, Scenario>();
    let next = 0;
    await runTwins(scenarios, {
      ...options({ world: rough }),
      onRun: (run, some) => {
        byRun.set(run, scenarios[next++] as Scenario);
        pairs.push(...some);
      },
    });
    expect(pairs.length).toBeGreaterThan(4);
    for (const { run, twin, error } of pairs) {
      expect(twin.steps.slice(0, error)).toEqual(run.steps.slice(0, error));
      expect(twin.steps[error]?.closed).toMatchObject({ right: true, condition: run.steps[error]?.closed?.condition });
    }
    const again = await play(
      pairs.map(({ run, error }) => twinOf(twinOf(byRun.get(run) as Scenario, error), error, run.steps[error]!.chosen)),
      { world: rough },
    );
    const bare = ({ forced: _, ...trace }: Trace) => trace;
    expect(again.map(bare)).toEqual(pairs.map(({ run }) => run));
    expect(reproductionNumber(pairs).estimate).not.toBeNull();
    expect(propagationDepth(pairs).contaminated.estimate).toBeGreaterThanOrEqual(0);
  });

  it('without noise and in a calm world there is nothing to twin and nothing to detect', async () => {
    const pairs: TwinPair[] = [];
    const runs: Trace[] = [];
    await runTwins(scenariosOf(['human-only', 'oracle']), {
      ...options({ operator: noisyOperator(NO_NOISE) }),
      onRun: (run, some) => {
        runs.push(run);
        pairs.push(...some);
      },
    });
    expect(pairs).toEqual([]);
    expect(detectionDelay(runs).repaired.estimate).toBeNull();
  });
});
