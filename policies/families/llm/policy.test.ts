import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Screen } from '../../../harness/contract/screen.ts';
import { recipe } from '../../models/llm.ts';
import { screen } from '../../testing/small-desk.ts';
import { UNKNOWN_CONFIDENCE } from './confidence.ts';
import { connectLlm, type LlmOptions } from './policy.ts';
import { type LlmSettings, readSettings } from './settings.ts';
import { type FakeScript, startFakeEndpoint } from './testing/fake-endpoint.ts';
import { callMessage, completionBody, type FakeRequest, modelAnswer } from './testing/fake-model.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closing.splice(0)) await close();
});

const KEY = 'sk-very-secret';

async function serve(script?: FakeScript) {
  const server = await startFakeEndpoint(script);
  closing.push(() => server.close());
  const env = { DESKBENCH_LLM_URL: server.url, DESKBENCH_LLM_MODEL: 'fake', DESKBENCH_LLM_KEY: KEY };
  const connect = async (settings: Partial<LlmSettings> = {}, options: Partial<LlmOptions> = {}) => {
    const all = { seed: '1', pause: async () => undefined, ...options };
    const policy = await connectLlm({ ...readSettings(env), ...settings }, all);
    closing.push(() => policy.dispose());
    return policy;
  };
  return { server, env, connect };
}

/** Screens that differ in what the customer says. */
const screens = (many: number): Screen[] =>
  Array.from({ length: many }, (_, at) => screen({ messages: [{ author: 'customer', text: `message ${at}` }] }));

const isProbe = ({ body }: FakeRequest) => body.tools[0]?.function.name === 'ready';
const said = ({ body }: FakeRequest) => Number(/message (\d+)/.exec(body.messages[1]?.content ?? '')?.[1] ?? -1);
const reply = (text: string) => completionBody({ message: callMessage('send_text', { reply: null, text }) });

