import type { VNode } from 'preact';
import type { CaseScript } from '../case-script.ts';
import { caseTitle } from './case-title.ts';
import type { DeskStore } from './desk-store.ts';
import { memo } from './memo.ts';
import { type CaseTab, isWaiting, type PageState } from './page-state.ts';

function waitingCount({ queue, cases }: PageState): number {
  return queue.filter(({ opening }) => isWaiting(cases.get(opening.id))).length;
}

/** All cases, open or waiting. In a narrow window it is drawn out by its button and covers the page until a case is chosen. */
export function CaseQueue({ page, store }: { page: PageState; store: DeskStore }): VNode {
  return (
    <nav
      id="queue"
      class={page.queueOpen ? 'queue open' : 'queue'}
      aria-label="Case queue"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !page.queueOpen) return;
        store.drawQueue(false);
        document.getElementById('queue-toggle')?.focus();
      }}
    >
      <h2>
        Queue <span class="count">{waitingCount(page)}</span>
      </h2>
      <ul>
        {page.queue.map((script) => (
          <QueueItem
            key={script.opening.id}
            script={script}
            tab={page.cases.get(script.opening.id) ?? null}
            active={page.active === script.opening.id}
            store={store}
          />
        ))}
      </ul>
    </nav>
  );
}

/** Draws the queue out, where the window is too narrow to show it always. */
export function QueueToggle({ page, store }: { page: PageState; store: DeskStore }): VNode {
  return (
    <button
      id="queue-toggle"
      type="button"
      class="quiet queue-toggle"
      aria-expanded={page.queueOpen}
      aria-controls="queue"
      onClick={() => {
        store.drawQueue(!page.queueOpen);
        if (!page.queueOpen) document.querySelector<HTMLElement>('.queue-item')?.focus();
      }}
    >
      Queue <span class="count">{waitingCount(page)}</span>
    </button>
  );
}

const WORDS = {
  waiting: 'Waiting',
  open: 'In work',
  transferred: 'Transferred',
  closed: 'Closed',
  done: 'Done',
} as const;

const QueueItem = memo<{
  readonly script: CaseScript;
  readonly tab: CaseTab | null;
  readonly active: boolean;
  readonly store: DeskStore;
}>(({ script: { opening, arrivals }, tab, active, store }) => {
  const status = tab?.done ? 'done' : (tab?.desk.status ?? 'waiting');
  const first = arrivals[0]?.[0];
  const last = tab?.desk.messages.findLast(({ text }) => text.trim() !== '')?.text ?? first ?? '';
  return (
    <li>
      <button
        type="button"
        class="queue-item"
        aria-current={active ? 'true' : undefined}
        onClick={() => store.show(opening.id)}
      >
        <span class="queue-subject" dir="auto">
          {caseTitle(opening.case.subject, first, opening.id)}
        </span>
        <span class="queue-last" dir="auto">
          {last.slice(0, 120)}
        </span>
        <span class={`status status-${status}`}>{WORDS[status]}</span>
      </button>
    </li>
  );
});

/** One tab a case that is being worked. Arrow keys move between tabs, Delete puts one aside. */
export function CaseTabs({ page, store }: { page: PageState; store: DeskStore }): VNode | null {
  if (page.tabs.length === 0) return null;
  const move = (by: number) => {
    const at = page.active === null ? 0 : page.tabs.indexOf(page.active);
    const next = page.tabs[(at + by + page.tabs.length) % page.tabs.length];
    if (next === undefined) return;
    store.show(next);
    document.getElementById(`tab:${next}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label="Open cases">
      {page.tabs.map((id) => (
        <button
          key={id}
          id={`tab:${id}`}
          type="button"
          role="tab"
          aria-selected={page.active === id}
          aria-controls={page.active === id ? 'case' : undefined}
          tabIndex={page.active === id || page.active === null ? 0 : -1}
          onClick={() => store.show(id)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowRight') move(1);
            if (event.key === 'ArrowLeft') move(-1);
            if (event.key === 'Delete') store.closeTab(id);
          }}
        >
          <span dir="auto">{titleOf(page.cases.get(id), id)}</span>
        </button>
      ))}
    </div>
  );
}

/** What an opened case is called. */
export function titleOf(tab: CaseTab | undefined, id: string): string {
  const first = tab?.script?.arrivals[0]?.[0] ?? tab?.desk.messages.find(({ author }) => author === 'customer')?.text;
  return caseTitle(tab?.desk.subject ?? '', first, id);
}
