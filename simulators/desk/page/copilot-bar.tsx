import type { VNode } from 'preact';
import type { Action } from '../../../harness/contract/action.ts';
import { isCritical } from '../../../harness/contract/catalog.ts';
import { fieldControlId } from '../../../harness/contract/join-ids.ts';
import type { DeskState } from '../model/desk-state.ts';
import { describeAction } from './describe-action.ts';
import type { DeskStore } from './desk-store.ts';
import { focusText } from './focus-text.ts';
import { Glyph } from './glyph.tsx';
import { memo } from './memo.ts';
import { EMPTY_COMPOSER, NO_DRAFTS, type ShownSuggestion } from './page-state.ts';

/** What the copilot proposes, in words, with its confidence; the operator accepts or corrects it. */
export const CopilotBar = memo<{
  readonly suggestion: ShownSuggestion | null;
  readonly desk: DeskState;
  readonly store: DeskStore;
}>(({ suggestion, desk, store }) => {
  if (!suggestion)
    return (
      <section class="copilot idle" aria-label="Copilot">
        <Glyph name="spark" />
        <p>Copilot has no suggestion for this step.</p>
      </section>
    );
  const words = describeAction(suggestion.action, store.catalog, desk.view.procedure);
  const percent = Math.round(suggestion.confidence * 100);
  return (
    <section class="copilot" aria-label="Copilot" data-part="copilot">
      <Glyph name="spark" />
      <p class="suggestion" title={words.object}>
        <span class="suggestion-verb">{words.verb}</span> <b dir="auto">{words.object}</b>
      </p>
      <span class="confidence" title="Confidence of the copilot">
        <Gauge percent={percent} /> {percent}&nbsp;%
      </span>
      {isCritical(suggestion.action, store.catalog, desk.view.procedure?.id ?? null) && (
        <span class="critical" title="This action has effects that cannot be taken back">
          critical
        </span>
      )}
      <button type="button" class="accept" data-act="accept" aria-keyshortcuts="Alt+A" onClick={() => accept(store)}>
        <Glyph name="check" /> Accept
      </button>
      <button type="button" class="correct" data-act="correct" aria-keyshortcuts="Alt+C" onClick={() => correct(store)}>
        Correct
      </button>
    </section>
  );
});

function Gauge({ percent }: { percent: number }): VNode {
  return (
    <svg class="gauge" viewBox="0 0 64 8" width="64" height="8" aria-hidden="true" focusable="false">
      <rect width="64" height="8" rx="4" />
      <rect width={percent * 0.64} height="8" rx="4" />
    </svg>
  );
}

function shown(store: DeskStore): ShownSuggestion | null {
  const { active, cases } = store.state();
  return (active === null ? undefined : cases.get(active))?.suggestion ?? null;
}

/** Performs what the copilot bar shows. */
export function accept(store: DeskStore): void {
  const suggestion = shown(store);
  if (suggestion) store.attempt(suggestion.action);
}

/** Puts the suggestion aside: what it would have filled in stands there to be changed. */
export function correct(store: DeskStore): void {
  const suggestion = shown(store);
  if (!suggestion) return;
  const { action } = suggestion;
  store.edit({ suggestion: null, ...prefilled(action) });
  if (action.kind === 'send_text') focusText('compose', action.text);
  else document.getElementById(placeOf(action))?.focus();
}

function prefilled(action: Action) {
  const drafts: Record<string, string> = {};
  if (action.kind === 'submit_form')
    for (const [field, value] of Object.entries(action.values)) drafts[fieldControlId(action.form, field)] = value;
  if (action.kind === 'transfer') drafts.transfer = action.queue;
  if (action.kind === 'close') drafts.close = action.resolution;
  return {
    drafts: Object.keys(drafts).length === 0 ? NO_DRAFTS : drafts,
    composer: action.kind === 'send_text' ? { text: action.text, reply: action.reply } : EMPTY_COMPOSER,
  };
}

/** Id of the element where the operator goes on by hand. */
function placeOf(action: Action): string {
  switch (action.kind) {
    case 'submit_form':
      return fieldControlId(action.form, Object.keys(action.values)[0] ?? '');
    case 'transfer':
    case 'close':
      return action.kind;
    default:
      return 'procedure-search';
  }
}
