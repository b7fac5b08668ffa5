import { describe, expect, it } from 'vitest';
import type { Action } from '../../../harness/contract/action.ts';
import { catalogSchema } from '../../../harness/contract/catalog.ts';
import { describeAction, describeEntry, riskOf } from './describe-action.ts';

const button = (id: string, more: object = {}) => ({ id, label: `${id} label`, critical: false, ...more });
const catalog = catalogSchema.parse({
  name: 'words',
  desk: {
    queues: ['Billing'],
    resolutions: ['Solved'],
    replies: [{ id: 'hello', text: 'Hello', critical: false }],
    critical: { freeText: true, transfer: true, close: false },
  },
  procedures: [
    {
      ...{ id: 'pay', title: 'Pay back', cluster: 'c', keywords: [], flow: [] },
      replies: [{ id: 'told', text: 'Paid.', critical: true }],
      forms: ['first', 'second'].map((id) => ({
        ...{ id, title: `${id} form`, fields: [] },
        buttons: [
          button('look', { writes: false }),
          button('send', { writes: true, critical: true }),
          button('book', { writes: true, critical: true, final: true }),
        ],
      })),
      screens: [
        { id: 'a', title: 'A', forms: ['first'], replies: ['told'], buttons: [button('on', { next: 'b' })] },
        { id: 'b', title: 'B', forms: ['second'], replies: [], buttons: [button('wipe', { critical: true })] },
      ],
    },
  ],
});
const [procedure] = catalog.procedures;
const submit = (form: string, name: string, values = {}): Action => ({
  kind: 'submit_form',
  form,
  button: name,
  values,
});
const words = (action: Action, open = true) => {
  const { verb, object } = describeAction(action, catalog, open ? procedure! : null);
  return `${verb} ${object}`;
};

describe('what a proposed action is called', () => {
  it.each<[Action, string]>([
    [{ kind: 'select_procedure', procedure: 'pay' }, 'Open procedure Pay back'],
    [{ kind: 'select_procedure', procedure: 'gone' }, 'Open procedure gone'],
    [submit('first', 'send'), 'Submit first form – send label · no values'],
    [submit('second', 'book', { x: '1' }), 'Submit second form – book label · 1 value'],
    [submit('second', 'look', { x: '1', y: '' }), 'Submit second form – look label · 2 values'],
    [{ kind: 'click_control', control: 'result:0' }, 'Take up result 1'],
    [{ kind: 'click_control', control: 'button:wipe' }, 'Press wipe label'],
    [{ kind: 'click_control', control: 'button:gone' }, 'Press gone'],
    [{ kind: 'send_text', reply: 'told', text: 'Paid.' }, 'Send “Paid.”'],
    [{ kind: 'transfer', queue: 'Billing' }, 'Transfer to Billing'],
    [{ kind: 'close', resolution: 'Solved' }, 'Close as Solved'],
  ])('%j is %s', (action, said) => {
    expect(words(action)).toBe(said);
  });

  it('is its ids where no procedure is open', () => {
    expect(words(submit('first', 'send'), false)).toMatch(/^Submit first\W+send · no values$/);
    expect(words({ kind: 'click_control', control: 'button:wipe' }, false)).toBe('Press wipe');
  });
});

it.each([
  ['select_procedure', 'pay', 'Opened Pay back'],
  ['click_control', 'result:2', 'Took up result 3'],
  ['click_control', 'button:on', 'Pressed on label'],
  ['send_text', '*', 'Sent a message of their own'],
  ['send_text', 'told', 'Sent reply told'],
  ['transfer', 'Billing', 'Transferred to Billing'],
  ['close', 'Solved', 'Closed as Solved'],
] as const)('what was done, %s %s, is told as done: %s', (kind, target, said) => {
  const entry = { kind, target: `${kind} ${target}` } as Parameters<typeof describeEntry>[0];
  const { verb, object } = describeEntry(entry, catalog, procedure!);
  expect(`${verb} ${object}`).toBe(said);
});

it('a second key is asked for where effects matter, and for the last time where they cannot be taken back', () => {
  const risk = (action: Action, open = true) => riskOf(action, catalog, open ? procedure! : null);
  expect(['look', 'send', 'book'].map((name) => risk(submit('second', name)))).toEqual([null, 'critical', 'final']);
  expect(risk({ kind: 'click_control', control: 'button:on' })).toBeNull();
  expect(risk({ kind: 'click_control', control: 'button:wipe' })).toBe('critical');
  expect(risk({ kind: 'transfer', queue: 'Billing' })).toBe('critical');
  expect(risk({ kind: 'close', resolution: 'Solved' })).toBeNull();
  expect(risk({ kind: 'send_text', reply: null, text: 'x' }, false)).toBe('critical');
  expect(risk({ kind: 'send_text', reply: 'hello', text: 'Hello' }, false)).toBeNull();
});
