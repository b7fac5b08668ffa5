import { type Catalog, catalogSchema } from '../../../harness/contract/catalog.ts';
import type { CaseOpening } from '../../../harness/contract/environment.ts';

/** A small catalog with every kind of field, button and transition, for tests of the desk. */
export const sampleCatalog: Catalog = catalogSchema.parse({
  name: 'sample',
  desk: {
    queues: ['Fraud team', 'Technicians <b>level 2</b>', 'Zurück & vor'],
    resolutions: ['Solved', 'Not "solvable"', 'Duplicate'],
    replies: [
      { id: 'hello', text: 'Hello, how can I help?', critical: false },
      { id: 'goodbye', text: 'Thank you and goodbye.', critical: true },
    ],
    critical: { freeText: true, transfer: true, close: true },
  },
  procedures: [
    {
      id: 'refund',
      title: 'Refund an order',
      cluster: 'orders',
      keywords: ['money back', 'return'],
      screens: [
        {
          id: 'find',
          title: 'Find the order',
          forms: ['order'],
          replies: ['ask_order', 'hello'],
          buttons: [{ id: 'skip', label: 'Skip the search', critical: false, next: 'decide' }],
        },
        {
          id: 'decide',
          title: 'Decide on the refund',
          forms: ['decision', 'note'],
          replies: ['refund_granted', 'refund_denied'],
          buttons: [
            { id: 'back', label: 'Back to the search', critical: false, next: 'find' },
            { id: 'escalate', label: 'Ask a supervisor', critical: true },
          ],
        },
      ],
      forms: [
        {
          id: 'order',
          title: 'Order',
          fields: [
            { id: 'number', label: 'Order number', kind: 'number', required: true },
            { id: 'mail', label: 'E-mail address', kind: 'text' },
            { id: 'bought', label: 'Bought on', kind: 'date' },
            { id: 'shop', label: 'Shop', kind: 'select', options: ['Online', 'Store "Mitte"', 'Phone'] },
          ],
          buttons: [{ id: 'search', label: 'Search order', critical: false, writes: false }],
        },
        {
          id: 'decision',
          title: 'Decision',
          fields: [
            {
              id: 'reason',
              label: 'Reason',
              kind: 'radio',
              options: ['Damaged', 'Late', 'Wrong item'],
              required: true,
            },
            {
              id: 'parts',
              label: 'What comes back',
              kind: 'multiselect',
              options: ['Item', 'Box', 'Manual', "Child's toy"],
            },
            { id: 'amount', label: 'Amount in €', kind: 'number' },
            { id: 'express', label: 'Pay out at once', kind: 'checkbox' },
            { id: 'note', label: 'Note for the file', kind: 'textarea' },
          ],
          buttons: [
            { id: 'check', label: 'Check', critical: false, writes: false },
            { id: 'grant', label: 'Grant refund', critical: true, writes: true, next: 'find' },
          ],
        },
        {
          id: 'note',
          title: 'Second opinion',
          fields: [{ id: 'who', label: 'Colleague', kind: 'text', required: true }],
          buttons: [{ id: 'ask', label: 'Ask', critical: false, writes: true }],
        },
      ],
      replies: [
        { id: 'ask_order', text: 'What is the order number, please?', critical: false },
        { id: 'hello', text: 'Hello, you want your money back?', critical: false },
        { id: 'refund_granted', text: 'Good news, {name}: we refund {amount}.', critical: true },
        { id: 'refund_denied', text: 'I am sorry, {name}, but we cannot refund this order.', critical: true },
      ],
      flow: [],
    },
    {
      id: 'address',
      title: 'Change of address',
      cluster: 'account',
      keywords: ['move', 'street'],
      screens: [{ id: 'main', title: 'New address', forms: ['address'], replies: ['ask_street'], buttons: [] }],
      forms: [
        {
          id: 'address',
          title: 'New address',
          fields: [
            { id: 'street', label: 'Street and number', kind: 'text', required: true },
            { id: 'city', label: 'City', kind: 'text', required: true },
            { id: 'from', label: 'Valid from', kind: 'date' },
          ],
          buttons: [{ id: 'save', label: 'Save', critical: true, writes: true }],
        },
      ],
      replies: [{ id: 'ask_street', text: 'Which street do you move to?', critical: false }],
      flow: [],
    },
    {
      id: 'identity',
      title: 'Check of identity',
      cluster: 'account',
      keywords: ['password'],
      screens: [
        {
          id: 'main',
          title: 'Questions',
          forms: [],
          replies: [],
          buttons: [{ id: 'ok', label: 'Passed', critical: true }],
        },
      ],
      forms: [],
      replies: [],
      flow: [],
    },
  ],
});

/** A case of the sample catalog with something in every part. */
export const sampleOpening: CaseOpening = {
  id: 'case-1',
  case: { subject: 'Order 4711 arrived <i>broken</i>', fields: { customer: 'Ada', tier: '' } },
  offered: null,
  opened: null,
};

/** Cases that open on one page or another of it. */
export const sampleOpenings: readonly CaseOpening[] = [
  sampleOpening,
  { ...sampleOpening, id: 'case "2"', opened: 'refund' },
  { ...sampleOpening, id: 'case-3', offered: ['refund', 'identity'], opened: 'refund' },
];
