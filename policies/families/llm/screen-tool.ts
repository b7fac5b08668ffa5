import type { Action } from '../../../harness/contract/action.ts';

/** Arguments of a tool call, read from JSON and not yet trusted. */
export type Arguments = Readonly<Record<string, unknown>>;

/** One kind of action that a screen offers, as a function that the model may call. */
export interface ScreenTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments. */
  readonly parameters: object;
  /** The arguments that say what is done, as opposed to what is said with it. */
  readonly target: readonly string[];
  /** The action that the arguments stand for, not yet checked against the screen; null where they have another shape. */
  read(args: Arguments): Action | null;
  /** Arguments that stand for the action; null where it is none of this tool's. */
  write(action: Action): Arguments | null;
}

/** A tool call, its arguments read. */
export interface ToolCall {
  readonly name: string;
  readonly args: Arguments;
  /** The arguments as the server gave them. */
  readonly argumentsText: string;
}

/** Whether there are no other arguments than these. */
export function hasOnly(args: Arguments, keys: readonly string[]): boolean {
  return Object.keys(args).every((key) => keys.includes(key));
}
