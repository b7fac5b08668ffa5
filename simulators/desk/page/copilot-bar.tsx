import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Action } from '../../../harness/contract/action.ts';
import { fieldControlId, submitControlId } from '../../../harness/contract/join-ids.ts';
import { unfilledSlots } from '../../../harness/contract/reply-template.ts';
import type { DeskState } from '../model/desk-state.ts';
import { describeAction, riskOf } from './describe-action.ts';
import type { DeskStore } from './desk-store.ts';
import { focusControl, focusText } from './focus-text.ts';
import { Glyph } from './glyph.tsx';
import { memo } from './memo.ts';
import { EMPTY_COMPOSER, NO_DRAFTS, type ShownSuggestion } from './page-state.ts';

/** What the copilot proposes, in words, with its confidence; the operator accepts or corrects it. */
export const CopilotBar = memo<{
  readonly suggestion: ShownSuggestion | null;
  readonly desk: DeskState;
  readonly store: DeskStore;
}>(({ suggestion, desk, store }) =>
  suggestion ? (
    <Proposal key={serialOf(suggestion)} suggestion={suggestion} desk={desk} store={store} />
  ) : (
    <section class="copilot idle" aria-label="Copilot">
      <Glyph name="spark" />
      <p>Copilot has no suggestion for this step.</p>
    </section>
  ),
);

const serials = new WeakMap<ShownSuggestion, number>();
let shownSoFar = 0;

/** Tells one suggestion from the next, so that each is looked at afresh even where both are worded alike. */
function serialOf(suggestion: ShownSuggestion): number {
  let serial = serials.get(suggestion);
  if (serial === undefined) {
    serial = ++shownSoFar;
    serials.set(suggestion, serial);
  }
  return serial;
}

interface ProposalProps {
  readonly suggestion: ShownSuggestion;
  readonly desk: DeskState;
  readonly store: DeskStore;
}

function Proposal({ suggestion, desk, store }: ProposalProps): VNode {
  const { action, confidence } = suggestion;
  const readable = useReadable();
  const unseen = useUnseenPreviews();
  const [asking, setAsking] = useState(false);
  const words = describeAction(action, store.catalog, desk.view.procedure);
  const risk = riskOf(action, store.catalog, desk.view.procedure);
  const percent = Math.round(confidence * 100);
  const holes = action.kind === 'send_text' ? unfilledSlots(action.text) : [];
  const accept = () => {
    if (holes.length > 0) return;
    if (unseen[0]) unseen[0].scrollIntoView({ block: 'nearest', inline: 'nearest' });
    else if (!readable) return;
    else if (risk !== null && store.byHand) setAsking(true);
    else store.accept();
  };
  return (
    <section class="copilot" aria-label="Copilot" data-part="copilot">
      <Glyph name="spark" />
      <div class="suggestion">
        <p class={action.kind === 'send_text' ? 'suggestion-words clamped' : 'suggestion-words'}>
          <span class="suggestion-verb">{words.verb}</span> <b dir="auto">{words.object}</b>
        </p>
        <Hindrance holes={holes.map(({ text }) => text)} unseen={unseen.length} />
      </div>
      <span class="confidence" title="Confidence of the copilot">
        <Gauge percent={percent} /> {percent}&nbsp;%
      </span>
      {risk !== null && <span class="critical">{risk}</span>}
      {asking ? (
        <Asking confirm={() => store.accept()} back={() => setAsking(false)} risk={risk ?? ''} />
      ) : (
        <span class="verdicts">
          <button
            type="button"
            class="accept"
            data-act="accept"
            aria-disabled={!readable || holes.length > 0 || unseen.length > 0}
            aria-keyshortcuts="A Control+Enter"
            onClick={accept}
          >
            <Glyph name="check" /> Accept
          </button>
          <CorrectButton action={action} store={store} />
        </span>
      )}
    </section>
  );
}

/** Why the suggestion cannot be accepted yet. */
function Hindrance({ holes, unseen }: { holes: readonly string[]; unseen: number }): VNode | null {
  if (holes.length > 0)
    return (
      <p class="hindrance" role="status">
        Cannot be sent: {holes.slice(0, 3).join(', ')} {holes.length === 1 ? 'is' : 'are'} not filled in. Correct it.
      </p>
    );
  if (unseen === 0) return null;
  return (
    <p class="hindrance" role="status">
      {unseen} {unseen === 1 ? 'part' : 'parts'} of it not on screen yet: A goes there.
    </p>
  );
}

/** Asks for a second key, another than the first, before something that matters is done. */
function Asking({ confirm, back, risk }: { confirm: () => void; back: () => void; risk: string }): VNode {
  const button = useRef<HTMLButtonElement>(null);
  const before = useRef(document.activeElement);
  const readable = useReadable();
  const leave = () => {
    back();
    if (before.current instanceof HTMLElement) before.current.focus();
  };
  useEffect(() => button.current?.focus(), []);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape goes back from either button
    <span class="verdicts" onKeyDown={(event) => event.key === 'Escape' && leave()}>
      <button type="button" class="correct" data-act="back" aria-keyshortcuts="Escape" onClick={leave}>
        Back <kbd>Esc</kbd>
      </button>
      <button
        type="button"
        class="accept"
        data-act="confirm"
        ref={button}
        aria-disabled={!readable}
        aria-keyshortcuts="Enter"
        onClick={() => readable && confirm()}
      >
        Do it: {risk} <kbd>Enter</kbd>
      </button>
    </span>
  );
}

