import type { ActionKind } from './action.ts';
import type { Control } from './control.ts';
import type { KbResult } from './result.ts';

/** How many of the last chat messages, timeline entries and knowledge-base results a screen shows. */
export const SCREEN_MESSAGES = 30;
export const SCREEN_TIMELINE = 30;
export const SCREEN_RESULTS = 3;

export interface ChatMessage {
  readonly author: 'customer' | 'desk';
  readonly text: string;
}

/** One thing that was done to the case. Who did it is shown on the page but is no part of the screen. */
export interface TimelineEntry {
  readonly kind: ActionKind;
  /** `actionTarget` of the action. */
  readonly target: string;
  /** Values of a submitted form, empty otherwise. */
  readonly values: Readonly<Record<string, string>>;
  /** How many chat messages the case had when it was done, so that the two lists can be merged. */
  readonly messageCount: number;
}

/** A knowledge-base answer as shown; `control` is the id of the control that takes it up. */
export interface ShownResult extends KbResult {
  readonly control: string;
  readonly selected: boolean;
}

/** The schema-driven view of one case: all that policy and critic may know. */
export interface Screen {
  readonly caseId: string;
  readonly subject: string;
  readonly status: 'open' | 'transferred' | 'closed';
  readonly procedure: {
    readonly id: string;
    readonly title: string;
    readonly screen: string;
    readonly screenTitle: string;
  } | null;
  readonly controls: readonly Control[];
  /** The last messages, oldest first. */
  readonly messages: readonly ChatMessage[];
  /** How many messages the case has in all. */
  readonly messageCount: number;
  readonly fields: Readonly<Record<string, string>>;
  /** The last results, oldest first. */
  readonly results: readonly ShownResult[];
  /** The last entries, oldest first. */
  readonly timeline: readonly TimelineEntry[];
}
