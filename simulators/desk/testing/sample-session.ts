import type { Action } from '../../../harness/contract/action.ts';
import { type Session, sessionSchema } from '../../../harness/contract/session.ts';

const messages = [
  'Hello, my order came broken.',
  'It is number 4711.',
  'Last Monday, in your online shop.',
  'Yes please.',
];

const actions: { action: Action; says?: string; finds?: boolean }[] = [
  { says: messages[0] ?? '', action: { kind: 'select_procedure', procedure: 'refund' } },
  { action: { kind: 'send_text', reply: 'hello', text: 'Hello, you want your money back?' } },
  { action: { kind: 'send_text', reply: 'ask_order', text: 'What is the order number, please?' } },
  {
    says: messages[1] ?? '',
    action: { kind: 'submit_form', form: 'order', button: 'search', values: { number: '4711' } },
    finds: true,
  },
  { action: { kind: 'send_text', reply: null, text: 'When did you buy it, and where?' } },
  {
    says: messages[2] ?? '',
    action: {
      kind: 'submit_form',
      form: 'order',
      button: 'search',
      values: { number: '4711', bought: '2025-03-03', shop: 'Online' },
    },
    finds: true,
  },
  { action: { kind: 'click_control', control: 'result:1' } },
  { action: { kind: 'click_control', control: 'button:skip' } },
  {
    action: { kind: 'submit_form', form: 'decision', button: 'check', values: { reason: 'Damaged', amount: '39.90' } },
    finds: true,
  },
  { action: { kind: 'send_text', reply: null, text: 'We can refund 39.90 €. Shall I do that now?' } },
  {
    says: messages[3] ?? '',
    action: {
      kind: 'submit_form',
      form: 'decision',
      button: 'grant',
      values: { reason: 'Damaged', parts: 'Item | Box', amount: '39.90', express: 'true' },
    },
  },
  { action: { kind: 'click_control', control: 'button:skip' } },
  { action: { kind: 'send_text', reply: 'refund_granted', text: 'Good news, Ada: we refund 39.90 €.' } },
  { action: { kind: 'close', resolution: 'Solved' } },
];

/** A logged session on the sample catalog: fourteen steps with every kind of action but transfer. */
export const sampleSession: Session = sessionSchema.parse({
  id: 'case-1',
  case: { subject: 'Order 4711 arrived broken', fields: { customer: 'Ada Byron', tier: 'Gold' } },
  offered: null,
  opened: null,
  operator: 'op-1',
  steps: actions.map(({ action, says, finds }, index) => ({
    arrivals: says === undefined ? [] : [{ text: says, atMs: index * 1000 }],
    action,
    critical: action.kind === 'close',
    atMs: index * 1000 + 500,
    activeMs: null,
    drafts: [],
    suggestion: null,
    result:
      finds && action.kind === 'submit_form'
        ? {
            form: action.form,
            items: [{ Order: '4711', Item: 'Desk lamp “Luna”', Paid: '39.90 €', Delivered: '2025-03-07' }],
            total: 1,
            status: 'Order found',
          }
        : null,
  })),
  closing: [{ text: 'Thank you!', atMs: 20_000 }],
  outcome: 'resolved',
  complete: true,
  goal: null,
  tags: [],
});
