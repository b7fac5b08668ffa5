import type { VNode } from 'preact';
import type { Control } from '../../../harness/contract/control.ts';
import { viewControls } from '../model/desk-index.ts';
import type { DeskState } from '../model/desk-state.ts';
import { CaseFields, Results, Timeline } from './case-details.tsx';
import { CaseEnd } from './case-end.tsx';
import { CaseQueue, CaseTabs } from './case-queue.tsx';
import { ChatLog, ComposerPanel, Replies } from './chat-panel.tsx';
import { CopilotBar } from './copilot-bar.tsx';
import type { DeskStore } from './desk-store.ts';
import { Glyph } from './glyph.tsx';
import { Help } from './help.tsx';
import { memo } from './memo.ts';
import type { CaseTab, PageState } from './page-state.ts';
import { ProcedureScreenPanel, ProcedureSearch } from './procedure-panel.tsx';

/** The whole page. */
export function App({ page, store }: { page: PageState; store: DeskStore }): VNode {
  const tab = page.active === null ? undefined : page.cases.get(page.active);
  return (
    <div class="desk">
      <header class="top">
        <p class="brand">
          <span class="brand-mark" aria-hidden="true" /> Deskbench
        </p>
        <CaseTabs page={page} store={store} />
        <Help />
      </header>
      <CaseQueue page={page} store={store} />
      {tab ? (
        <CasePane key={tab.desk.caseId} tab={tab} store={store} />
      ) : (
        <main class="case blank" aria-label="Case">
          <p class="empty">Choose a case from the queue.</p>
        </main>
      )}
    </div>
  );
}

const STATUS = { open: 'Open', transferred: 'Transferred', closed: 'Closed' } as const;

function CasePane({ tab, store }: { tab: CaseTab; store: DeskStore }): VNode {
  const { desk } = tab;
  const open = desk.status === 'open';
  return (
    <main
      class="case"
      id="case"
      aria-labelledby="case-subject"
      data-part="case"
      data-case={desk.caseId}
      data-status={desk.status}
    >
      <CaseHead desk={desk} store={store} />
      {open && <CopilotBar suggestion={tab.suggestion} desk={desk} store={store} />}
      <p class="notice" role="alert" hidden={tab.notice === null}>
        {tab.notice === null ? '' : `Not possible: ${tab.notice}.`}
      </p>
      <div class="columns">
        <section class="panel chat" aria-label="Chat">
          <ChatLog messages={desk.messages} count={desk.messageCount} />
          {open && <Replies controls={part(desk, 'reply')} chosen={tab.composer.reply} store={store} />}
          {open && <ComposerPanel composer={tab.composer} store={store} />}
        </section>
        <div class="column work">
          {open && (
            <ProcedureSearch
              controls={desk.offer.procedures}
              search={tab.search}
              open={desk.view.procedure?.id ?? null}
              store={store}
            />
          )}
          <Screen desk={desk} drafts={tab.drafts} store={store} />
          {open && <CaseEnd controls={part(desk, 'end')} drafts={tab.drafts} store={store} />}
        </div>
        <div class="column facts">
          <Results results={desk.results} open={open} view={desk.view} store={store} />
          <CaseFields fields={desk.fields} />
          <Timeline
            entries={desk.timeline}
            actors={desk.actors}
            count={desk.actionCount}
            view={desk.view}
            store={store}
          />
        </div>
      </div>
    </main>
  );
}

const CaseHead = memo<{ readonly desk: DeskState; readonly store: DeskStore }>(({ desk, store }) => (
  <div class="case-head">
    <h1 id="case-subject" data-part="subject" dir="auto">
      {desk.subject}
    </h1>
    <span class="case-id">{desk.caseId}</span>
    <span class={`status status-${desk.status}`}>{STATUS[desk.status]}</span>
    <button type="button" class="quiet close-tab" onClick={() => store.closeTab(desk.caseId)}>
      <Glyph name="close" /> Put aside
    </button>
  </div>
));

/** The procedure's screen while the case is open; only its name once it is not. */
function Screen({ desk, drafts, store }: { desk: DeskState; drafts: CaseTab['drafts']; store: DeskStore }): VNode {
  const { place } = desk.view;
  if (desk.status === 'open')
    return (
      <ProcedureScreenPanel
        key={place ? `${place.id}\n${place.screen}` : ''}
        view={desk.view}
        drafts={drafts}
        store={store}
      />
    );
  return (
    <section
      class="panel screen-panel"
      aria-label="Procedure screen"
      data-part={place ? 'procedure' : undefined}
      data-procedure={place?.id}
      data-screen={place?.screen}
    >
      {place && (
        <header class="screen-head">
          <h2 data-part="procedure-title">{place.title}</h2>
          <p class="screen-title" data-part="screen-title">
            {place.screenTitle}
          </p>
        </header>
      )}
      <p class="empty">This case is {STATUS[desk.status].toLowerCase()}.</p>
    </section>
  );
}

const parts = new WeakMap<readonly Control[], { reply: Control[]; end: Control[] }>();

/** Controls of a part of the screen: the same array as long as the screen is the same. */
function part(desk: DeskState, name: 'reply' | 'end'): readonly Control[] {
  const all = viewControls(desk.view, 0);
  let split = parts.get(all);
  if (!split) {
    split = {
      reply: all.filter(({ kind }) => kind === 'reply'),
      end: all.filter(({ kind }) => kind === 'transfer' || kind === 'close'),
    };
    parts.set(all, split);
  }
  return split[name];
}
