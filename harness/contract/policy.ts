import type { Action } from './action.ts';
import type { Catalog } from './catalog.ts';
import type { RefusalReason } from './operator.ts';
import type { Screen } from './screen.ts';

/** Actions that the policy proposes, best first. `confidence` in [0, 1]. An empty list: no proposal. */
export interface Suggestion {
  readonly ranked: readonly { readonly action: Action; readonly confidence: number }[];
  /**
   * −log Σ exp(score) over all that the screen offers, on the policy's own scale; higher is more unusual. Absent where
   * the policy has no scores.
   */
  readonly energy?: number;
  /** Share of an ensemble's members that propose something else, in [0, 1]. Absent where the policy is no ensemble. */
  readonly disagreement?: number;
}

/** Proposes the next action on each screen. */
export interface Policy {
  readonly name: string;
  /** What the model runs on, such as `cpu`; `none` where nothing is learned. */
  readonly provider: string;
  /** Shape: [batch] → [batch], in order. The answer for a screen does not depend on its batch. */
  suggest(screens: readonly Screen[]): Promise<Suggestion[]>;
  /** What critics of the same family build on; only they know its type. */
  readonly backbone?: unknown;
  /** Its networks, to be trained on with operators' answers; only `policies/networks/alignment` knows its type. */
  readonly trainable?: unknown;
  /** SHA-256 of everything that it was made from, in hex. Absent where nobody knows: what builds on it is then not cached. */
  readonly fingerprint?: string;
  /** Writes files that its recipe's `load` reads. */
  save?(folder: string): Promise<void> | void;
  /** As `save`, with the pretrained encoder that it is built on, so that the folder serves by itself. Absent: `save` does that. */
  saveWhole?(folder: string): Promise<void> | void;
  /** Forgets what it answered, so that the model itself is asked again about the same screen. Absent: it remembers nothing. */
  forget?(): void;
  dispose(): Promise<void>;
}

/** A screen and what was done on it: the unit of supervised training. */
export interface Example {
  readonly screen: Screen;
  readonly action: Action;
  /** Session that it comes from, or the case where sessions share one (`caseOf`): splits never cut through it. */
  readonly session: string;
  /** What the policy had proposed here and the operator rejected: `action` is then the correction. */
  readonly rejected?: Action;
}

/** What an operator made of a suggestion: the unit of alignment. */
export interface Answered {
  readonly screen: Screen;
  /** Session that it comes from, or the case where sessions share one (`caseOf`): splits never cut through it. */
  readonly session: string;
  readonly step: number;
  /** Who answered; null where nobody knows. */
  readonly operator: string | null;
  readonly suggestion: Action;
  /** What the operator did: the suggestion where it was accepted. */
  readonly action: Action;
  readonly accepted: boolean;
  /** For reports only: no policy learns from it. Absent where nothing was refused. */
  readonly reason?: RefusalReason;
}

export interface FitOptions {
  readonly seed: string;
  /** Called with the fraction done, in [0, 1], and a short line. */
  readonly onProgress?: (fraction: number, line: string) => void;
  /** Called with what is worth a line of its own, such as what a served model cost; at the latest in `dispose`. */
  readonly onLine?: (line: string) => void;
  /** Execution providers in the order to be tried. */
  readonly providers?: readonly string[];
  /** Folder in which a long training writes down how far it is, and goes on from where it was broken off. Absent: none. */
  readonly checkpoints?: string;
  /** Folder in which what a pretrained encoder makes of texts is kept from run to run. Absent: none. */
  readonly vectorCache?: string;
  /** The procedures that the desk offers, those included that no example shows. Absent: unknown. */
  readonly catalog?: Catalog;
}

/** A way to make a policy. One file in `policies/models/`, exported as `recipe`. */
export interface PolicyRecipe {
  readonly name: string;
  readonly summary: string;
  /** Why it cannot be used now, in one sentence with the remedy, such as that no endpoint is set; null where it can. */
  unavailable?(): string | null;
  fit(examples: readonly Example[], options: FitOptions): Promise<Policy>;
  /** Whether its policies offer their networks to be trained on with answers (`Policy.trainable`). Absent: they do not. */
  readonly alignable?: true;
  /** SHA-256 of what it is built on beside its code and the examples, such as a pretrained encoder, in hex. */
  readonly builtOn?: string;
  /**
   * The recipe on the pretrained encoder in a folder; without one it is unavailable. Throws: one line naming the file
   * that is missing, damaged or of another kind.
   */
  withEncoder?(folder: string): PolicyRecipe;
  /** Of a recipe on an encoder: how many layers that has, and the recipe on its lowest ones alone. */
  readonly sizes?: { readonly layers: number; cutTo(layers: number): PolicyRecipe };
  /** Reads what a policy's `save` wrote. Throws: one line naming the file that is missing, damaged or of another version. */
  load?(folder: string, options: FitOptions): Promise<Policy>;
}
