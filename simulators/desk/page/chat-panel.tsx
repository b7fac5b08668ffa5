import type { VNode } from 'preact';
import type { Control } from '../../../harness/contract/control.ts';
import type { ChatMessage } from '../../../harness/contract/screen.ts';
import type { DeskStore } from './desk-store.ts';
import { focusText } from './focus-text.ts';
import { memo } from './memo.ts';
import type { Composer } from './page-state.ts';
import { ScrollRegion } from './scroll-region.tsx';

/** The last messages of the chat. Their text is only ever a text node. */
export const ChatLog = memo<{
  readonly messages: readonly ChatMessage[];
  readonly count: number;
}>(({ messages, count }) => (
  <ScrollRegion class="chat-log" role="log" label="Conversation" data-part="messages" data-count={count}>
    <ol>
      {count > messages.length && <li class="chat-note">{count - messages.length} earlier messages</li>}
      {messages.map((message, index) => (
        <Message key={count - messages.length + index} message={message} />
      ))}
      {count === 0 && <li class="chat-note">No messages yet.</li>}
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

/** Canned replies: choosing one puts its text into the composer. */
export const Replies = memo<{
  readonly controls: readonly Control[];
  readonly chosen: string | null;
  readonly store: DeskStore;
}>(({ controls, chosen, store }) =>
  controls.length === 0 ? null : (
    <section class="replies" aria-labelledby="heading-replies">
      <h3 id="heading-replies">Replies</h3>
      <ul data-scroll>
        {controls.map((control) => (
          <li key={control.id}>
            <button
              type="button"
              data-control={control.id}
              data-kind="reply"
              data-target={control.target}
              aria-pressed={chosen === control.target}
              title={control.label}
              onClick={() => {
                store.edit({ composer: { text: control.label, reply: control.target }, notice: null });
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

/** The message that is being written. Enter sends it, Shift+Enter starts a line, Escape selects all of it. */
export const ComposerPanel = memo<{ readonly composer: Composer; readonly store: DeskStore }>(({ composer, store }) => {
  const send = () => {
    if (composer.text !== '') store.attempt({ kind: 'send_text', reply: composer.reply, text: composer.text });
  };
  return (
    <div class="composer" data-control="compose" data-kind="compose" data-target="compose">
      <label class="composer-label" for="compose">
        <span data-label>Message to the customer</span>
        <ReplyMark composer={composer} />
      </label>
      <div class="composer-row">
        <textarea
          id="compose"
          rows={2}
          value={composer.text}
          onInput={(event) => {
            const text = event.currentTarget.value;
            store.edit({ composer: { text, reply: text === '' ? null : composer.reply }, notice: null });
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.select();
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <button type="button" class="primary" data-act="send" onClick={send}>
          Send
        </button>
      </div>
    </div>
  );
});

function ReplyMark({ composer }: { composer: Composer }): VNode | null {
  return composer.reply === null ? null : <span class="reply-mark">from reply {composer.reply}</span>;
}
