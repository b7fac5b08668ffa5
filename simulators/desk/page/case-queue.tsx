import type { VNode } from 'preact';
import type { CaseScript } from '../case-script.ts';
import type { DeskStore } from './desk-store.ts';
import { memo } from './memo.ts';
import type { CaseTab, PageState } from './page-state.ts';

/** All cases, open or waiting. */
export function CaseQueue({ page, store }: { page: PageState; store: DeskStore }): VNode {
  const waiting = page.queue.filter(({ opening }) => (page.cases.get(opening.id)?.desk.status ?? 'open') === 'open');
  return (
    <nav class="queue" aria-label="Case queue">
      <h2>
        Queue <span class="count">{waiting.length}</span>
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

const WORDS = { waiting: 'Waiting', open: 'In work', transferred: 'Transferred', closed: 'Closed' } as const;

const QueueItem = memo<{
  readonly script: CaseScript;
  readonly tab: CaseTab | null;
  readonly active: boolean;
  readonly store: DeskStore;
}>(({ script, tab, active, store }) => {
  const status = tab?.desk.status ?? 'waiting';
  const last = tab?.desk.messages.at(-1)?.text ?? script.arrivals[0]?.[0] ?? '';
  return (
    <li>
      <button
        type="button"
        class="queue-item"
        aria-current={active ? 'true' : undefined}
        onClick={() => store.show(script.opening.id)}
      >
        <span class="queue-subject" dir="auto">
          {script.opening.case.subject}
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
          <span dir="auto">{page.cases.get(id)?.desk.subject ?? id}</span>
        </button>
      ))}
    </div>
  );
}
