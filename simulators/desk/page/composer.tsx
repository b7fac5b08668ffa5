import type { VNode } from 'preact';
import type { Control } from '../../../harness/contract/control.ts';
import { saysReply, unfilledSlots } from '../../../harness/contract/reply-template.ts';
import type { DeskStore } from './desk-store.ts';
import { focusText, selectNextSlot } from './focus-text.ts';
import { memo } from './memo.ts';
import { type Composer, EMPTY_COMPOSER, NO_PROBLEMS } from './page-state.ts';
import { Problem } from './problem.tsx';

/** The message that is being written. Enter sends it, Shift+Enter starts a line, Tab goes from slot to slot, Escape selects all of it. */
export const ComposerPanel = memo<{
  readonly composer: Composer;
  readonly replies: readonly Control[];
  readonly problem: string | null;
  readonly store: DeskStore;
}>(({ composer, replies, problem, store }) => {
  const send = () => {
    const text = store.byHand ? composer.text.trim() : composer.text;
    const hindrance = store.byHand ? whyNotSent(text) : null;
    if (hindrance !== null) {
      store.edit({ problems: { compose: hindrance } });
      focusText('compose', composer.text);
      return;
    }
    // A message kept from another screen is free text where this one has no such reply.
    const offered = !store.byHand || replies.some(({ target }) => target === composer.reply);
    if (text !== '') store.attempt({ kind: 'send_text', reply: offered ? composer.reply : null, text });
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
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : 'compose:problem'}
          onInput={(event) => {
            const text = event.currentTarget.value;
            store.edit({ composer: rewritten(composer, text, replies, store), notice: null, problems: NO_PROBLEMS });
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') selectOrLeave(event, store);
            if (event.key === 'Tab' && !event.shiftKey && selectNextSlot(event.currentTarget)) event.preventDefault();
            if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.metaKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <button type="button" class="primary" data-act="send" onClick={send}>
          Send
        </button>
      </div>
      <Problem control="compose" text={problem} />
    </div>
  );
});

/** Escape selects the message, to be written anew; once all of it is, the page's listener takes a person out of it. */
function selectOrLeave(
  event: KeyboardEvent & { readonly currentTarget: HTMLTextAreaElement },
  { byHand }: DeskStore,
): void {
  const { value, selectionStart, selectionEnd } = event.currentTarget;
  if (byHand && selectionStart === 0 && selectionEnd === value.length) return;
  event.currentTarget.select();
  event.stopPropagation();
}

/** Why a person cannot send the text; null where they can. */
function whyNotSent(text: string): string | null {
  if (text === '') return 'Nothing to send: the message is empty.';
  const holes = unfilledSlots(text).map(({ text: slot }) => slot);
  if (holes.length === 0) return null;
  return `Fill in ${holes.join(', ')} first: the customer would read the ${holes.length === 1 ? 'gap' : 'gaps'}.`;
}

/**
 * The composer after typing: what no longer says its canned reply is the writer's own message. A driver types what a
 * log holds, and says itself what it is.
 */
function rewritten(
  { reply, begunFrom }: Composer,
  text: string,
  replies: readonly Control[],
  { byHand }: DeskStore,
): Composer {
  if (text === '') return EMPTY_COMPOSER;
  if (!byHand) return { text, reply, begunFrom };
  const template = replies.find(({ target }) => target === begunFrom)?.label;
  return { text, reply: template !== undefined && saysReply(text, template) ? begunFrom : null, begunFrom };
}

function ReplyMark({ composer: { reply, begunFrom } }: { composer: Composer }): VNode | null {
  if (begunFrom === null) return null;
  return (
    <span class="reply-mark">{reply === null ? `own words, begun from ${begunFrom}` : `from reply ${reply}`}</span>
  );
}
