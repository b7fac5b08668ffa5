import { expect, it } from 'vitest';
import type { ChatMessage, TimelineEntry } from '../../../harness/contract/screen.ts';
import { screen } from '../../testing/small-desk.ts';
import { eventsOf } from './events.ts';

const said = (text: string): ChatMessage => ({ author: 'customer', text });
const sent = (text: string): ChatMessage => ({ author: 'desk', text });
const did = (target: string, messageCount: number): TimelineEntry => ({
  kind: target.startsWith('send_text') ? 'send_text' : 'submit_form',
  target,
  values: {},
  messageCount,
});
const told = (one: Parameters<typeof screen>[0]) =>
  eventsOf(screen(one)).map(({ entry, message }) => [entry?.target, message?.text].filter(Boolean).join(': '));

it('tells what happened, the newest first; what was sent once, with its action', () => {
  const messages = [said('Hi'), sent('Your name, please?'), said('Ben'), sent('One moment.')];
  const timeline = [did('send_text ask_name', 1), did('submit_form flight/book', 3), did('send_text *', 3)];
  expect(told({ messages, timeline })).toEqual([
    'send_text *: One moment.',
    'submit_form flight/book',
    'Ben',
    'send_text ask_name: Your name, please?',
    'Hi',
  ]);
});

it('finds the place of an action although the oldest messages are no longer shown', () => {
  const timeline = [did('send_text ask_name', 1), did('submit_form flight/book', 3)];
  expect(told({ messages: [said('Ben')], messageCount: 3, timeline })).toEqual([
    'submit_form flight/book',
    'Ben',
    'send_text ask_name',
  ]);
});

it('takes what the desk said without an action for what it is', () => {
  expect(told({ messages: [sent('Welcome!'), said('Hi')], timeline: [] })).toEqual(['Hi', 'Welcome!']);
});
