import type { VNode } from 'preact';
import type { Control } from '../../../harness/contract/control.ts';
import { unfilledSlots } from '../../../harness/contract/reply-template.ts';
import type { ChatMessage } from '../../../harness/contract/screen.ts';
import { spokenName } from './case-title.ts';
import type { DeskStore } from './desk-store.ts';
import { focusText } from './focus-text.ts';
import { memo } from './memo.ts';
import { NO_PROBLEMS } from './page-state.ts';
import { ScrollRegion } from './scroll-region.tsx';

/** The last messages of the chat. Their text is only ever a text node. */
export const ChatLog = memo<{
  readonly messages: readonly ChatMessage[];
  readonly count: number;
  /** What the copilot would send. */
  readonly suggested: string | null;
}>(({ messages, count, suggested }) => (
  <ScrollRegion class="chat-log" role="log" label="Conversation" data-part="messages" data-count={count}>
    <ol>
      {count > messages.length && <li class="chat-note">{count - messages.length} earlier messages</li>}
      {messages.map((message, index) => (
        <Message key={count - messages.length + index} message={message} />
      ))}
      {count === 0 && suggested === null && <li class="chat-note">No messages yet.</li>}
      {suggested !== null && (
        <li class="message from-desk suggested">
          <span class="author">Copilot would send</span>
          <span class="bubble" dir="auto" data-preview>
            <WithSlots text={suggested} />
          </span>
        </li>
      )}
    </ol>
  </ScrollRegion>
));

const Message = memo<{ readonly message: ChatMessage }>(({ message }) => (
  <li class={`message from-${message.author}`} data-author={message.author}>
    <span class="author">{message.author === 'customer' ? 'Customer' : 'Desk'}</span>
    <span class="bubble" dir="auto" data-text>
      {message.text}
    </span>
  </li>
));

/** A message with the slots marked that nobody filled. */
function WithSlots({ text }: { text: string }): VNode {
  const parts: (VNode | string)[] = [];
  let from = 0;
  for (const { at, text: slot } of unfilledSlots(text)) {
    parts.push(text.slice(from, at), <mark key={at}>{slot}</mark>);
    from = at + slot.length;
  }
  return (
    <>
      {parts}
      {text.slice(from)}
    </>
  );
}

/** Canned replies: choosing one puts its text into the composer. */
export const Replies = memo<{
  readonly controls: readonly Control[];
  readonly chosen: string | null;
  /** The reply that the copilot would send. */
  readonly suggested: string | null;
  readonly store: DeskStore;
}>(({ controls, chosen, suggested, store }) =>
  controls.length === 0 ? null : (
    <section class="replies" aria-labelledby="heading-replies">
      <h2 id="heading-replies">Replies</h2>
      <ul data-scroll>
        {controls.map((control, index) => (
          <li key={control.id}>
            <button
              type="button"
              class={suggested === control.target ? 'suggested' : undefined}
              data-control={control.id}
              data-kind="reply"
              data-target={control.target}
              aria-pressed={chosen === control.target}
              aria-label={spokenName(control.label, control.target)}
              aria-keyshortcuts={index < 9 ? String(index + 1) : undefined}
              title={control.label}
              onClick={() => {
                const composer = { text: control.label, reply: control.target, begunFrom: control.target };
                store.edit({ composer, notice: null, problems: NO_PROBLEMS });
                focusText('compose', control.label);
              }}
            >
              {control.label}
            </button>
          </li>
        ))}
      </ul>
    </section>
  ),
);
