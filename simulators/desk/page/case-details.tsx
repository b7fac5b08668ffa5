import type { VNode } from 'preact';
import type { Actor } from '../../../harness/contract/environment.ts';
import type { Procedure } from '../../../harness/contract/procedure.ts';
import type { ShownResult, TimelineEntry } from '../../../harness/contract/screen.ts';
import type { DeskState } from '../model/desk-state.ts';
import { describeEntry } from './describe-action.ts';
import type { DeskStore } from './desk-store.ts';
import { Glyph } from './glyph.tsx';
import { memo } from './memo.ts';
import { ScrollRegion } from './scroll-region.tsx';

function Values({ values, part }: { values: Readonly<Record<string, string>>; part: string }): VNode {
  return (
    <dl class="values" data-part={part}>
      {Object.entries(values).map(([key, value]) => (
        <div key={key}>
          <dt>{key}</dt>
          <dd dir="auto">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What the case's fields hold. */
export const CaseFields = memo<{ readonly fields: DeskState['fields'] }>(({ fields }) => (
  <section class="panel case-fields" aria-labelledby="heading-fields">
    <h2 id="heading-fields">Case</h2>
    <ScrollRegion class="scroll" label="Case fields">
      <Values values={fields} part="fields" />
      {Object.keys(fields).length === 0 && <p class="empty">Nothing recorded yet.</p>}
    </ScrollRegion>
  </section>
));

/** The last answers of the knowledge base, newest first to the eye. */
export const ResultList = memo<{
  readonly results: readonly ShownResult[];
  readonly resultsIn: DeskState['resultsIn'];
  readonly open: boolean;
  /** Control of the result that the copilot would take up. */
  readonly suggested: string | null;
  readonly store: DeskStore;
}>(({ results, resultsIn, open, suggested, store }) => (
  <section class="panel results" aria-labelledby="heading-results">
    <h2 id="heading-results">Knowledge base</h2>
    <ScrollRegion class="scroll from-end" label="Results">
      {results.length === 0 && <p class="empty">Submit a form to look something up.</p>}
      <ol class="result-list">
        {results.map((result, index) => (
          <ResultCard
            key={result.control}
            result={result}
            open={open}
            title={formTitle(result.form, resultsIn[index] ?? null)}
            suggested={suggested === result.control}
            store={store}
          />
        ))}
      </ol>
    </ScrollRegion>
  </section>
));

function formTitle(form: string, procedure: Procedure | null): string {
  return procedure?.forms.find(({ id }) => id === form)?.title ?? form;
}

const ResultCard = memo<{
  readonly result: ShownResult;
  readonly open: boolean;
  readonly title: string;
  readonly suggested: boolean;
  readonly store: DeskStore;
}>(({ result, open, title, suggested, store }) => (
  <li
    class={result.selected ? 'result selected' : 'result'}
    data-part="result"
    data-result={result.control}
    data-form={result.form}
    data-total={result.total ?? undefined}
    data-selected={result.selected ? '' : undefined}
  >
    <p class="result-head">
      <span class="result-form">{title}</span>
      {result.total !== null && <span class="result-total">{result.total} found</span>}
    </p>
    {result.status !== null && (
      <p class="result-status" data-part="status">
        {result.status}
      </p>
    )}
    {result.items.map((item, index) => (
      <Values key={index} values={item} part="item" />
    ))}
    {open && (
      <button
        type="button"
        class="quiet"
        data-preview={suggested ? '' : undefined}
        data-control={result.control}
        data-kind="result"
        data-target={result.control.slice('result:'.length)}
        aria-pressed={result.selected}
        onClick={() => store.attempt({ kind: 'click_control', control: result.control })}
      >
        Use this result
      </button>
    )}
  </li>
));

/** Who did what, oldest first. */
export const Timeline = memo<{
  readonly entries: readonly TimelineEntry[];
  readonly actors: readonly Actor[];
  readonly actedIn: DeskState['actedIn'];
  readonly count: number;
  readonly store: DeskStore;
}>(({ entries, actors, actedIn, count, store }) => (
  <section class="panel timeline" aria-labelledby="heading-timeline">
    <h2 id="heading-timeline">Timeline</h2>
    <ScrollRegion class="scroll from-end" label="Actions so far">
      <ol data-part="timeline" data-count={count}>
        {entries.map((entry, index) => (
          <Entry
            key={count - entries.length + index}
            entry={entry}
            actor={actors[index] ?? 'operator'}
            procedure={actedIn[index] ?? null}
            store={store}
          />
        ))}
      </ol>
      {count === 0 && <p class="empty">Nothing done yet.</p>}
    </ScrollRegion>
  </section>
));

const Entry = memo<{
  readonly entry: TimelineEntry;
  readonly actor: Actor;
  /** The procedure that was open when it was done. */
  readonly procedure: Procedure | null;
  readonly store: DeskStore;
}>(({ entry, actor, procedure, store }) => {
  const words = describeEntry(entry, store.catalog, procedure);
  return (
    <li
      class={`entry by-${actor}`}
      data-part="entry"
      data-kind={entry.kind}
      data-target={entry.target}
      data-message-count={entry.messageCount}
      data-actor={actor}
    >
      <span class="entry-mark" title={actor === 'automation' ? 'Automation' : 'Operator'}>
        <Glyph name={actor === 'automation' ? 'automation' : 'person'} />
        <span class="visually-hidden">{actor === 'automation' ? 'Automation' : 'Operator'}: </span>
      </span>
      <span class="entry-words">
        {words.verb} <b dir="auto">{words.object}</b>
        <Values values={entry.values} part="entry-values" />
      </span>
    </li>
  );
});
