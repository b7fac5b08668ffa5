import type { Critic } from '../contract/critic.ts';
import type { Gate } from '../contract/gate.ts';
import type { Operator } from '../contract/operator.ts';
import type { Policy } from '../contract/policy.ts';

/** Who decides in the episodes of one cell. */
export interface CellRoles {
  /** Null proposes nothing. */
  readonly policy: Policy | null;
  /** Null, or a null gate, defers every critical action. */
  readonly critic: Critic | null;
  readonly gate: Gate | null;
  readonly operator: Operator;
}
