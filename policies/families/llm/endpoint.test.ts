import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { askEndpoint, LONGEST_ANSWER } from './endpoint.ts';
import { type FakeReply, type FakeScript, startFakeEndpoint } from './testing/fake-endpoint.ts';
import { callMessage, completionBody } from './testing/fake-model.ts';
import { endSwitch } from './waiting.ts';

const good: FakeReply = { body: completionBody({ message: callMessage('close', {}) }) };
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const KEY = 'sk-very-secret';

async function ask(script: FakeScript | readonly FakeReply[], more: { timeoutMs?: number; retries?: number } = {}) {
  const server = await startFakeEndpoint(
    typeof script === 'function' ? script : (_, index) => script[Math.min(index, script.length - 1)] ?? good,
  );
  closing.push(() => server.close());
  const waited: number[] = [];
  const end = endSwitch();
  const result = askEndpoint('{"model":"m"}', 'stream', {
    settings: { url: server.url, key: KEY, timeoutMs: 5000, retries: 3, ...more },
    end: end.signal,
    pause: async (ms) => void waited.push(ms),
  });
  return { server, waited, end, result };
}

describe('asking an endpoint', () => {
  it('posts the body with the key and reads the completion', async () => {
    const { server, result } = await ask([good]);
    expect(await result).toMatchObject({ attempts: 1, answer: { choices: [{ finish_reason: 'tool_calls' }] } });
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/v1/chat/completions', text: '{"model":"m"}' });
    expect(request?.headers).toMatchObject({ authorization: `Bearer ${KEY}`, 'content-type': 'application/json' });
  });

  it.each<[string, FakeReply]>([
    ['500', { status: 500, body: 'oops' }],
    ['503 without a body', { status: 503, body: '' }],
    ['408', { status: 408, body: '' }],
    ['429', { status: 429, body: '{}' }],
    ['a connection lost in the middle of the body', { resetAfter: '{"choices":[{"mess' }],
    ['a body that is not JSON', { body: '<html>Bad gateway</html>' }],
    ['JSON that is no completion', { body: '{"error":{"message":"overloaded"}}' }],
  ])('tries again after %s', async (_, fault) => {
    const { server, waited, result } = await ask([fault, fault, good]);
    expect(await result).toMatchObject({ attempts: 3 });
    expect(server.requests).toHaveLength(3);
    expect(waited).toHaveLength(2);
    expect(waited[1]).toBeGreaterThan((waited[0] ?? 0) * 0.99);
  });

  it('waits as long as the server asks, but no longer than a minute', async () => {
    const busy = (after: string): FakeReply => ({ status: 429, headers: { 'retry-after': after }, body: '' });
    const { waited, result } = await ask([busy('7'), busy('100000'), good]);
    await result;
    expect(waited).toEqual([7000, 60_000]);
  });

  it('gives up on an answer that takes too long, and asks again', async () => {
    const { result } = await ask([{ hang: true }, good], { timeoutMs: 300 });
    expect(await result).toMatchObject({ attempts: 2 });
  });

  it('says where, what and what to do when it cannot be reached', async () => {
    const { server, result } = await ask([{ hang: true }], { timeoutMs: 50, retries: 1 });
    await expect(result).rejects.toThrow(
      `The model's endpoint ${server.url}/chat/completions cannot be reached after 2 attempts (no answer within 0.05 s): see whether the server runs`,
    );
  });

  it('says that nobody listens there', async () => {
    const gone = await startFakeEndpoint();
    await gone.close();
    const settings = { url: gone.url, key: KEY, timeoutMs: 5000, retries: 0 };
    await expect(askEndpoint('{}', 's', { settings, end: endSwitch().signal })).rejects.toThrow(
      /cannot be reached \(fetch failed: .*ECONNREFUSED/,
    );
  });

  it.each<[number, RegExp]>([
    [302, /status 302.*give the address that it points to/],
    [400, /status 400 \(what \[key\] went wrong\): serve a model that calls tools/],
    [401, /status 401.*DESKBENCH_LLM_KEY/],
    [403, /DESKBENCH_LLM_KEY/],
    [404, /DESKBENCH_LLM_URL.*DESKBENCH_LLM_MODEL/],
    [422, /status 422/],
  ])('does not repeat what is answered with %i', async (status, message) => {
    const body = `what ${KEY}\nwent wrong`;
    const { server, waited, result } = await ask([{ status, headers: { location: '/elsewhere' }, body }]);
    const error: unknown = await result.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'InfrastructureError', status, message: expect.stringMatching(message) });
    expect(server.requests).toHaveLength(1);
    expect(waited).toEqual([]);
  });

  it('keeps the key, control characters and long bodies out of what it says', async () => {
    const { result } = await ask([{ status: 401, body: `\u001b[2J\u202e${KEY}\r\n::error::${'x'.repeat(50_000)}` }]);
    const error: unknown = await result.catch((thrown: unknown) => thrown);
    const { message } = error as Error;
    expect(message).not.toContain(KEY);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is the point
    expect(message).not.toMatch(/[\u0000-\u001f\u202e]/);
    expect(message.length).toBeLessThan(600);
    expect(inspect(error)).not.toContain(KEY);
  });

  it.each([1, 20, KEY.length - 1])('shows nothing of a key of which %i characters were sent', async (length) => {
    for (const [status, body] of [
      [401, `Incorrect API key: ${KEY.slice(0, length)}`],
      [200, `${KEY.slice(-length)} is no key`],
      [401, `${KEY.slice(0, 20)}\u0000${KEY.slice(20)}`],
    ] as const) {
      const { result } = await ask([{ status, body }], { retries: 0 });
      const error: unknown = await result.catch((thrown: unknown) => thrown);
      for (let at = 0; at + 6 <= KEY.length; at++) expect(inspect(error)).not.toContain(KEY.slice(at, at + 6));
    }
  });

  it('fails after the last attempt with the status of that', async () => {
    const { server, result } = await ask(
      [
        { status: 500, body: 'a' },
        { status: 429, body: 'b' },
      ],
      { retries: 2 },
    );
    await expect(result).rejects.toThrow(/status 429 after 3 attempts \(b\): lower DESKBENCH_LLM_CONCURRENCY/);
    expect(server.requests).toHaveLength(3);
  });

  it.each<[string, FakeReply]>([
    ['a huge answer', { body: `{"choices":"${'x'.repeat(LONGEST_ANSWER)}"}` }],
    ['an answer without end', { endless: 'x'.repeat(100_000) }],
  ])('does not read %s to its end', async (_, reply) => {
    const { server, result } = await ask([reply]);
    expect(await result).toEqual({ answer: 'too_large', attempts: 1 });
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    [500, '{"error":{"code":500,"message":"Failed to parse input at pos 184: <tool_call>"}}'],
    [
      400,
      '{"error":{"message":"1 validation error\\n Invalid JSON: EOF while parsing an object [type=json_invalid, in"}}',
    ],
  ])('takes for an answer what a server says with %i that it could not parse', async (status, body) => {
    const { server, result } = await ask([{ status, body }]);
    expect(await result).toEqual({ answer: 'not_json', attempts: 1 });
    expect(server.requests).toHaveLength(1);
  });

  it('ends at once when it is told to', async () => {
    const { end, result } = await ask([{ hang: true }], { timeoutMs: 60_000 });
    setTimeout(() => end.abort(new Error('the end')), 50);
    await expect(result).rejects.toThrow('the end');
  });
});
