import type { VNode } from 'preact';
import type { Action } from '../../../harness/contract/action.ts';
import type { Control } from '../../../harness/contract/control.ts';
import { submitControlId } from '../../../harness/contract/join-ids.ts';
import { fits } from '../../../harness/contract/legal.ts';
import type { Form } from '../../../harness/contract/procedure.ts';
import { comparableText } from '../../../harness/contract/text.ts';
import type { DeskView } from '../model/desk-index.ts';
import { spokenName } from './case-title.ts';
import type { DeskStore } from './desk-store.ts';
import { FieldView } from './field-view.tsx';
import { focusControl } from './focus-text.ts';
import { Glyph } from './glyph.tsx';
import { memo } from './memo.ts';
import type { CaseTab } from './page-state.ts';
import { typedDay } from './typed-date.ts';

/** Search over the offered procedures. The search only hides: every procedure stays a control of the screen. */
export const ProcedureSearch = memo<{
  readonly controls: readonly Control[];
  readonly search: string;
  readonly open: string | null;
  /** The procedure that the copilot would open. */
  readonly suggested: string | null;
  readonly store: DeskStore;
}>(({ controls, search, open, suggested, store }) => {
  const shown = new Set(matching(controls, search, store).map(({ id }) => id));
  return (
    <section class="panel search-panel" aria-labelledby="heading-search">
      <h2 id="heading-search">Procedures</h2>
      <div class="search-box">
        <Glyph name="search" />
        <input
          id="procedure-search"
          type="search"
          aria-label="Search procedures"
          placeholder="Search procedures"
          autocomplete="off"
          value={search}
          onInput={(event) => store.edit({ search: event.currentTarget.value })}
          onKeyDown={(event) => {
            const [first] = matching(controls, search, store);
            if (event.key === 'Enter' && first && search !== '')
              store.attempt({ kind: 'select_procedure', procedure: first.target });
          }}
        />
      </div>
      <ul class="procedure-list" data-scroll>
        {controls.map((control) => (
          <li key={control.id} hidden={!shown.has(control.id)}>
            <button
              type="button"
              data-control={control.id}
              data-kind="procedure"
              class={suggested === control.target ? 'suggested' : undefined}
              data-target={control.target}
              aria-label={spokenName(control.label, control.target)}
              aria-current={open === control.target ? 'true' : undefined}
              onClick={() => store.attempt({ kind: 'select_procedure', procedure: control.target })}
            >
              {control.label}
            </button>
          </li>
        ))}
      </ul>
      {shown.size === 0 && <p class="empty">No procedure matches.</p>}
    </section>
  );
});

function matching(controls: readonly Control[], search: string, store: DeskStore): readonly Control[] {
  const words = comparableText(search).split(' ').filter(Boolean);
  if (words.length === 0) return controls;
  return controls.filter((control) => {
    const procedure = store.catalog.procedures.find(({ id }) => id === control.target);
    const text = comparableText([control.label, control.target, ...(procedure?.keywords ?? [])].join(' '));
    return words.every((word) => text.includes(word));
  });
}

/** The open procedure's screen: its forms and its own buttons. */
export const ProcedureScreenPanel = memo<{
  readonly view: DeskView;
  readonly drafts: CaseTab['drafts'];
  readonly problems: CaseTab['problems'];
  /** What the copilot would do. */
  readonly suggested: Action | null;
  readonly store: DeskStore;
}>(({ view, drafts, problems, suggested, store }) => {
  const { place } = view;
  if (!place)
    return (
      <section class="panel screen-panel" aria-label="Procedure screen">
        <p class="empty">Choose a procedure to see its screen.</p>
      </section>
    );
  const buttons = view.controls.filter(({ kind }) => kind === 'button');
  return (
    <section
      class="panel screen-panel"
      aria-labelledby="heading-procedure"
      data-part="procedure"
      data-procedure={place.id}
      data-screen={place.screen}
    >
      <header class="screen-head">
        <h2 id="heading-procedure" data-part="procedure-title">
          {place.title}
        </h2>
        <p class="screen-title" data-part="screen-title">
          {place.screenTitle}
        </p>
      </header>
      <div class="screen-body" data-scroll>
        {view.forms.map((form) => (
          <FormView
            key={form.id}
            form={form}
            view={view}
            drafts={drafts}
            problems={problems}
            suggested={suggested?.kind === 'submit_form' && suggested.form === form.id ? suggested : null}
            store={store}
          />
        ))}
        {buttons.length > 0 && (
          <div class="button-row">
            {buttons.map((control) => (
              <ScreenButton key={control.id} control={control} suggested={suggested} store={store} />
            ))}
          </div>
        )}
      </div>
    </section>
  );
});

