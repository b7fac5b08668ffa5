import { type Action, actionSchema } from '../../../harness/contract/action.ts';
import { illegalReason } from '../../../harness/contract/legal.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import type { Completion } from './completion.ts';
import { callConfidence } from './confidence.ts';
import type { Exchange } from './endpoint.ts';
import type { Arguments, ScreenTool, ToolCall } from './screen-tool.ts';

/** Why an answer is no action of the screen. */
export const INVALID_CAUSES = [
  /** Neither a call nor text. */
  'empty',
  /** The model or the server declined to answer. */
  'refused',
  /** The answer reached the most tokens that it may have. */
  'cut_off',
  /** Longer than is read. */
  'too_large',
  /** Text, or arguments, that are not JSON. */
  'not_json',
  /** A tool that the screen does not have. */
  'unknown_tool',
  /** Arguments of another shape than the tool's. */
  'bad_arguments',
  /** Well-formed, and not offered by the screen. */
  'illegal_action',
] as const;
export type InvalidCause = (typeof INVALID_CAUSES)[number];

/** What an answer comes to. */
export type ToolAnswer =
  | {
      readonly action: Action;
      /** Null where the server does not say. */
      readonly confidence: number | null;
      /** Calls beyond the first, which are let go. */
      readonly extraCalls: number;
      /** The call stood as JSON in the text. */
      readonly fromText: boolean;
    }
  | { readonly invalid: InvalidCause };

/** Reads an answer. Only an action that the screen offers comes out of it. */
export function readAnswer(given: Exchange['answer'], tools: readonly ScreenTool[], screen: Screen): ToolAnswer {
  if (typeof given === 'string') return { invalid: given };
  const choice = given.choices[0];
  const found = findCall(choice);
  if (typeof found === 'string') return { invalid: found };
  const { call, extraCalls, fromText } = found;
  const tool = tools.find(({ name }) => name === call.name);
  if (!tool) return { invalid: 'unknown_tool' };
  const action = actionSchema.safeParse(tool.read(call.args)).data;
  if (!action) return { invalid: 'bad_arguments' };
  if (illegalReason(action, screen) !== null) return { invalid: 'illegal_action' };
  return { action, confidence: callConfidence(choice?.logprobs, call, tool.target), extraCalls, fromText };
}

interface FoundCall {
  readonly call: ToolCall;
  readonly extraCalls: number;
  readonly fromText: boolean;
}

function findCall(choice: Completion['choices'][number] | undefined): FoundCall | InvalidCause {
  const { message, finish_reason: ending } = choice ?? {};
  const text = message?.content?.trim() ?? '';
  const [first, ...others] = message?.tool_calls ?? [];
  const unreadable = ending === 'length' ? 'cut_off' : 'not_json';
  if (first) {
    const { name, arguments: given } = first.function;
    const argumentsText = typeof given === 'string' ? given : JSON.stringify(given ?? {});
    const args = parseObject(argumentsText.trim() === '' ? '{}' : argumentsText);
    return args ? { call: { name, args, argumentsText }, extraCalls: others.length, fromText: false } : unreadable;
  }
  if (message?.refusal || ending === 'content_filter') return 'refused';
  if (text === '') return ending === 'length' ? 'cut_off' : 'empty';
  const call = callInText(text);
  return call ? { call, extraCalls: 0, fromText: true } : unreadable;
}

/** A server without a reader for its model's calls hands them on as text: taken where the text is nothing else. */
function callInText(text: string): ToolCall | null {
  const bare = /^```(?:json)?\s*([\s\S]*?)\s*```$/.exec(text)?.[1] ?? text;
  const said = parseObject(bare);
  if (!said || typeof said.name !== 'string') return null;
  const args = said.arguments ?? said.parameters ?? {};
  if (!isObject(args)) return null;
  return { name: said.name, args, argumentsText: '' };
}

function parseObject(text: string): Arguments | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Arguments {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
