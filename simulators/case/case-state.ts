import type { Amiss } from '../../harness/contract/operator.ts';
import type { CaseEnd } from '../../harness/contract/world.ts';
import type { DeskOffer, DeskView } from '../desk/model/desk-index.ts';
import type { CustomerMind } from './customer/customer.ts';
import type { PlanIndex } from './plan-index.ts';

/** How a plan's step stands: not done, done rightly, done wrongly. */
export const OPEN = 0;
export const DONE = 1;
export const WRONG = 2;

/** Why a step counts as done wrongly. */
export interface Wrong {
  /** Index of the action that did it; null where no action is to blame. */
  readonly actionIndex: number | null;
  /** What was done instead. */
  readonly key: string;
  readonly amiss: Amiss;
  /** Whether it cannot be put right. */
  readonly final: boolean;
  /** Whether it has come to light, so that nobody takes the step for done. */
  readonly known: boolean;
}

/** Something untrue that the customer was told. */
interface Untruth {
  readonly id: string;
  /** Index of the action that said it. */
  readonly actionIndex: number;
}

/** Everything that a case in closed loop is, but chat and time. Never changed in place. */
export interface CaseState extends CustomerMind {
  readonly index: PlanIndex;
  readonly offer: DeskOffer;
  readonly view: DeskView;
  /** OPEN, DONE or WRONG, by step. */
  readonly marks: readonly number[];
  /** What is known of the steps that are WRONG. */
  readonly wrongs: ReadonlyMap<number, Wrong>;
  /** Number in the case of the last result of each step that has had one. */
  readonly results: ReadonlyMap<number, number>;
  readonly resultCount: number;
  readonly fields: Readonly<Record<string, string>>;
  /** Names of the final actions that were performed, in order. */
  readonly finals: readonly string[];
  /** Names of the final actions that the goal does not have. */
  readonly stray: readonly string[];
  readonly misled: readonly Untruth[];
  readonly actionCount: number;
  /** How somebody ended the case; null while nobody has. */
  readonly ending: Exclude<CaseEnd['how'], 'unfinished'> | null;
}
