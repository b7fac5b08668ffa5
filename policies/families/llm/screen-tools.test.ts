import fc from 'fast-check';
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { type Action, actionSchema } from '../../../harness/contract/action.ts';
import { illegalReason } from '../../../harness/contract/legal.ts';
import { control, screen } from '../../testing/small-desk.ts';
import { readAnswer } from './answer.ts';
import { parseCompletion } from './completion.ts';
import { screenTools } from './screen-tools.ts';
import { accepts } from './testing/accepts.ts';
import { anyScreen, legalActions } from './testing/any-screen.ts';
import { callMessage, completionBody, type FakeTool, modelAnswer } from './testing/fake-model.ts';

const NAME = /^[a-zA-Z0-9_-]{1,64}$/;

describe('the tools of a screen', () => {
  it('are one for each kind of action that it offers, and one for each form', () => {
    const names = (more: Parameters<typeof screen>[0]) => screenTools(screen(more)).map(({ name }) => name);
    expect(names({})).toEqual(['submit_form_1', 'send_text', 'transfer', 'close']);
    const controls = [
      control('procedure:a', 'procedure', 'A'),
      control('button:b', 'button', 'B'),
      control('submit:one.go', 'submit', 'Go', { form: 'one', target: 'go' }),
      control('submit:two.go', 'submit', 'Go', { form: 'two', target: 'go' }),
      control('reply:off', 'reply', 'Off', { enabled: false }),
      control('close', 'close', 'Close'),
    ];
    expect(names({ controls })).toEqual(['select_procedure', 'submit_form_1', 'submit_form_2', 'click_control']);
    expect(names({ controls, status: 'closed' })).toEqual([]);
    expect(names({ controls: [] })).toEqual([]);
  });

  it('take a reply by its id or null, and nothing else', () => {
    const tool = screenTools(screen()).find(({ name }) => name === 'send_text')!;
    expect(tool.read({ reply: 'ask_name' })).toMatchObject({
      reply: 'ask_name',
      text: 'May I have your name, please?',
    });
    expect(tool.read({ reply: null, text: 'Hello' })).toEqual({ kind: 'send_text', reply: null, text: 'Hello' });
    const wrong = [
      { reply: 7, text: 'a' },
      { reply: null },
      { text: 'a' },
      { reply: null, text: 7 },
      { reply: null, text: 'a', more: 1 },
    ];
    for (const args of wrong) expect(tool.read(args), JSON.stringify(args)).toBeNull();
  });

  it('name ids and options, and type each field', () => {
    const controls = [
      control('field:f.city', 'select', 'City', {
        form: 'f',
        target: 'city',
        options: ['Bonn', 'Rome'],
        required: true,
      }),
      control('field:f.extras', 'multiselect', 'Extras', { form: 'f', target: 'extras', options: ['tea', 'a | b'] }),
      control('field:f.day', 'date', 'Day', { form: 'f', target: 'day' }),
      control('field:f.sure', 'checkbox', 'Sure', { form: 'f', target: 'sure', required: true }),
      control('field:f.none', 'radio', 'None', { form: 'f', target: 'none' }),
      control('submit:f.go', 'submit', 'Go', { form: 'f', target: 'go' }),
    ];
    const [tool] = screenTools(screen({ controls }));
    expect(tool?.parameters).toMatchObject({
      properties: {
        button: { enum: ['go'] },
        values: {
          properties: {
            city: { type: 'string', enum: ['Bonn', 'Rome'] },
            // "a | b" cannot be told from two options once it is joined.
            extras: { type: 'array', items: { enum: ['tea'] } },
            day: { type: 'string', format: 'date' },
            sure: { type: 'boolean', enum: [true] },
          },
          required: ['city', 'sure'],
        },
      },
    });
    expect(JSON.stringify(tool?.parameters)).not.toContain('none');
  });

  it('leave out a form that cannot be filled', () => {
    const controls = [
      control('field:f.city', 'select', 'City', { form: 'f', target: 'city', required: true }),
      control('submit:f.go', 'submit', 'Go', { form: 'f', target: 'go' }),
    ];
    expect(screenTools(screen({ controls }))).toEqual([]);
  });

  it('hold nothing of the chat', () => {
    const messages = [{ author: 'customer' as const, text: 'xyzzy' }];
    const tools = screenTools(screen({ messages, fields: { note: 'xyzzy' }, subject: 'xyzzy' }));
    expect(JSON.stringify(tools)).not.toContain('xyzzy');
  });

  it('take each legal action by their schema, and give it back unchanged', () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(anyScreen, fc.string(), (on, seed) => {
        const tools = screenTools(on);
        expect(new Set(tools.map(({ name }) => name)).size).toBe(tools.length);
        for (const action of legalActions(on, seedrandom(seed))) {
          met.add(action.kind);
          const written = tools.flatMap((tool) => {
            const args = tool.write(action);
            return args === null ? [] : [{ tool, args }];
          });
          expect(written).toHaveLength(1);
          const { tool, args } = written[0]!;
          expect(tool.name).toMatch(NAME);
          expect(accepts(tool.parameters, args), JSON.stringify({ args, schema: tool.parameters })).toBe(true);
          const completion =
            parseCompletion(completionBody({ message: callMessage(tool.name, args) })) ?? expect.fail();
          expect(readAnswer(completion, tools, on)).toMatchObject({ action });
        }
      }),
      { numRuns: 400, seed: 1 },
    );
    expect(met.size).toBe(6);
  });

  it('take by their schema no choice that the screen does not offer', () => {
    const on = screen();
    const wrong: Action[] = [
      { kind: 'send_text', reply: 'nowhere', text: 'x' },
      { kind: 'transfer', queue: 'Sales' },
      { kind: 'close', resolution: 'done' },
      { kind: 'submit_form', form: 'flight', button: 'look', values: { name: 'x' } },
      { kind: 'submit_form', form: 'flight', button: 'book', values: {} },
      { kind: 'submit_form', form: 'flight', button: 'book', values: { name: 'x', city: 'Rome' } },
      { kind: 'submit_form', form: 'flight', button: 'book', values: { name: 'x', other: 'y' } },
    ];
    for (const action of wrong) {
      expect(illegalReason(action, on)).not.toBeNull();
      for (const tool of screenTools(on)) {
        const args = tool.write(action);
        expect(args !== null && accepts(tool.parameters, args), JSON.stringify(action)).toBe(false);
      }
    }
  });

  it('give a legal action for whatever their schema takes, the text of an own message given', () => {
    let legal = 0;
    fc.assert(
      fc.property(anyScreen, fc.string(), (on, seed) => {
        const tools = screenTools(on);
        if (tools.length === 0) return;
        const offered = tools.map(
          ({ name, description, parameters }): FakeTool =>
            ({ type: 'function', function: { name, description, parameters } }) as FakeTool,
        );
        const request = {
          method: '',
          path: '',
          headers: {},
          text: seed,
          body: { model: '', messages: [], tools: offered },
        };
        const answer = readAnswer(parseCompletion(modelAnswer(request)) ?? expect.fail(), tools, on);
        if ('invalid' in answer) expect(answer.invalid).toBe('bad_arguments');
        else legal++;
      }),
      { numRuns: 400, seed: 2 },
    );
    expect(legal).toBeGreaterThan(250);
  });
});

