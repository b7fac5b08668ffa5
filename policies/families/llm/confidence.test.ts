import { describe, expect, it } from 'vitest';
import { callConfidence } from './confidence.ts';
import type { ToolCall } from './screen-tool.ts';

const argumentsText = '{"reply": "ask_name", "text": "ask_name, send_text"}';
const call: ToolCall = { name: 'send_text', args: JSON.parse(argumentsText), argumentsText };

/** Tokens with their log-probabilities. */
function logprobs(...tokens: [token: string, logprob: number][]) {
  return { content: tokens.map(([token, logprob]) => ({ token, logprob, top_logprobs: [] })) };
}

describe('confidence in a call', () => {
  it('is the product over the tokens of the tool’s name and the target’s value', () => {
    const given = logprobs(
      ['I call send_text and ask_name. ', -9],
      ['{"name": "', -9],
      ['send_', -0.1],
      ['text', -0.2],
      ['", "arguments": ', -9],
      ['{"reply": "', -9],
      ['ask', -0.3],
      ['_name', -0.4],
      ['", "text": "', -9],
      ['ask_name, send_text', -9],
      ['"}', -9],
    );
    expect(callConfidence(given, call, ['reply'])).toBeCloseTo(Math.exp(-1), 12);
  });

  it('counts a token that reaches over the end of a value', () => {
    const given = logprobs(
      ['send_text ', -0.5],
      ['{"reply": "ask_na', -0.25],
      ['me", "text": "ask_name, send_text"}', -0.125],
    );
    expect(callConfidence(given, call, ['reply'])).toBeCloseTo(Math.exp(-0.875), 12);
  });

  it('finds arguments that the server wrote anew', () => {
    const given = logprobs(
      ['<function=send_text>', -0.5],
      ['{"text":"x","reply":', -9],
      ['"', -9],
      ['ask_name', -0.5],
      ['"}', -9],
    );
    expect(callConfidence(given, call, ['reply'])).toBeCloseTo(Math.exp(-1), 12);
  });

  it('counts null where the reply is null', () => {
    const free = { ...call, args: { reply: null, text: 'x' }, argumentsText: '' };
    const given = logprobs(['send_text', -0.25], ['{"reply": ', -9], ['null', -0.75], [', "text": "x"}', -9]);
    expect(callConfidence(given, free, ['reply'])).toBeCloseTo(Math.exp(-1), 12);
  });

  it('counts an empty value by its quotes, and a value of another kind whole', () => {
    const tokens = (value: string) => logprobs(['f', -0.5], ['{"a": ', -9], [value, -0.25], ['}', -9]);
    const asked = (a: unknown) => ({ name: 'f', args: { a }, argumentsText: '' }) as unknown as ToolCall;
    expect(callConfidence(tokens('""'), asked(''), ['a'])).toBeCloseTo(Math.exp(-0.75), 12);
    expect(callConfidence(tokens('12'), asked(12), ['a'])).toBeCloseTo(Math.exp(-0.75), 12);
    // The quotes of a text are their own tokens: they are no part of it.
    const quoted = logprobs(['f{"a": ', -0.5], ['"', -9], ['x', -0.25], ['"', -9], ['}', -9]);
    expect(callConfidence(quoted, asked('x'), ['a'])).toBeCloseTo(Math.exp(-0.75), 12);
  });

  it('is unknown where name, key or value do not stand in what was said', () => {
    const tokens = logprobs(['f{"a": 1}', -0.5]);
    const asked = (name: string, a: unknown) => ({ name, args: { a }, argumentsText: '' }) as unknown as ToolCall;
    expect(callConfidence(tokens, asked('g', 1), ['a'])).toBeNull();
    expect(callConfidence(tokens, asked('f', 1), ['b'])).toBeNull();
    expect(callConfidence(tokens, asked('f', 2), ['a'])).toBeNull();
    expect(callConfidence(tokens, asked('f', 1), [])).toBeCloseTo(Math.exp(-0.5), 12);
    expect(callConfidence(undefined, asked('f', 1), [])).toBeNull();
    const broken = logprobs(['f{"a": 1}', Number.NEGATIVE_INFINITY]);
    expect(callConfidence(broken, asked('f', 1), [])).toBeNull();
  });

  it('is at most 1, and 0 where a token is impossible', () => {
    const tokens = (logprob: number) => logprobs(['send_text', logprob], [argumentsText, 0]);
    expect(callConfidence(tokens(1e-6), call, ['reply'])).toBe(1);
    expect(callConfidence(tokens(-9999), call, ['reply'])).toBe(0);
  });

  it.each([
    ['no log-probabilities', null],
    ['another shape', { content: [{ token: 1, logprob: 'x' }] }],
    ['none listed', { content: [] }],
    ['a text without the call', logprobs(['Hello', -1])],
    ['a name without its arguments', logprobs(['send_text', -1])],
    ['arguments without a value', logprobs(['send_text {"reply": 1}', -1])],
    ['a number that is none', logprobs([`send_text${argumentsText}`, Number.NaN])],
  ])('is unknown with %s', (_, given) => {
    expect(callConfidence(given, call, ['reply'])).toBeNull();
  });
});
