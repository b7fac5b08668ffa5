/** A desk and a catalog small enough to read, for the tests of engine, stages and runner. */
import { type Action, actionTarget } from '../contract/action.ts';
import type { Catalog } from '../contract/catalog.ts';
import type { Control, ControlKind } from '../contract/control.ts';
import {
  type Actor,
  type Arrival,
  type CaseOpening,
  type Environment,
  IllegalActionError,
  InfrastructureError,
} from '../contract/environment.ts';
import { illegalReason } from '../contract/legal.ts';
import type { Screen } from '../contract/screen.ts';

export const REPLIES = ['greet', 'ask', 'thank'];

export const testCatalog: Catalog = {
  name: 'tiny',
  desk: {
    queues: ['billing', 'expert'],
    resolutions: ['solved', 'unsolved'],
    replies: REPLIES.map((id) => ({ id, text: `${id}!`, critical: id !== 'greet' })),
    critical: { freeText: true, transfer: true, close: true },
  },
  procedures: [
    {
      id: 'refund',
      title: 'Refund',
      cluster: 'money',
      keywords: [],
      screens: [
        {
          id: 'main',
          title: 'Main',
          forms: ['pay'],
          replies: [],
          buttons: [{ id: 'peek', label: 'Peek', critical: false, next: null }],
        },
      ],
      forms: [
        {
          id: 'pay',
          title: 'Pay',
          fields: [{ id: 'size', label: 'Size', kind: 'select', options: ['small', 'large'], required: true }],
          buttons: [
            { id: 'check', label: 'Check', critical: false, writes: false, next: null },
            { id: 'book', label: 'Book', critical: true, writes: true, next: null },
          ],
        },
      ],
      replies: [],
      flow: [],
    },
  ],
};

function control(id: string, kind: ControlKind, target: string, extra: Partial<Control> = {}): Control {
  return {
    id,
    kind,
    label: target,
    target,
    form: null,
    value: '',
    options: [],
    required: false,
    enabled: true,
    ...extra,
  };
}

const DESK_CONTROLS = [
  control('procedure:refund', 'procedure', 'refund'),
  ...REPLIES.map((id) => control(`reply:${id}`, 'reply', id)),
  control('compose', 'compose', ''),
  control('transfer', 'transfer', '', { options: ['billing', 'expert'] }),
  control('close', 'close', '', { options: ['solved', 'unsolved'] }),
];
const OPEN_CONTROLS = [
  ...DESK_CONTROLS,
  control('button:peek', 'button', 'peek'),
  control('field:pay.size', 'select', 'size', { form: 'pay', options: ['small', 'large'], required: true }),
  control('submit:pay.check', 'submit', 'check', { form: 'pay' }),
  control('submit:pay.book', 'submit', 'book', { form: 'pay' }),
];

/** The tiny desk, answering at once. Throws `InfrastructureError` at every performed action while `fails` says so. */
export class TestDesk implements Environment {
  readonly #fails: (caseId: string) => boolean;
  #screen: Screen | null = null;
  #opened: string | null = null;

  constructor(fails: (caseId: string) => boolean = () => false) {
    this.#fails = fails;
  }

  reset(opening: CaseOpening): void {
    const open = { status: 'open' as const, messageCount: 0, messages: [], results: [], timeline: [] };
    this.#opened = null;
    this.#screen = { ...open, caseId: opening.id, ...opening.case, procedure: null, controls: DESK_CONTROLS };
  }

  observe(): Screen {
    return this.#shown();
  }

  perform(action: Action, _actor: Actor): void {
    const screen = this.#shown();
    if (this.#fails(screen.caseId)) throw new InfrastructureError('The test desk fell over.');
    const reason = illegalReason(action, screen);
    if (reason !== null) throw new IllegalActionError(`Cannot do "${actionTarget(action)}": ${reason}.`);
    if (action.kind === 'select_procedure') this.#opened = action.procedure;
    const entry = {
      kind: action.kind,
      target: actionTarget(action),
      values: action.kind === 'submit_form' ? action.values : {},
      messageCount: screen.messageCount,
    };
    const status = action.kind === 'close' ? 'closed' : action.kind === 'transfer' ? 'transferred' : 'open';
    this.#screen = {
      ...screen,
      status,
      controls: this.#opened ? OPEN_CONTROLS : DESK_CONTROLS,
      procedure: this.#opened ? { id: this.#opened, title: 'Refund', screen: 'main', screenTitle: 'Main' } : null,
      timeline: [...screen.timeline, entry].slice(-5),
    };
    if (action.kind === 'send_text') this.#say('desk', action.text);
  }

  deliver(arrivals: readonly Arrival[]): void {
    for (const arrival of arrivals) this.#say('customer', arrival.kind === 'message' ? arrival.text : 'a result');
  }

  close(): void {
    this.#screen = null;
  }

  #say(author: 'customer' | 'desk', text: string): void {
    const screen = this.#shown();
    this.#screen = {
      ...screen,
      messages: [...screen.messages, { author, text }].slice(-30),
      messageCount: screen.messageCount + 1,
    };
  }

  #shown(): Screen {
    if (!this.#screen) throw new Error('The test desk has no case open.');
    return this.#screen;
  }
}

/** The same desk as from another process: every answer comes later, and every screen is a fresh object. */
export function laterDesk(desk: TestDesk): Environment {
  const later = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    reset: async (opening) => later().then(() => desk.reset(opening)),
    observe: async () => later().then(() => JSON.parse(JSON.stringify(desk.observe())) as Screen),
    perform: async (action, actor) => later().then(() => desk.perform(action, actor)),
    deliver: async (arrivals) => later().then(() => desk.deliver(arrivals)),
    close: async () => desk.close(),
  };
}
