import type { Operator } from '../contract/operator.ts';
import type { Policy } from '../contract/policy.ts';
import type { Arm, Scenario } from '../contract/scenario.ts';
import type { Session } from '../contract/session.ts';
import type { BatchOptions } from './batch.ts';
import { TestDesk, testCatalog } from './test-desk.ts';
import { testCell, testCritic, testGate, testOperator, testPolicy } from './test-roles.ts';
import { testWorld } from './test-world.ts';

/** Closed-loop scenarios of every arm over some sessions. */
export function closedScenarios(arms: readonly Arm[], sessions: readonly Session[]): Scenario[] {
  return arms.flatMap((arm) =>
    sessions.map((session) => ({ cell: { ...testCell(arm), loop: 'closed' }, session, seed: '1' })),
  );
}

/** What plays them on the small desk, in the small world. */
export function closedOptions({
  policy = testPolicy(),
  operator = testOperator,
}: {
  readonly policy?: Policy;
  readonly operator?: Operator;
} = {}): Omit<BatchOptions, 'onEpisode'> & { readonly world: typeof testWorld } {
  const roles = { policy, critic: testCritic, gate: testGate, operator };
  return { catalog: testCatalog, rolesOf: () => roles, openEnvironment: () => new TestDesk(), world: testWorld };
}
