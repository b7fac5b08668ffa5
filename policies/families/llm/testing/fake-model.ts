import type { IncomingHttpHeaders } from 'node:http';
import seedrandom from 'seedrandom';

/** The few words of JSON Schema that tools are written in. */
interface FakeSchema {
  readonly type: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, FakeSchema>>;
  readonly required?: readonly string[];
  readonly items?: FakeSchema;
  readonly format?: string;
}

export interface FakeTool {
  readonly type: 'function';
  readonly function: { readonly name: string; readonly description: string; readonly parameters: FakeSchema };
}

/** A request as it reached the server. */
export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: {
    readonly model: string;
    readonly messages: readonly { readonly role: string; readonly content: string }[];
    readonly tools: readonly FakeTool[];
    readonly tool_choice?: string;
    readonly temperature?: number;
    readonly seed?: number;
    readonly logprobs?: boolean;
    readonly max_tokens?: number;
    readonly max_completion_tokens?: number;
  };
}

/** What a message and its choice hold, where a test wants it otherwise. */
export interface Said {
  readonly message: object;
  readonly finish_reason?: string;
  readonly logprobs?: unknown;
  readonly usage?: unknown;
}

/** A chat completion as servers send it. */
export function completionBody({ message, finish_reason = 'tool_calls', logprobs = null, usage }: Said): string {
  return JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    model: 'fake',
    system_fingerprint: 'fake-1',
    choices: [{ index: 0, message: { role: 'assistant', content: null, ...message }, finish_reason, logprobs }],
    ...(usage === null ? {} : { usage: usage ?? { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 } }),
  });
}

/** A message that calls one tool. `args`: as text, or what is to be written as JSON. */
export function callMessage(name: string, args: unknown): object {
  const text = typeof args === 'string' ? args : JSON.stringify(args);
  return { tool_calls: [{ id: 'call-1', type: 'function', function: { name, arguments: text } }] };
}

/** Tokens of a few characters each, as a server lists them with their log-probabilities. */
export function logprobsOf(text: string, logprob: (at: number) => number): object {
  const tokens = text.match(/[\s\S]{1,3}/g) ?? [];
  return { content: tokens.map((token, at) => ({ token, logprob: logprob(at), bytes: null, top_logprobs: [] })) };
}

/**
 * The answer of a model that calls one of the tools it was given, with arguments that their schema allows. Which,
 * follows from the request alone.
 */
export function modelAnswer({ text, body }: FakeRequest): string {
  const random = seedrandom(text);
  const tool = pick(body.tools, random).function;
  const args = JSON.stringify(drawn(tool.parameters, random));
  const raw = `<tool_call>{"name": "${tool.name}", "arguments": ${args}}</tool_call>`;
  const logprobs = body.logprobs ? logprobsOf(raw, () => -random() / 10) : null;
  return completionBody({ message: callMessage(tool.name, args), logprobs });
}

function pick<T>(list: readonly T[], random: () => number): T {
  const picked = list[Math.floor(random() * list.length)];
  if (picked === undefined) throw new Error('There is nothing to pick from.');
  return picked;
}

function drawn(schema: FakeSchema, random: () => number): unknown {
  if (schema.enum) return pick(schema.enum, random);
  const type = typeof schema.type === 'string' ? schema.type : pick(schema.type, random);
  switch (type) {
    case 'object': {
      const kept = Object.entries(schema.properties ?? {}).filter(
        ([key]) => schema.required?.includes(key) || random() < 0.5,
      );
      return Object.fromEntries(kept.map(([key, property]) => [key, drawn(property, random)]));
    }
    case 'array': {
      const { items } = schema;
      return items ? [drawn(items, random)] : [];
    }
    case 'boolean':
      return random() < 0.5;
    case 'number':
      return Math.floor(random() * 100);
    default:
      return schema.format === 'date' ? '2024-02-29' : `text ${Math.floor(random() * 1000)}`;
  }
}
