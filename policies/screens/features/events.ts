import type { ChatMessage, Screen, TimelineEntry } from '../../../harness/contract/screen.ts';

/** An action or a message; both, where the action sent it. */
export interface ScreenEvent {
  readonly entry?: TimelineEntry;
  readonly message?: ChatMessage;
}

/** What happened in a case, the newest first. What was sent stands with its action, once. */
export function eventsOf({ messages, timeline, messageCount }: Screen): ScreenEvent[] {
  const first = messageCount - messages.length;
  const events: ScreenEvent[] = [];
  let at = timeline.length - 1;
  for (let index = messages.length - 1; index >= 0 || at >= 0; ) {
    const entry = timeline[at];
    // What was done when so many messages were there comes before the message of that number.
    if (entry && (index < 0 || entry.messageCount > first + index)) {
      events.push({ entry });
      at--;
      continue;
    }
    const message = messages[index]!;
    const isSent = message.author === 'desk' && entry?.kind === 'send_text' && entry.messageCount === first + index;
    events.push(isSent ? { entry, message } : { message });
    if (isSent) at--;
    index--;
  }
  return events;
}
