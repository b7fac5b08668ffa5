import fc from 'fast-check';
import seedrandom from 'seedrandom';
import type { Action } from '../../harness/contract/action.ts';
import type { CasePlan, PlanStep } from '../../harness/contract/case-plan.ts';
import { type Catalog, catalogSchema } from '../../harness/contract/catalog.ts';
import type { Streams } from '../../harness/contract/rng.ts';
import { type Session, sessionSchema } from '../../harness/contract/session.ts';
import { CALM_WORLD, type KnowledgeBase, type World, type WorldRates } from '../../harness/contract/world.ts';
import { createWorld } from './create-world.ts';

const reply = (id: string, text: string) => ({ id, text, critical: true });
const field = (id: string, kind = 'text', options: string[] = []) => ({ id, label: id, kind, options, required: true });
const button = (id: string, more: object) => ({ id, label: id, critical: true, writes: true, ...more });

/** A desk with a look-up that leads on, a form to be amended, a payment that cannot be undone, and another procedure. */
export const testCatalog: Catalog = catalogSchema.parse({
  name: 'test',
  desk: {
    queues: ['Billing', 'Legal'],
    resolutions: ['Solved', 'Withdrawn'],
    replies: [reply('hello', 'Hello, how can I help?'), reply('more', 'Is there anything else?')],
    critical: { freeText: true, transfer: true, close: true },
  },
  procedures: [
    {
      id: 'refund',
      title: 'Refund',
      cluster: 'orders',
      keywords: [],
      screens: [
        {
          id: 'find',
          title: 'Find',
          forms: ['order'],
          replies: ['ask_number', 'ask_shop', 'found', 'refused'],
          buttons: [{ id: 'skip', label: 'Go to the decision', critical: false, next: 'decide' }],
        },
        {
          id: 'decide',
          title: 'Decide',
          forms: ['decision'],
          replies: ['ask_reason', 'found', 'refused'],
          buttons: [],
        },
        {
          id: 'pay',
          title: 'Pay',
          forms: ['payment'],
          replies: ['ask_account', 'confirm', 'paid'],
          buttons: [{ id: 'back', label: 'Back', critical: false, next: 'decide' }],
        },
      ],
      forms: [
        {
          id: 'order',
          title: 'Order',
          fields: [field('number'), field('shop', 'select', ['Online', 'Store', 'Phone'])],
          buttons: [button('search', { critical: false, writes: false })],
        },
        {
          id: 'decision',
          title: 'Decision',
          fields: [field('reason', 'radio', ['Late', 'Broken', 'Wrong item'])],
          buttons: [button('grant', { next: 'pay' })],
        },
        {
          id: 'payment',
          title: 'Payment',
          fields: [field('account')],
          buttons: [button('pay', { final: true })],
        },
      ],
      replies: [
        reply('ask_number', 'What is the order number?'),
        reply('ask_shop', 'Where did you buy it?'),
        reply('ask_reason', 'What is wrong with it?'),
        reply('ask_account', 'To which account shall we pay?'),
        reply('confirm', 'Shall I pay to {account}?'),
        reply('found', 'I have your order here.'),
        reply('refused', 'We can not refund this order.'),
        reply('paid', 'The money is on its way.'),
      ],
      flow: [],
    },
    {
      id: 'address',
      title: 'Address',
      cluster: 'accounts',
      keywords: [],
      screens: [{ id: 'main', title: 'Address', forms: ['address'], replies: ['moved', 'ask_street'], buttons: [] }],
      forms: [
        {
          id: 'address',
          title: 'Address',
          fields: [field('street'), { ...field('reason'), required: false }],
          buttons: [button('save', {})],
        },
      ],
      replies: [reply('moved', 'Your new address is saved.'), reply('ask_street', 'Which street is it?')],
      flow: [],
    },
  ],
});

export const FACTS = { number: '48213', shop: 'Online', reason: 'Broken', account: '90557' };

/** What a test plan is made of; everything is in it by default. */
export interface TestPlanOptions {
  readonly lookUp?: boolean;
  readonly pay?: boolean;
  readonly courtesies?: boolean;
  readonly end?: 'close' | 'transfer' | 'none';
}

/** Actions of the test plan, by name. */
export const ACTS = {
  hello: say('hello', 'Hello, how can I help?'),
  askNumber: say('ask_number', 'What is the order number?'),
  askShop: say('ask_shop', 'Where did you buy it?'),
  askReason: say('ask_reason', 'What is wrong with it?'),
  askAccount: say('ask_account', 'To which account shall we pay?'),
  confirm: say('confirm', `Shall I pay to ${FACTS.account}?`),
  search: submit('order', 'search', { number: FACTS.number, shop: FACTS.shop }),
  takeUp: { kind: 'click_control', control: 'result:0' },
  found: say('found', 'I have your order here.'),
  refused: say('refused', 'We can not refund this order.'),
  grant: submit('decision', 'grant', { reason: FACTS.reason }),
  pay: submit('payment', 'pay', { account: FACTS.account }),
  paid: say('paid', 'The money is on its way.'),
  more: say('more', 'Is there anything else?'),
  close: { kind: 'close', resolution: 'Solved' },
  transfer: { kind: 'transfer', queue: 'Billing' },
  select: { kind: 'select_procedure', procedure: 'refund' },
  stray: { kind: 'select_procedure', procedure: 'address' },
} as const satisfies Record<string, Action>;

