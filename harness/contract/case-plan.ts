import type { Action } from './action.ts';
import type { Form } from './procedure.ts';
import type { KbResult } from './result.ts';

/**
 * What performing an action leaves behind. `nothing`: it can be done again without harm. `amendable`: it
 * writes case fields, which doing it again with other values puts right. `final`: it cannot be undone, such
 * as a payment or a sent message.
 */
export type Effect = 'nothing' | 'amendable' | 'final';

/**
 * What pressing a form's button leaves behind. Whatever is critical commits to something, whether it writes or not; a
 * commitment that leaves no field behind cannot be written over, so it is final.
 */
export function effectOfButton(button: Form['buttons'][number] | null | undefined): Effect {
  if (!button) return 'nothing';
  if (button.final || (button.critical && !button.writes)) return 'final';
  return button.writes ? 'amendable' : 'nothing';
}

/** One thing that is to be done, or may be done, on the way to a case's goal. */
export interface PlanStep {
  /** Unique in the plan. */
  readonly id: string;
  /** Actions that do it, the usual one first; any of them is right. Never empty. */
  readonly actions: readonly Action[];
  /** Procedure that must be open for it; null: it can be done whatever is open. */
  readonly procedure: string | null;
  /** Steps that must have been done before it, in whatever order. Steps that share what they need are free in order. */
  readonly after: readonly string[];
  /** Step that makes it needless once it is done: what it would ask is then known. Only where it is optional. */
  readonly until?: string;
  /** Whether the case reaches its goal without it too: a courtesy, a look at a result. */
  readonly optional: boolean;
  readonly effect: Effect;
  /** What the knowledge base answers. */
  readonly result: KbResult | null;
  /** What the customer then says: from the log where it has them. */
  readonly replies: readonly string[];
}

/** What a case is to come to and every acceptable way there: truth, seen by operators, customers and metrics only. */
export interface CasePlan {
  /** Session that it was made for. */
  readonly session: string;
  /** What the customer opens with, before anything is done. */
  readonly opening: readonly string[];
  /** In the usual order: a step stands after all that it needs. The steps that end the case (close, transfer) come last. */
  readonly steps: readonly PlanStep[];
  /** Case fields as they must stand at the end. */
  readonly finalFields: Readonly<Record<string, string>>;
  /** What the customer knows, by fact: said when asked for it in a way that the plan has no answer for. */
  readonly facts: Readonly<Record<string, string>>;
  /** How a customer who is asked by this canned reply answers, in the customer's own words. */
  readonly answers: Readonly<Record<string, readonly string[]>>;
  /** Whether the case ends by an action (close, transfer). Where not, it is over when every step that is not optional is done. */
  readonly endsByAction: boolean;
}

/** A plan, or in one sentence why the session allows none. */
export type Planned = { readonly plan: CasePlan } | { readonly cause: string };