function ScreenButton({
  control: { id, target, label },
  suggested,
  store,
}: {
  readonly control: Control;
  readonly suggested: Action | null;
  readonly store: DeskStore;
}) {
  return (
    <button
      type="button"
      class={suggested?.kind === 'click_control' && suggested.control === id ? 'quiet suggested' : 'quiet'}
      data-control={id}
      data-kind="button"
      data-target={target}
      aria-label={spokenName(label, target)}
      onClick={() => store.attempt({ kind: 'click_control', control: id })}
    >
      {label}
    </button>
  );
}

interface FormProps {
  readonly form: Form;
  readonly view: DeskView;
  readonly drafts: CaseTab['drafts'];
  readonly problems: CaseTab['problems'];
  readonly suggested: Extract<Action, { kind: 'submit_form' }> | null;
  readonly store: DeskStore;
}

function FormView({ form, view, drafts, problems, suggested, store }: FormProps): VNode {
  const fields = [...(view.fields.get(form.id)?.values() ?? [])];
  const submit = (button: string) => {
    const filled = filledForm(fields, drafts, store.byHand);
    const faulty = fields.find(({ id }) => id in filled.problems);
    if (faulty) {
      store.edit({ problems: filled.problems, notice: null });
      focusControl(faulty.id);
    } else store.attempt({ kind: 'submit_form', form: form.id, button, values: filled.values });
  };
  return (
    <form
      class="form"
      aria-label={form.title}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const first = form.buttons[0];
        if (first) submit(first.id);
      }}
    >
      <h3>{form.title}</h3>
      <div class="fields">
        {fields.map((control) => (
          <FieldView
            key={control.id}
            control={control}
            value={drafts[control.id] ?? ''}
            suggested={suggested?.values[control.target] ?? null}
            problem={problems[control.id] ?? null}
            store={store}
          />
        ))}
      </div>
      <div class="button-row">
        {form.buttons.map((button, index) => (
          <button
            key={button.id}
            type={index === 0 ? 'submit' : 'button'}
            class={`${index === 0 ? 'primary' : ''} ${suggested?.button === button.id ? 'suggested' : ''}`.trim()}
            data-control={submitControlId(form.id, button.id)}
            data-kind="submit"
            data-target={button.id}
            data-form={form.id}
            aria-label={spokenName(button.label, button.id)}
            onClick={(event) => {
              event.preventDefault();
              submit(button.id);
            }}
          >
            {button.label}
          </button>
        ))}
      </div>
    </form>
  );
}

/** What a person's drafts come to when a form is submitted: its values, or what is wrong with each field, by control id. */
interface FilledForm {
  readonly values: Readonly<Record<string, string>>;
  readonly problems: Readonly<Record<string, string>>;
}

/** Reads all fields of a form at once. A driver's drafts are values already and are taken as they are. */
function filledForm(fields: readonly Control[], drafts: Readonly<Record<string, string>>, byHand: boolean): FilledForm {
  const values: Record<string, string> = {};
  const problems: Record<string, string> = {};
  for (const field of fields) {
    const typed = drafts[field.id] ?? '';
    const value = byHand ? meant(field, typed) : typed;
    if (value !== '') values[field.target] = value;
    const problem = byHand ? problemOf(field, typed, value) : null;
    if (problem !== null) problems[field.id] = problem;
  }
  return { values, problems };
}

function meant(field: Control, typed: string): string {
  if (field.kind === 'date') return typedDay(typed) ?? typed.trim();
  return field.options.length > 0 ? typed : typed.trim();
}

function problemOf(field: Control, typed: string, value: string): string | null {
  const name = field.label.trim() || field.target;
  if (value === '') return field.required ? `${name} is needed.` : null;
  if (fits(field, value)) return null;
  const shown = typed.trim().slice(0, 40);
  return field.kind === 'date'
    ? `${name}: “${shown}” is no day. Write it as 1996-03-09, 9.3.1996 or 9 March 1996.`
    : `${name} cannot hold “${shown}”.`;
}
