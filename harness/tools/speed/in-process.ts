import { createOperator } from '../../../simulators/operators/answering/create-operator.ts';
import { inProcessDesks } from '../../bench/desks/desks.ts';
import type { Dataset } from '../../contract/dataset.ts';
import { uniformNoise } from '../../contract/noise-rates.ts';
import type { Policy } from '../../contract/policy.ts';
import type { Cell, Scenario } from '../../contract/scenario.ts';
import type { Screen } from '../../contract/screen.ts';
import { runEpisodes } from '../../engine/batch.ts';
import { logExamples } from '../../engine/log-examples.ts';
import { type Speeds, takeTurns } from './turns.ts';

/** Inputs in one call of the model. */
export const BATCH_SIZE = 256;

/**
 * The model alone on the screens of sessions, then the engine that plays these with it. The screens are made anew for
 * each round, as the engine makes them: what a policy remembers of a screen helps neither.
 */
export async function modelAgainstEngine(dataset: Dataset, policy: Policy, rounds: number): Promise<Speeds> {
  const desks = inProcessDesks(dataset.catalog);
  let screens: readonly Screen[] = [];
  const prepare = async () => {
    screens = (await logExamples(dataset.sessions, desks.openEnvironment())).map(({ screen }) => screen);
  };
  return takeTurns(
    [{ prepare, run: () => suggestAll(policy, screens) }, { run: () => playAll(dataset, policy, 'copilot') }],
    rounds,
  );
}

/** The engine without a model: first operators alone, then the full copilot loop with nothing to suggest. */
export async function bareEngine(dataset: Dataset, rounds: number): Promise<Speeds> {
  return takeTurns(
    (['human-only', 'copilot'] as const).map((arm) => ({ run: () => playAll(dataset, null, arm) })),
    rounds,
  );
}

async function suggestAll(policy: Policy, screens: readonly Screen[]): Promise<number> {
  for (let from = 0; from < screens.length; from += BATCH_SIZE)
    await policy.suggest(screens.slice(from, from + BATCH_SIZE));
  return screens.length;
}

async function playAll(dataset: Dataset, policy: Policy | null, arm: Cell['arm']): Promise<number> {
  const cell: Cell = { id: arm, arm, loop: 'open', noise: uniformNoise({ alpha: 0.05, beta: 0.2, slip: 0.02 }) };
  const operator = createOperator({ noise: cell.noise, population: '' });
  const roles = { policy, critic: null, gate: null, operator };
  const desks = inProcessDesks(dataset.catalog);
  let steps = 0;
  await runEpisodes(
    dataset.sessions.map((session): Scenario => ({ cell, session, seed: 'speed' })),
    {
      catalog: dataset.catalog,
      rolesOf: () => roles,
      openEnvironment: desks.openEnvironment,
      batchSize: BATCH_SIZE,
      onEpisode: (trace) => {
        steps += trace.steps.length;
      },
    },
  );
  return steps;
}
