import { describe, expect, it } from 'vitest';
import { illegalReason } from '../../../harness/contract/legal.ts';
import { fillFromScreen } from '../../../harness/contract/shown-values.ts';
import { control, screen } from '../../testing/small-desk.ts';
import { candidateAction, candidates } from './candidates.ts';
import { contextFeatures } from './context.ts';
import { valueCandidates } from './value-candidates.ts';

describe('candidates', () => {
  it('are every offered action but free text, each legal on the screen', () => {
    const seen = screen({
      controls: [
        ...screen().controls,
        control('procedure:refund', 'procedure', 'Refund'),
        control('button:next', 'button', 'Next'),
        control('button:off', 'button', 'Off', { enabled: false }),
        control('result:0', 'result', 'Result'),
      ],
    });
    const targets = candidates(seen).map(({ target }) => target);
    expect(targets).toEqual([
      'send_text ask_name',
      'send_text ask_city',
      'send_text confirm',
      'submit_form flight/book',
      'transfer Complaints',
      'close resolved',
      'close unresolved',
      'select_procedure refund',
      'click_control button:next',
      'click_control result:0',
    ]);
    for (const candidate of candidates(seen)) {
      const action = candidateAction(candidate, seen, { values: () => ({ name: 'Ben' }) });
      expect(action && illegalReason(action, seen)).toBeNull();
    }
  });
});

describe('candidateAction', () => {
  const seen = screen({
    controls: [
      control('field:f.line', 'text', 'Line', { form: 'f', target: 'line_number' }),
      control('field:f.mail', 'text', 'E-mail', { form: 'f', target: 'mail' }),
      control('reply:lost', 'reply', 'I can not find {line_number}.', { target: 'lost' }),
      control('reply:sent', 'reply', 'Sent to {mail}.', { target: 'sent' }),
    ],
  });
  const said = (reply: string, values: Record<string, string>) => {
    const offered = candidates(seen).find(({ control: { target } }) => target === reply)!;
    return candidateAction(offered, seen, { values: () => null, said: [values] });
  };

  it('never says a number without a digit, or an address without an @: the slot stays a hole', () => {
    expect(said('lost', { line_number: 'My mistake' })).toMatchObject({ text: 'I can not find [line_number].' });
    expect(said('lost', { line_number: 'L-204' })).toMatchObject({ text: 'I can not find L-204.' });
    expect(said('sent', { mail: 'my work' })).toMatchObject({ text: 'Sent to [mail].' });
    expect(said('sent', { mail: 'a@b.example' })).toMatchObject({ text: 'Sent to a@b.example.' });
  });
});

describe('fillFromScreen', () => {
  it('fills from the newest result, then the case, then what was submitted', () => {
    const seen = screen({
      fields: { seat: '4A', city: 'Denver' },
      results: [
        {
          form: 'f',
          items: [{ City: 'Boston', Total: '7' }],
          total: 1,
          status: null,
          control: 'result:0',
          selected: false,
        },
      ],
      timeline: [{ kind: 'submit_form', target: 'submit_form f/b', values: { first_name: 'Ben' }, messageCount: 0 }],
    });
    expect(fillFromScreen('{city}, {seat}, {first name}, {total:d}, {none}', seen)).toBe('Boston, 4A, Ben, 7, [none]');
  });
});

describe('valueCandidates', () => {
  it('offers only what the field can hold, and always the empty value first', () => {
    const seen = screen({ messages: [{ author: 'customer', text: 'My name is Ben, on 2024-05-06' }] });
    const date = control('field:f.day', 'date', 'Day', { form: 'f', target: 'day' });
    expect(valueCandidates(date, seen).map(({ value }) => value)).toEqual([null, '2024-05-06']);
    const select = control('field:f.x', 'select', 'X', { form: 'f', target: 'x', options: ['Ben', 'Jane'] });
    expect(valueCandidates(select, seen).map(({ value, source }) => [value, source])).toEqual([
      [null, 'none'],
      ['Ben', 'mentioned'],
      ['Jane', 'option'],
    ]);
  });

  it('never reads what the desk wrote', () => {
    const seen = screen({ messages: [{ author: 'desk', text: 'My name is Ben' }] });
    const text = control('field:f.name', 'text', 'Name', { form: 'f', target: 'name' });
    expect(valueCandidates(text, seen).map(({ value }) => value)).toEqual([null]);
  });
});

describe('contextFeatures', () => {
  it('depends on the content of a screen, not on the object', () => {
    const seen = screen({ messages: [{ author: 'customer', text: 'Hello, I need a flight to Boston' }] });
    expect(contextFeatures(structuredClone(seen))).toEqual(contextFeatures(seen));
    const other = screen({ messages: [{ author: 'customer', text: 'Hello, I need a flight to Denver' }] });
    expect(contextFeatures(other)).not.toEqual(contextFeatures(seen));
  });

  it('leaves the case id out: it says nothing, and would let a policy learn cases by heart', () => {
    expect(contextFeatures(screen({ caseId: 'a' }))).toEqual(contextFeatures(screen({ caseId: 'b' })));
  });
});