function say(id: string, text: string): Action {
  return { kind: 'send_text', reply: id, text };
}

export function submit(form: string, name: string, values: Record<string, string>): Action {
  return { kind: 'submit_form', form, button: name, values };
}

/** A plan on the test catalog: its questions are free in order. */
export function testPlan({
  lookUp = true,
  pay = true,
  courtesies = true,
  end = 'close',
}: TestPlanOptions = {}): CasePlan {
  const steps: PlanStep[] = [];
  const add = (action: Action, after: readonly string[], more: Partial<PlanStep> = {}): string => {
    const id = `${steps.length}`;
    const isStatement = action.kind === 'send_text' && !action.text.includes('?');
    const procedure = action.kind === 'close' || action.kind === 'transfer' || isDesk(action) ? null : 'refund';
    const effect = isStatement ? ('final' as const) : ('nothing' as const);
    steps.push({
      id,
      actions: [action],
      procedure,
      after,
      optional: false,
      effect,
      result: null,
      replies: [],
      ...more,
    });
    return id;
  };
  if (courtesies) add(ACTS.hello, [], { optional: true, effect: 'nothing' });
  let barrier: string[] = [];
  if (lookUp) {
    const number = add(ACTS.askNumber, [], { replies: [`It is ${FACTS.number}.`] });
    const shop = add(ACTS.askShop, [], { replies: [`${FACTS.shop}, I think.`] });
    const result = { form: 'order', items: [{ number: FACTS.number }], total: 1, status: 'Order found' };
    const search = add(ACTS.search, [number, shop], { result });
    if (courtesies) add(ACTS.takeUp, [search], { optional: true, procedure: null });
    barrier = [add(ACTS.found, [search])];
  }
  const reason = add(ACTS.askReason, barrier, { replies: [`It is ${FACTS.reason}.`] });
  barrier = [add(ACTS.grant, [reason], { effect: 'amendable' })];
  if (pay) {
    const account = add(ACTS.askAccount, barrier, { replies: [`To ${FACTS.account}, please.`] });
    const confirmed = add(ACTS.confirm, [account], { replies: ['Yes.'] });
    const result = { form: 'payment', items: [], total: null, status: 'Paid' };
    barrier = [add(ACTS.paid, [add(ACTS.pay, [confirmed], { effect: 'final', result })])];
  }
  if (courtesies) add(ACTS.more, barrier, { optional: true, replies: ['No, thanks.'] });
  if (end !== 'none') add(end === 'close' ? ACTS.close : ACTS.transfer, barrier, { effect: 'final' });
  return {
    session: 'case',
    opening: ['I want my money back.'],
    steps,
    finalFields: { channel: 'Chat', reason: FACTS.reason, ...(pay ? { account: FACTS.account } : {}) },
    facts: FACTS,
    answers: { ask_street: ['Mill Lane 4.'] },
    endsByAction: end !== 'none',
  };
}

function isDesk(action: Action): boolean {
  return action.kind === 'send_text' && testCatalog.desk.replies.some(({ id }) => id === action.reply);
}

/** Test plans of every make. */
export const anyPlan: fc.Arbitrary<CasePlan> = fc
  .record({
    lookUp: fc.boolean(),
    pay: fc.boolean(),
    courtesies: fc.boolean(),
    end: fc.constantFrom('close', 'transfer', 'none'),
  })
  .map(testPlan);

/** A session that was logged by these actions. */
export function testSession(actions: readonly Action[] = []): Session {
  return sessionSchema.parse({
    id: 'case',
    case: { subject: 'Refund', fields: { channel: 'Chat' } },
    offered: null,
    opened: null,
    operator: null,
    steps: actions.map((action, at) => ({
      arrivals: [],
      action,
      critical: true,
      atMs: at,
      activeMs: null,
      drafts: [],
      suggestion: null,
      result: null,
    })),
    closing: [],
    outcome: 'resolved',
    complete: true,
    goal: null,
    tags: [],
  });
}

/** Finds another record for numbers with a 7 in them, and nothing for the rest. */
export const testKnowledge: KnowledgeBase = {
  answer: ({ form, values }) =>
    Object.values(values).some((value) => value.includes('7'))
      ? { form, items: [{ number: '70000' }], total: 1, status: 'Order found' }
      : { form, items: [], total: 0, status: 'Nothing found' },
};

export function testWorld(plan: CasePlan, rates: Partial<WorldRates> = {}, knowledge = testKnowledge): World {
  return createWorld({ catalog: testCatalog, planOf: () => plan, knowledge, rates: { ...CALM_WORLD, ...rates } });
}

export const testStreams =
  (seed: string | number): Streams =>
  (role, step, purpose) => ({ next: seedrandom(`${seed} ${role} ${step} ${purpose}`) });

/** Streams that nobody may draw from. */
export const noStreams: Streams = (role, step, purpose) => {
  throw new Error(`A stream was drawn: ${role} ${step} ${purpose}.`);
};
