import { describe, expect, it } from 'vitest';
import { screen } from '../../testing/small-desk.ts';
import { readAnswer } from './answer.ts';
import { parseCompletion } from './completion.ts';
import { screenTools } from './screen-tools.ts';
import { callMessage, completionBody, logprobsOf, type Said } from './testing/fake-model.ts';

const on = screen();
const tools = screenTools(on);
const parsed = (body: string) => parseCompletion(body) ?? expect.fail('no completion');
const read = (said: Said) => readAnswer(parsed(completionBody(said)), tools, on);
const called = (name: string, args: unknown) => read({ message: callMessage(name, args) });
const close = { kind: 'close', resolution: 'resolved' };

describe('an answer', () => {
  it('is the action that it calls, with what was said about its probability', () => {
    const args = '{"resolution": "resolved"}';
    const logprobs = logprobsOf(`close${args}`, () => 0);
    expect(read({ message: callMessage('close', args), logprobs })).toEqual({
      action: close,
      confidence: 1,
      extraCalls: 0,
      fromText: false,
    });
    expect(called('close', args)).toMatchObject({ action: close, confidence: null });
  });

  it('may give its arguments as an object, as some servers do', () => {
    const message = { tool_calls: [{ function: { name: 'close', arguments: { resolution: 'resolved' } } }] };
    expect(read({ message })).toMatchObject({ action: close });
  });

  it('is its first call, the others counted', () => {
    const call = { function: { name: 'close', arguments: '{"resolution":"resolved"}' } };
    expect(read({ message: { tool_calls: [call, call, call] } })).toMatchObject({ action: close, extraCalls: 2 });
  });

  it.each([
    '{"name": "close", "arguments": {"resolution": "resolved"}}',
    '```json\n{"name": "close", "parameters": {"resolution": "resolved"}}\n```',
  ])('may stand as JSON in the text: %j', (content) => {
    expect(read({ message: { content }, finish_reason: 'stop' })).toMatchObject({ action: close, fromText: true });
  });

  it('gets the slots of a canned reply filled where it leaves out the text', () => {
    const shown = screen({ fields: { city: 'Rome' } });
    const completion = parsed(completionBody({ message: callMessage('send_text', { reply: 'confirm' }) }));
    expect(readAnswer(completion, screenTools(shown), shown)).toMatchObject({
      action: { kind: 'send_text', reply: 'confirm', text: 'Your flight to Rome is booked.' },
    });
  });

  it('leaves out form values that are empty', () => {
    const values = { name: 'Ben', city: '' };
    expect(called('submit_form_1', { button: 'book', values })).toMatchObject({ action: { values: { name: 'Ben' } } });
  });

  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  it.each<[string, string, () => ReturnType<typeof read>]>([
    ['empty', 'no choice', () => readAnswer(parsed('{"choices":[]}'), tools, on)],
    ['empty', 'an empty message', () => read({ message: {}, finish_reason: 'stop' })],
    ['empty', 'white space', () => read({ message: { content: ' \n' }, finish_reason: 'stop' })],
    ['refused', 'a refusal', () => read({ message: { refusal: 'I will not.' }, finish_reason: 'stop' })],
    ['refused', 'a filter', () => read({ message: {}, finish_reason: 'content_filter' })],
    ['cut_off', 'nothing but thinking', () => read({ message: {}, finish_reason: 'length' })],
    ['cut_off', 'half a call', () => read({ message: callMessage('close', '{"resol'), finish_reason: 'length' })],
    ['too_large', 'no end', () => readAnswer('too_large', tools, on)],
    ['not_json', 'prose', () => read({ message: { content: 'I would close it.' }, finish_reason: 'stop' })],
    ['not_json', 'broken arguments', () => called('close', '{"resolution": "resolved"')],
    ['not_json', 'a list', () => called('close', '["resolved"]')],
    ['not_json', 'arguments nested without end', () => called('close', deep)],
    ['unknown_tool', 'another tool', () => called('delete_case', {})],
    ['unknown_tool', 'a tool of another screen', () => called('select_procedure', { procedure: 'a' })],
    ['unknown_tool', 'a name of every object', () => called('__proto__', {})],
    ['bad_arguments', 'no arguments', () => called('close', '')],
    ['bad_arguments', 'another type', () => called('close', { resolution: 1 })],
    ['bad_arguments', 'one argument more', () => called('close', { resolution: 'resolved', force: true })],
    ['bad_arguments', 'a prototype', () => called('close', '{"resolution":"resolved","__proto__":{"x":1}}')],
    ['bad_arguments', 'own words without words', () => called('send_text', { reply: null })],
    ['bad_arguments', 'an enormous text', () => called('send_text', { reply: null, text: 'x'.repeat(1_000_000) })],
    ['bad_arguments', 'hidden characters', () => called('send_text', { reply: null, text: 'a\u202eb' })],
    [
      'bad_arguments',
      'no such field',
      () => called('submit_form_1', { button: 'book', values: { name: 'x', no: 'y' } }),
    ],
    [
      'bad_arguments',
      'one argument more beside the values',
      () => called('submit_form_1', { button: 'book', values: { name: 'x' }, force: true }),
    ],
    [
      'bad_arguments',
      'a prototype among the values',
      () => called('submit_form_1', '{"button":"book","values":{"name":"x","__proto__":"y"}}'),
    ],
    ['illegal_action', 'no such option', () => called('close', { resolution: 'Closed' })],
    ['illegal_action', 'no such reply', () => called('send_text', { reply: 'toString', text: 'x' })],
    [
      'illegal_action',
      'no such option of a field',
      () => called('submit_form_1', { button: 'book', values: { name: 'x', city: 'Rome' } }),
    ],
    ['illegal_action', 'a required field left out', () => called('submit_form_1', { button: 'book', values: {} })],
    ['illegal_action', 'two lines in one', () => called('submit_form_1', { button: 'book', values: { name: 'a\nb' } })],
  ])('is invalid as %s: %s', (cause, _, said) => {
    expect(said()).toEqual({ invalid: cause });
  });
});
