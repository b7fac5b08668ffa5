import seedrandom from 'seedrandom';
import { type Action, actionTarget } from '../../harness/contract/action.ts';
import type { Control } from '../../harness/contract/control.ts';
import type { Example } from '../../harness/contract/policy.ts';
import type { ChatMessage, Screen, TimelineEntry } from '../../harness/contract/screen.ts';

/** A control with everything that a test does not care about filled in. */
export function control(id: string, kind: Control['kind'], label: string, more: Partial<Control> = {}): Control {
  const target = id.slice(id.indexOf(':') + 1);
  return { id, kind, label, target, form: null, value: '', options: [], required: false, enabled: true, ...more };
}

const CITIES = ['Boston', 'Denver', 'New York'];
const NAMES = ['Alexis', 'Ben', 'Katarina', 'Mark', 'Jane'];

const CONTROLS: readonly Control[] = [
  control('compose', 'compose', 'Message'),
  control('reply:ask_name', 'reply', 'May I have your name, please?'),
  control('reply:ask_city', 'reply', 'Which city are you flying to?'),
  control('reply:confirm', 'reply', 'Your flight to {city} is booked.'),
  control('field:flight.name', 'text', 'Name', { form: 'flight', target: 'name', required: true }),
  control('field:flight.city', 'select', 'City', { form: 'flight', target: 'city', options: CITIES }),
  control('submit:flight.book', 'submit', 'Book', { form: 'flight', target: 'book' }),
  control('transfer', 'transfer', 'Transfer', { options: ['Complaints'] }),
  control('close', 'close', 'Close', { options: ['resolved', 'unresolved'] }),
];

/** A screen with everything that a test does not care about filled in. */
export function screen(more: Partial<Screen> = {}): Screen {
  const messages = more.messages ?? [];
  return {
    caseId: 'case',
    subject: '',
    status: 'open',
    procedure: { id: 'flight', title: 'Book a flight', screen: 'main', screenTitle: 'Flight' },
    controls: CONTROLS,
    messages,
    messageCount: messages.length,
    fields: {},
    results: [],
    timeline: [],
    ...more,
  };
}

/** Sessions of a tiny desk: ask for what the customer has not said, book, confirm, close. */
export function smallDeskExamples(sessions: number, seed: string): Example[] {
  const random = seedrandom(seed);
  const one = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!;
  return Array.from({ length: sessions }, (_, index) => {
    const [name, city] = [one(NAMES), one(CITIES)];
    const opening = one([
      `Hello, I want to fly to ${city}`,
      `Hi, my name is ${name} and I need a flight to ${city.toLowerCase()}`,
      'I would like to book a flight',
    ]);
    return session(`s${index}`, opening, name, city);
  }).flat();
}

function session(id: string, opening: string, name: string, city: string): Example[] {
  const messages: ChatMessage[] = [{ author: 'customer', text: opening }];
  const timeline: TimelineEntry[] = [];
  const examples: Example[] = [];
  const act = (action: Action) => {
    const seen = screen({ caseId: id, messages: [...messages], timeline: [...timeline] });
    examples.push({ screen: seen, action, session: id });
    const values = action.kind === 'submit_form' ? action.values : {};
    timeline.push({ kind: action.kind, target: actionTarget(action), values, messageCount: messages.length });
    if (action.kind === 'send_text') messages.push({ author: 'desk', text: action.text });
  };
  const ask = (reply: string, text: string, answer: string) => {
    act({ kind: 'send_text', reply, text });
    messages.push({ author: 'customer', text: answer });
  };
  if (!opening.includes('name')) ask('ask_name', 'May I have your name, please?', `My name is ${name}`);
  if (!/to \w/.test(opening.replace('to book', ''))) ask('ask_city', 'Which city are you flying to?', `${city}.`);
  act({ kind: 'submit_form', form: 'flight', button: 'book', values: { name, city } });
  act({ kind: 'send_text', reply: 'confirm', text: `Your flight to ${city} is booked.` });
  messages.push({ author: 'customer', text: 'Thanks!' });
  act({ kind: 'close', resolution: 'resolved' });
  return examples;
}