/** A right call with one thing about it changed, as text of its arguments; now and then none. */
function disturbed(name: string, args: object, names: readonly string[], at: number, junk: unknown) {
  const text = JSON.stringify(args);
  const keys = Object.keys(args);
  const key = keys[at % Math.max(1, keys.length)] ?? '';
  const changes = [
    () => [name, text],
    () => [names[at % names.length] ?? name, text],
    () => [name, JSON.stringify({ ...args, [key]: junk })],
    () => [name, JSON.stringify({ ...args, values: junk })],
    () => [name, text.replace(/"([^"]*)"(?=[,}\]])/, JSON.stringify(junk) ?? 'null')],
    () => [name, text.slice(0, -1 - (at % text.length))],
    () => [name, text.replace('{', '{"__proto__": {"status": "closed"}, ')],
    () => [name, text.replace(/}}?$/, ', "constructor": 1$&')],
    () => [['__proto__', 'constructor', 'toString', ''][at % 4] ?? '', text],
    () => [name, JSON.stringify(junk) ?? ''],
  ];
  const [called = '', given = ''] = changes[at % changes.length]?.() ?? [];
  return { called, given };
}

describe('whatever a server answers', () => {
  it('only what the screen offers comes of it', () => {
    const junk = fc.oneof(fc.jsonValue(), fc.constantFrom(null, true, '', 'Solved', [], {}, -0, 1e308, '2024-02-30'));
    const causes = new Map<string, number>();
    fc.assert(
      fc.property(anyScreen, fc.string(), fc.nat(), junk, (on, seed, at, value) => {
        const tools = screenTools(on);
        const names = tools.map(({ name }) => name);
        for (const action of legalActions(on, seedrandom(seed)))
          for (const tool of tools) {
            const args = tool.write(action);
            if (args === null) continue;
            const { called, given } = disturbed(tool.name, args, names, at, value);
            const completion =
              parseCompletion(completionBody({ message: callMessage(called, given) })) ?? expect.fail();
            const answer = readAnswer(completion, tools, on);
            const came = 'invalid' in answer ? answer.invalid : 'legal';
            causes.set(came, (causes.get(came) ?? 0) + 1);
            if ('invalid' in answer) continue;
            expect(actionSchema.safeParse(answer.action).success).toBe(true);
            expect(illegalReason(answer.action, on)).toBeNull();
          }
      }),
      { numRuns: 800, seed: 3 },
    );
    // All of these did come up, or nothing was shown.
    for (const cause of ['legal', 'not_json', 'unknown_tool', 'bad_arguments', 'illegal_action'])
      expect(causes.get(cause) ?? 0, cause).toBeGreaterThan(50);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('nothing at all comes of what is no completion', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (body) => {
        const completion = parseCompletion(body);
        if (completion !== null)
          expect(readAnswer(completion, screenTools(screen()), screen())).toHaveProperty('invalid');
      }),
      { numRuns: 500, seed: 4 },
    );
  });
});
