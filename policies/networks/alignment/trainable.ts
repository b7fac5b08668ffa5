import type { Answered, Policy } from '../../../harness/contract/policy.ts';
import type { Precision } from '../export/in-precision.ts';
import type { Parameters } from '../training/trainer-role.ts';
import type { Alignable, Answer } from './align.ts';

/** A policy whose networks can be trained on with operators' answers: what `Policy.trainable` is. */
export interface Trainable {
  /** Its networks as they are; each chooses among what a screen offers. */
  networks(): Promise<readonly TrainableNetwork[]>;
  /** The policy with other parameters, by name of the network; where none are given, a network's own. */
  serve(name: string, parameters: Readonly<Record<string, Parameters>>, precision?: Precision): Promise<Policy>;
}

/** A network and what answers say of its choices. */
export interface TrainableNetwork<Item = unknown> {
  /** Such as `actions`; no two of a policy are alike. */
  readonly name: string;
  readonly model: Alignable<Item>;
  /** Names of the matrices whose singular values a search moves: adapters, or what is hidden. None: it cannot be searched. */
  readonly searched: readonly string[];
  /** What an answer says of the network's choices, one list an answer: none where it chooses nothing there. */
  answersOf(answered: readonly Answered[]): Promise<readonly (readonly Answer<Item>[])[]>;
}

/** The networks of a policy that can be aligned; null where it offers none. */
export const trainableOf = ({ trainable }: Policy): Trainable | null => (trainable as Trainable | undefined) ?? null;
