import type { VNode } from 'preact';
import type { Action } from '../../../harness/contract/action.ts';
import type { Control } from '../../../harness/contract/control.ts';
import { perObject } from '../../../harness/contract/remember.ts';
import { viewControls } from '../model/desk-index.ts';
import type { DeskState } from '../model/desk-state.ts';
import { CaseFields, ResultList, Timeline } from './case-details.tsx';
import { CaseEndPanel } from './case-end.tsx';
import { CaseQueue, CaseTabs, QueueToggle, titleOf } from './case-queue.tsx';
import { ChatLog, Replies } from './chat-panel.tsx';
import { ComposerPanel } from './composer.tsx';
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
        {store.byHand && <QueueToggle page={page} store={store} />}
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
  const open = desk.status === 'open' && !tab.done;
  return (
    <main
      class="case"
      id="case"
      tabIndex={-1}
      aria-labelledby="case-subject"
      data-part="case"
      data-case={desk.caseId}
      data-status={desk.status}
    >
      <CaseHead desk={desk} title={titleOf(tab, desk.caseId)} done={tab.done} store={store} />
      {open && <CopilotBar suggestion={tab.suggestion} desk={desk} store={store} />}
      {!open && store.byHand && <Ended tab={tab} store={store} />}
      <div class="notice-place">
        <p class="notice" role="alert" hidden={tab.notice === null}>
          {tab.notice === null ? '' : `Not possible: ${tab.notice}.`}
        </p>
      </div>
      <Columns tab={tab} open={open} store={store} />
    </main>
  );
}

function Columns({ tab, open, store }: { tab: CaseTab; open: boolean; store: DeskStore }): VNode {
  const { desk } = tab;
  const suggested = open ? (tab.suggestion?.action ?? null) : null;
  const replies = part(desk, 'reply');
  return (
    <div class="columns">
      <section class="panel chat" aria-label="Chat">
        <ChatLog
          messages={desk.messages}
          count={desk.messageCount}
          suggested={suggested?.kind === 'send_text' ? suggested.text : null}
        />
        {open && (
          <Replies
            controls={replies}
            chosen={tab.composer.reply}
            suggested={suggested?.kind === 'send_text' ? suggested.reply : null}
            store={store}
          />
        )}
        {open && (
          <ComposerPanel
            composer={tab.composer}
            replies={replies}
            problem={tab.problems.compose ?? null}
            store={store}
          />
        )}
      </section>
      <Work tab={tab} open={open} suggested={suggested} store={store} />
      <div class="column facts">
        <ResultList
          results={desk.results}
          resultsIn={desk.resultsIn}
          open={open}
          suggested={suggested?.kind === 'click_control' ? suggested.control : null}
          store={store}
        />
        <CaseFields fields={desk.fields} />
        <Timeline
          entries={desk.timeline}
          actors={desk.actors}
          actedIn={desk.actedIn}
          count={desk.actionCount}
          store={store}
        />
      </div>
    </div>
  );
}

interface WorkProps {
  readonly tab: CaseTab;
  readonly open: boolean;
  readonly suggested: Action | null;
  readonly store: DeskStore;
}

/** The middle column: procedures, the open one's screen, the end of the case. */
function Work({ tab, open, suggested, store }: WorkProps): VNode {
  const { desk } = tab;
  return (
    <div class="column work">
      {open && (
        <ProcedureSearch
          controls={desk.offer.procedures}
          search={tab.search}
          open={desk.view.procedure?.id ?? null}
          suggested={suggested?.kind === 'select_procedure' ? suggested.procedure : null}
          store={store}
        />
      )}
      <Screen tab={tab} open={open} suggested={suggested} store={store} />
      {open && (
        <CaseEndPanel
          controls={part(desk, 'end')}
          drafts={tab.drafts}
          problems={tab.problems}
          suggested={endingOf(suggested)}
          store={store}
        />
      )}
    </div>
  );
}

/** What can follow when nothing is left to do here. */
function Ended({ tab, store }: { tab: CaseTab; store: DeskStore }): VNode {
  return (
    <section class="ended" aria-label="After the case">
      <button type="button" class="primary" data-act="next" aria-keyshortcuts="N" onClick={() => store.showNext()}>
        Next case
      </button>
      {tab.done && (
        <button type="button" class="quiet" onClick={() => store.finish(false)}>
          Take it up again
        </button>
      )}
    </section>
  );
}

/** The queue or resolution that an action chooses: the same object for the same action. */
const endingOf = (action: Action | null) =>
  action?.kind === 'transfer' || action?.kind === 'close' ? chosenBy(action) : null;

const chosenBy = perObject((action: Extract<Action, { kind: 'transfer' | 'close' }>) => ({
  kind: action.kind,
  option: action.kind === 'transfer' ? action.queue : action.resolution,
}));

const CaseHead = memo<{
  readonly desk: DeskState;
  readonly title: string;
  readonly done: boolean;
  readonly store: DeskStore;
}>(({ desk, title, done, store }) => (
  <div class="case-head">
    <h1 id="case-subject" dir="auto" title={title}>
      <span data-part="subject">{desk.subject}</span>
      {desk.subject.trim() === '' && title}
    </h1>
    <span class="case-id">{desk.caseId}</span>
    <span class={`status status-${done ? 'done' : desk.status}`}>{done ? 'Done' : STATUS[desk.status]}</span>
    <button type="button" class="quiet close-tab" onClick={() => store.closeTab(desk.caseId)}>
      <Glyph name="close" /> Put aside
    </button>
  </div>
));

/** The procedure's screen while there is something to do; only its name once there is not. */
function Screen({ tab, open, suggested, store }: WorkProps): VNode {
  const { desk } = tab;
  const { place } = desk.view;
  if (open)
    return (
      <ProcedureScreenPanel
        key={place ? `${place.id}\n${place.screen}` : ''}
        view={desk.view}
        drafts={tab.drafts}
        problems={tab.problems}
        suggested={suggested}
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
      <p class="empty">
        {tab.done ? 'You are done with this case.' : `This case is ${STATUS[desk.status].toLowerCase()}.`}
      </p>
    </section>
  );
}

/** Controls of the parts of the screen: the same arrays as long as the screen is the same. */
const partsOf = perObject((controls: readonly Control[]) => ({
  reply: controls.filter(({ kind }) => kind === 'reply'),
  end: controls.filter(({ kind }) => kind === 'transfer' || kind === 'close'),
}));

const part = (desk: DeskState, name: 'reply' | 'end'): readonly Control[] => partsOf(viewControls(desk.view, 0))[name];