function CorrectButton({ action, store }: { action: Action; store: DeskStore }): VNode {
  return (
    <button
      type="button"
      class="correct"
      data-act="correct"
      aria-keyshortcuts="C"
      onClick={() => correct(action, store)}
    >
      Correct
    </button>
  );
}

function Gauge({ percent }: { percent: number }): VNode {
  return (
    <svg class="gauge" viewBox="0 0 64 8" width="64" height="8" aria-hidden="true" focusable="false">
      <rect width="64" height="8" rx="4" />
      <rect width={percent * 0.64} height="8" rx="4" />
    </svg>
  );
}

/** Puts the suggestion aside: what it would have filled in stands there to be changed. */
function correct(action: Action, store: DeskStore): void {
  store.edit({ suggestion: null, ...prefilled(action) });
  if (action.kind === 'send_text') focusText('compose', action.text);
  else if (action.kind === 'select_procedure') document.getElementById('procedure-search')?.focus();
  else if (action.kind === 'transfer' || action.kind === 'close') document.getElementById(action.kind)?.focus();
  else focusControl(action.kind === 'click_control' ? action.control : firstFieldOf(action));
}

function prefilled(action: Action) {
  const drafts: Record<string, string> = {};
  if (action.kind === 'submit_form')
    for (const [field, value] of Object.entries(action.values)) drafts[fieldControlId(action.form, field)] = value;
  if (action.kind === 'transfer') drafts.transfer = action.queue;
  if (action.kind === 'close') drafts.close = action.resolution;
  const written =
    action.kind === 'send_text' ? { text: action.text, reply: action.reply, begunFrom: action.reply } : EMPTY_COMPOSER;
  return { drafts: Object.keys(drafts).length === 0 ? NO_DRAFTS : drafts, composer: written };
}

/** The form's first field that the suggestion fills, or its button where it fills none. */
function firstFieldOf({ form, button, values }: Extract<Action, { kind: 'submit_form' }>): string {
  const [first] = Object.keys(values);
  return first === undefined ? submitControlId(form, button) : fieldControlId(form, first);
}

/** How long a thing must have been on screen before a key may act on it: nobody reads faster. */
const READING_MS = 300;

/** Whether the component has been on screen for as long as a person needs to see it. A hidden page does not count. */
function useReadable(): boolean {
  const [readable, setReadable] = useState(false);
  useEffect(() => {
    let timer = 0;
    // A page that is not shown paints no frame, so that its time begins when it is.
    const frame = requestAnimationFrame(() => {
      timer = window.setTimeout(() => setReadable(true), READING_MS);
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, []);
  return readable;
}

/** The parts of the preview that have not been on screen yet, from edge to edge; the page is watched for as long as there are any. */
function useUnseenPreviews(): readonly Element[] {
  const [unseen, setUnseen] = useState<readonly Element[]>([]);
  useLayoutEffect(() => {
    const seen = new WeakMap<Element, Edges>();
    const look = () => {
      const left = [...document.querySelectorAll('[data-preview]')].filter((part) => !isSeen(part, seen));
      setUnseen((before) =>
        before.length === left.length && before.every((part, i) => part === left[i]) ? before : left,
      );
    };
    look();
    const resized = new ResizeObserver(look);
    resized.observe(document.documentElement);
    for (const part of document.querySelectorAll('[data-preview]')) resized.observe(part);
    document.addEventListener('scroll', look, { capture: true, passive: true });
    return () => {
      resized.disconnect();
      document.removeEventListener('scroll', look, { capture: true });
    };
  }, []);
  return unseen;
}

interface Edges {
  top: boolean;
  bottom: boolean;
}

function isSeen(part: Element, seen: WeakMap<Element, Edges>): boolean {
  const edges = seen.get(part) ?? { top: false, bottom: false };
  seen.set(part, edges);
  if (edges.top && edges.bottom) return true;
  const { top, bottom, left, right } = part.getBoundingClientRect();
  const view = clipOf(part);
  const wide = left >= view.left - 1 && right <= view.right + 1;
  const inView = (y: number) => wide && y >= view.top - 1 && y <= view.bottom + 1;
  edges.top ||= inView(top);
  edges.bottom ||= inView(bottom);
  return edges.top && edges.bottom;
}

/** The part of the window in which an element can be seen: everything around it that scrolls or cuts has its say. */
function clipOf(part: Element): DOMRect {
  let [left, top, right, bottom] = [0, 0, innerWidth, innerHeight];
  for (let around = part.parentElement; around; around = around.parentElement) {
    if (getComputedStyle(around).overflow === 'visible' || around === document.documentElement) continue;
    const box = around.getBoundingClientRect();
    left = Math.max(left, box.left);
    top = Math.max(top, box.top);
    right = Math.min(right, box.right);
    bottom = Math.min(bottom, box.bottom);
  }
  const bar = document.querySelector('[data-part=copilot]');
  if (bar && getComputedStyle(bar).position === 'sticky') bottom = Math.min(bottom, bar.getBoundingClientRect().top);
  return new DOMRect(left, top, right - left, bottom - top);
}
