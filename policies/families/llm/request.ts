import type { Screen } from '../../../harness/contract/screen.ts';
import { screenState } from './screen-state.ts';
import type { ScreenTool } from './screen-tool.ts';
import type { LlmSettings } from './settings.ts';
import { SYSTEM_PROMPT } from './system-prompt.ts';

/** Parts of a request that some servers do not take, and how they speak of them. */
const OPTIONAL = {
  tool_choice: /tool[_ ]choice/i,
  logprobs: /logprob/i,
  seed: /\bseed\b/i,
  temperature: /temperature/i,
  /** Newer servers call it `max_completion_tokens`. */
  max_tokens: /max_tokens/i,
} as const;
export type OptionalPart = keyof typeof OPTIONAL;
const PARTS = Object.keys(OPTIONAL) as OptionalPart[];

/** The part that a refusal is about and that was sent; null where there is none. */
export function refusedPart(said: string, dropped: readonly OptionalPart[]): OptionalPart | null {
  return PARTS.find((part) => !dropped.includes(part) && OPTIONAL[part].test(said)) ?? null;
}

export interface RequestSettings extends Pick<LlmSettings, 'model' | 'maxTokens'> {
  /** Range: 31 bits. */
  readonly seed: number;
  readonly dropped: readonly OptionalPart[];
}

/** The body that asks for the next action on a screen. */
export function screenRequest(screen: Screen, tools: readonly ScreenTool[], settings: RequestSettings): string {
  return requestBody(SYSTEM_PROMPT, screenState(screen), tools, settings);
}

/** A small request that shows whether address, key and model are right and which parts the server takes. */
export function probeRequest(settings: RequestSettings): string {
  const parameters = {
    type: 'object',
    properties: { answer: { type: 'string', enum: ['yes'] } },
    required: ['answer'],
    additionalProperties: false,
  };
  const tool = { name: 'ready', description: 'Say that you are ready.', parameters };
  return requestBody('Call the tool.', 'Are you ready?', [tool], settings);
}

function requestBody(
  system: string,
  user: string,
  tools: readonly Pick<ScreenTool, 'name' | 'description' | 'parameters'>[],
  { model, maxTokens, seed, dropped }: RequestSettings,
): string {
  const has = (part: OptionalPart) => !dropped.includes(part);
  return JSON.stringify({
    model,
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: user },
    ],
    tools: tools.map(({ name, description, parameters }) => ({
      type: 'function',
      function: { name, description, parameters },
    })),
    ...(has('tool_choice') ? { tool_choice: 'required' } : {}),
    ...(has('temperature') ? { temperature: 0 } : {}),
    ...(has('seed') ? { seed } : {}),
    // llama.cpp's server gives none at all where no alternatives are asked for.
    ...(has('logprobs') ? { logprobs: true, top_logprobs: 1 } : {}),
    [has('max_tokens') ? 'max_tokens' : 'max_completion_tokens']: maxTokens,
    stream: false,
  });
}
