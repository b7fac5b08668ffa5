/** A screen that offers every kind of control, and requests on it, for the tests of the operators. */
import type { Action } from '../../../harness/contract/action.ts';
import type { Control, ControlKind } from '../../../harness/contract/control.ts';
import type { OperatorRequest } from '../../../harness/contract/operator.ts';
import type { Streams } from '../../../harness/contract/rng.ts';
import type { Screen } from '../../../harness/contract/screen.ts';

function testControl(id: string, kind: ControlKind, target: string, extra: Partial<Control> = {}): Control {
  return {
    id,
    kind,
    label: target || id,
    target,
    form: null,
    value: '',
    options: [],
    required: false,
    enabled: true,
    ...extra,
  };
}

const field = (kind: ControlKind, target: string, extra: Partial<Control> = {}) =>
  testControl(`field:trip.${target}`, kind, target, { form: 'trip', ...extra });

const testControls: readonly Control[] = [
  ...['refund', 'address', 'fault'].map((id) => testControl(`procedure:${id}`, 'procedure', id)),
  ...['greet', 'ask', 'thank'].map((id) => testControl(`reply:${id}`, 'reply', id)),
  testControl('button:peek', 'button', 'peek'),
  testControl('button:poke', 'button', 'poke'),
  testControl('button:off', 'button', 'off', { enabled: false }),
  testControl('result:0', 'result', '0'),
  testControl('compose', 'compose', ''),
  testControl('transfer', 'transfer', '', { options: ['billing', 'expert', 'sales'] }),
  testControl('close', 'close', '', { options: ['solved', 'unsolved'] }),
  field('text', 'name', { required: true }),
  field('date', 'day', { required: true }),
  field('select', 'size', { options: ['small', 'large', 'huge'] }),
  field('multiselect', 'extras', { options: ['wifi', 'lunch', 'parking'] }),
  field('checkbox', 'urgent'),
  field('number', 'guests'),
  testControl('submit:trip.check', 'submit', 'check', { form: 'trip' }),
  testControl('submit:trip.book', 'submit', 'book', { form: 'trip' }),
];

export const testScreen: Screen = {
  caseId: 'c1',
  subject: 'A case',
  status: 'open',
  procedure: { id: 'refund', title: 'Refund', screen: 'main', screenTitle: 'Main' },
  controls: testControls,
  messages: [],
  messageCount: 0,
  fields: {},
  results: [],
  timeline: [],
};

/** A right and a wrong action of every kind, legal on the test screen. */
export const pairs: Readonly<Record<Action['kind'], { right: Action; wrong: Action }>> = {
  select_procedure: {
    right: { kind: 'select_procedure', procedure: 'refund' },
    wrong: { kind: 'select_procedure', procedure: 'fault' },
  },
  submit_form: {
    right: {
      kind: 'submit_form',
      form: 'trip',
      button: 'book',
      values: {
        name: 'Ann Lee',
        day: '2026-12-31',
        size: 'small',
        extras: 'wifi | parking',
        urgent: 'true',
        guests: '2',
      },
    },
    wrong: { kind: 'submit_form', form: 'trip', button: 'check', values: { name: 'Bob', day: '2026-12-30' } },
  },
  click_control: {
    right: { kind: 'click_control', control: 'button:peek' },
    wrong: { kind: 'click_control', control: 'result:0' },
  },
  send_text: {
    right: { kind: 'send_text', reply: 'ask', text: 'Who are you?' },
    wrong: { kind: 'send_text', reply: 'greet', text: 'Hello' },
  },
  transfer: { right: { kind: 'transfer', queue: 'expert' }, wrong: { kind: 'transfer', queue: 'sales' } },
  close: { right: { kind: 'close', resolution: 'solved' }, wrong: { kind: 'close', resolution: 'unsolved' } },
};

/** Streams by the full name: many are opened and few numbers drawn from each, so opening must be cheap. */
export function testStreams(seed: string): Streams {
  return (role, step, purpose) => {
    let state = hash(`${seed}/${role}/${purpose}`) + Math.imul(step, 0x9e3779b9);
    return {
      next: () => {
        state = (state + 0x6d2b79f5) | 0;
        return (scramble(state) >>> 0) / 2 ** 32;
      },
    };
  };
}

/**
 * Streams whose first numbers, over this many steps, are spread evenly over [0, 1) in an order of the purpose's own:
 * what happens at a rate then happens in exactly that share of the steps. `steps` must be prime.
 */
export function evenStreams(steps: number): Streams {
  const drawOn = testStreams('even');
  return (role, step, purpose) => {
    const stride = 1 + ((hash(`${role}/${purpose}`) >>> 0) % (steps - 1));
    const first = (((step * stride) % steps) + 0.5) / steps;
    const rest = drawOn(role, step, purpose);
    let drawn = 0;
    return { next: () => (drawn++ === 0 ? first : rest.next()) };
  };
}

function hash(text: string): number {
  let code = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) code = Math.imul(code ^ text.charCodeAt(at), 0x01000193);
  return scramble(code);
}

function scramble(value: number): number {
  let x = Math.imul(value ^ (value >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
}

const streams = testStreams('1');

export function request(
  right: Action,
  suggestion: Action | null,
  step: number,
  extra: Partial<OperatorRequest> = {},
): OperatorRequest {
  return {
    suggestion,
    confidence: suggestion ? 0.5 : null,
    truth: { acceptable: [right] },
    critical: true,
    screen: () => testScreen,
    streams,
    step,
    ...extra,
  };
}