describe('the policy of a served model', () => {
  it('asks for one call among the screen’s tools, at temperature 0 with seed and log-probabilities', async () => {
    const { server, connect } = await serve();
    const policy = await connect();
    await policy.suggest(screens(1));
    expect(server.requests).toHaveLength(2);
    const { body } = server.requests[1]!;
    expect(body).toMatchObject({
      model: 'fake',
      tool_choice: 'required',
      temperature: 0,
      logprobs: true,
      max_tokens: 1024,
    });
    expect(body.seed).toSatisfy((seed: number) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31);
    expect(body.tools.map((tool) => tool.function.name)).toEqual(['submit_form_1', 'send_text', 'transfer', 'close']);
    expect(policy).toMatchObject({ name: 'llm', provider: `fake at ${new URL(server.url).host}` });
    const other = await connect({}, { seed: '2' });
    await other.suggest(screens(1));
    expect(server.requests.at(-1)?.body.seed).not.toBe(body.seed);
  });

  it('answers in the order of the screens, however the server does', async () => {
    const { server, connect } = await serve(async (request) => {
      if (isProbe(request)) return { body: modelAnswer(request) };
      const n = said(request);
      await new Promise((resolve) => setTimeout(resolve, (20 - n) * 3));
      return { body: reply(`answer ${n}`) };
    });
    const policy = await connect({ concurrency: 5 });
    const answers = await policy.suggest(screens(20));
    expect(answers.map(({ ranked }) => ranked)).toEqual(
      screens(20).map((_, n) => [
        { action: { kind: 'send_text', reply: null, text: `answer ${n}` }, confidence: UNKNOWN_CONFIDENCE },
      ]),
    );
    expect(server.mostAtOnce()).toBe(5);
  });

  it('keeps to its limit across calls', async () => {
    const { server, connect } = await serve(async (request) => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      return { body: modelAnswer(request) };
    });
    const policy = await connect({ concurrency: 2 });
    const all = screens(12);
    await Promise.all([policy.suggest(all.slice(0, 6)), policy.suggest(all.slice(6))]);
    expect(server.mostAtOnce()).toBe(2);
    expect(policy.usage()).toMatchObject({ requests: 13, screens: 12 });
  });

  it('asks once about screens that look alike, and not about closed ones', async () => {
    const { server, connect } = await serve();
    const policy = await connect();
    const [one] = screens(1);
    const answers = await policy.suggest([one!, { ...one!, caseId: 'another' }, { ...one!, status: 'closed' }]);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual({ ranked: [] });
    await policy.suggest([structuredClone(one!)]);
    expect(server.requests).toHaveLength(2);
    expect(policy.usage()).toMatchObject({ screens: 4, reused: 2, nothingOffered: 1, requests: 2, valid: 1 });
    policy.forget?.();
    await policy.suggest([one!]);
    expect(policy.usage()).toMatchObject({ screens: 5, reused: 2, requests: 3, valid: 2 });
  });

  it('counts what it used and what was invalid, and performs none of that', async () => {
    const answers: Record<number, string> = {
      0: reply('good'),
      1: completionBody({ message: { content: 'Let me think.' }, finish_reason: 'stop' }),
      2: completionBody({ message: callMessage('close', { resolution: 'never' }), usage: null }),
      3: completionBody({ message: callMessage('rm', {}), usage: { prompt_tokens: -5, completion_tokens: 'many' } }),
      4: completionBody({ message: {}, finish_reason: 'stop' }),
    };
    let busy = 2;
    const { connect } = await serve((request) => {
      if (isProbe(request)) return { body: modelAnswer(request) };
      if (said(request) === 4 && busy-- > 0) return { status: 429, body: '' };
      return { body: answers[said(request)] ?? '' };
    });
    const lines: string[] = [];
    const policy = await connect({ prices: { input: 2, output: 10 } }, { onLine: (line) => void lines.push(line) });
    const suggestions = await policy.suggest(screens(5));
    expect(suggestions.map(({ ranked }) => ranked.length)).toEqual([1, 0, 0, 0, 0]);
    const none = { refused: 0, cut_off: 0, too_large: 0, bad_arguments: 0 };
    expect(policy.usage()).toEqual({
      screens: 5,
      nothingOffered: 0,
      reused: 0,
      requests: 6,
      retries: 2,
      promptTokens: 400,
      completionTokens: 40,
      unreported: 2,
      cost: (400 * 2 + 40 * 10) / 1e6,
      valid: 1,
      withoutConfidence: 1,
      fromText: 0,
      extraCalls: 0,
      invalid: { ...none, not_json: 1, illegal_action: 1, unknown_tool: 1, empty: 1 },
      dropped: [],
    });
    await policy.dispose();
    await policy.dispose();
    expect(lines).toEqual([
      'fake: 6 requests, 2 retries; 400 prompt and 40 completion tokens (2 requests not reported); cost 0.0012; 1 valid answers, 1 of them without log-probabilities; 4 invalid (1 empty, 1 not_json, 1 unknown_tool, 1 illegal_action)',
    ]);
  });

  it('leaves out what the server refuses, found out once', async () => {
    const { server, connect } = await serve((request) => {
      const { body } = request;
      if (body.tool_choice) return { status: 400, body: '{"error":"tool_choice: only auto is supported"}' };
      if (body.logprobs) return { status: 422, body: '{"error":"logprobs are not supported"}' };
      if (body.max_tokens) return { status: 400, body: '{"error":"use max_completion_tokens instead of max_tokens"}' };
      return { body: modelAnswer(request) };
    });
    const policy = await connect();
    const suggestions = await policy.suggest(screens(3));
    expect(suggestions.every(({ ranked }) => ranked.length <= 1)).toBe(true);
    expect(server.requests).toHaveLength(7);
    expect(server.requests.at(-1)?.body).toMatchObject({ temperature: 0, max_completion_tokens: 1024 });
    expect(policy.usage()).toMatchObject({ dropped: ['tool_choice', 'logprobs', 'max_tokens'], requests: 4 });
  });

  it('changes nothing about its requests because of what a screen’s refusal says', async () => {
    const { server, connect } = await serve((request) =>
      isProbe(request)
        ? { body: modelAnswer(request) }
        : { status: 400, body: 'the customer wrote: logprobs, tool_choice' },
    );
    const policy = await connect();
    await expect(policy.suggest(screens(1))).rejects.toThrow(/status 400/);
    expect(server.requests).toHaveLength(2);
    expect(policy.usage().dropped).toEqual([]);
  });

  it('fails at once and once where the endpoint does, and asks again on the next call', async () => {
    let down = true;
    const { server, connect } = await serve((request) => {
      if (isProbe(request) || !down) return { body: modelAnswer(request) };
      return { status: 500, body: 'no memory' };
    });
    const policy = await connect({ concurrency: 1, retries: 1 });
    await expect(policy.suggest(screens(50))).rejects.toMatchObject({
      name: 'InfrastructureError',
      message: expect.stringMatching(/\/v1\/chat\/completions answered with status 500 after 2 attempts \(no memory\)/),
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    // The 49 that waited share the fault.
    expect(server.requests).toHaveLength(3);
    expect(policy.usage().invalid).toEqual((await connect()).usage().invalid);
    down = false;
    expect(await policy.suggest(screens(50))).toHaveLength(50);
  });

  it('says before anything else that address, key or model are wrong', async () => {
    const { server, connect } = await serve(() => ({ status: 401, body: `{"error":"wrong key ${KEY}"}` }));
    const error: unknown = await connect().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: expect.stringMatching(/status 401.*check DESKBENCH_LLM_KEY/) });
    expect(String(error)).not.toContain(KEY);
    expect(server.requests).toHaveLength(1);
  });

  it('tells nobody its key', async () => {
    const { server, connect } = await serve();
    const lines: string[] = [];
    const policy = await connect({}, { onLine: (line) => void lines.push(line) });
    const suggestions = await policy.suggest(screens(2));
    await policy.dispose();
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(
      JSON.stringify([policy, policy.usage(), suggestions, lines, server.requests.map(({ text }) => text)]),
    ).not.toContain(KEY);
  });

  it('lets go of requests under way when it is disposed of', async () => {
    const { connect } = await serve((request) => (isProbe(request) ? { body: modelAnswer(request) } : { hang: true }));
    const policy = await connect();
    const asked = policy.suggest(screens(3));
    setTimeout(() => void policy.dispose(), 30);
    await expect(asked).rejects.toThrow('disposed of');
  });

  it('has another fingerprint with another model, seed or server', async () => {
    const { connect } = await serve();
    const prints = new Set<string | undefined>();
    for (const [settings, options] of [
      [{}, {}],
      [{}, {}],
      [{ model: 'other' }, {}],
      [{ maxTokens: 99 }, {}],
      [{}, { seed: '2' }],
      [{ key: null }, {}],
    ] as const)
      prints.add((await connect(settings, options)).fingerprint);
    expect(prints.size).toBe(4);
  });
});

describe('the recipe', () => {
  it('says what to set, and refuses in the same words', async () => {
    vi.stubEnv('DESKBENCH_LLM_URL', 'somewhere');
    vi.stubEnv('DESKBENCH_LLM_MODEL', 'fake');
    expect(recipe.unavailable()).toMatch(/DESKBENCH_LLM_URL is no address/);
    vi.stubEnv('DESKBENCH_LLM_URL', undefined);
    expect(recipe.unavailable()).toMatch(/DESKBENCH_LLM_URL/);
    await expect(recipe.fit([], { seed: '1' })).rejects.toThrow(recipe.unavailable() ?? '');
  });
});
