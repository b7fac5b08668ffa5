import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { Control } from '../../../harness/contract/control.ts';
import { OPTION_SEPARATOR } from '../../../harness/contract/legal.ts';
import type { DeskStore } from './desk-store.ts';
import { Glyph } from './glyph.tsx';
import { memo } from './memo.ts';
import { Problem } from './problem.tsx';
import { dayInWords, typedDay } from './typed-date.ts';

interface FieldProps {
  readonly control: Control;
  readonly value: string;
  /** What the copilot would put in. */
  readonly suggested: string | null;
  readonly problem: string | null;
  readonly store: DeskStore;
}

interface InputProps extends FieldProps {
  readonly set: (value: string) => void;
}

/** One field of a form with its label, whatever its kind, what the copilot would put in, and what is wrong with it. */
export const FieldView = memo<FieldProps>((props) => {
  const { control, value, suggested, problem, store } = props;
  const set = (next: string) => store.draft(control.id, next);
  const marks = {
    class: `field field-${control.kind}`,
    'data-control': control.id,
    'data-kind': control.kind,
    'data-target': control.target,
    'data-form': control.form ?? '',
    'data-required': control.required ? '' : undefined,
  };
  const label = (
    <>
      <span data-label>{control.label}</span>
      <Required required={control.required} />
    </>
  );
  if (control.kind === 'radio' || control.kind === 'multiselect')
    return (
      <fieldset {...marks} aria-invalid={problem !== null} aria-describedby={describedBy(props)}>
        <legend class="field-label">{label}</legend>
        <Options {...props} set={set} />
        <Problem control={control.id} text={problem} />
      </fieldset>
    );
  // The value that the copilot would put in lies in the empty field itself, which grows with it.
  const inside = suggested !== null && value === '' && control.kind !== 'checkbox';
  return (
    <div {...marks}>
      <label class="field-label" for={control.id}>
        {label}
      </label>
      <div class={inside ? 'field-box holds-suggestion' : 'field-box'}>
        <Input {...props} set={set} />
        <Suggested control={control} value={suggested} />
      </div>
      {control.kind === 'date' && <DateReading value={value} />}
      <Problem control={control.id} text={problem} />
    </div>
  );
});

function Suggested({ control, value }: { control: Control; value: string | null }): VNode | null {
  return value === null ? null : (
    <span class="suggested-value" id={`${control.id}:suggested`} dir="auto" data-preview>
      <span class="visually-hidden">Copilot: </span>
      {control.kind === 'checkbox' ? 'ticks this' : value}
    </span>
  );
}

function describedBy({ control, suggested, problem }: FieldProps): string | undefined {
  const grouped = control.kind === 'radio' || control.kind === 'multiselect';
  const ids = [
    ...(suggested === null || grouped ? [] : [`${control.id}:suggested`]),
    ...(problem === null ? [] : [`${control.id}:problem`]),
  ];
  return ids.length === 0 ? undefined : ids.join(' ');
}

/** How a typed date is read, so that nobody has to guess which number is the month. */
function DateReading({ value }: { value: string }): VNode | null {
  const day = typedDay(value);
  return day === null ? null : <p class="reading">{dayInWords(day)}</p>;
}

function Required({ required }: { required: boolean }): VNode | null {
  return required ? (
    <span class="required" title="Required" aria-hidden="true">
      *
    </span>
  ) : null;
}

/** Numbers and dates keep what was typed: `type=number` would drop it, as it drops `1 000`. */
function Input(props: InputProps): VNode {
  const { control, value, set } = props;
  const shared = {
    id: control.id,
    disabled: !control.enabled,
    'aria-required': control.required,
    'aria-invalid': props.problem !== null,
    'aria-describedby': describedBy(props),
  };
  switch (control.kind) {
    case 'textarea':
      return <textarea {...shared} rows={3} value={value} onInput={(event) => set(event.currentTarget.value)} />;
    case 'select':
      return (
        <select {...shared} value={value} onChange={(event) => set(event.currentTarget.value)}>
          <option value="">Choose…</option>
          {control.options.map((option) => (
            <option key={option} value={option}>
              {option}
            </option>
          ))}
        </select>
      );
    case 'checkbox':
      return (
        <input
          {...shared}
          type="checkbox"
          checked={value === 'true'}
          onChange={(event) => set(event.currentTarget.checked ? 'true' : '')}
        />
      );
    case 'date':
      return <DateInput shared={shared} value={value} set={set} />;
    default:
      return (
        <input
          {...shared}
          type="text"
          inputMode={control.kind === 'number' ? 'decimal' : 'text'}
          autocomplete="off"
          spellcheck={false}
          value={value}
          onInput={(event) => set(event.currentTarget.value)}
        />
      );
  }
}

interface DateProps {
  readonly shared: { readonly id: string; readonly disabled: boolean };
  readonly value: string;
  readonly set: (value: string) => void;
}

/** A date as customers write it, typed or pasted; the browser's calendar lies behind a button, as an extra. */
function DateInput({ shared, value, set }: DateProps): VNode {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <span class="date">
      <input
        {...shared}
        type="text"
        autocomplete="off"
        spellcheck={false}
        value={value}
        onInput={(event) => set(event.currentTarget.value)}
      />
      <button
        type="button"
        class="quiet pick"
        aria-label="Choose a day"
        disabled={shared.disabled}
        onClick={() => picker.current?.showPicker()}
      >
        <Glyph name="calendar" />
      </button>
      <input
        ref={picker}
        class="picker"
        type="date"
        tabIndex={-1}
        aria-hidden="true"
        value={typedDay(value) ?? ''}
        onChange={(event) => set(event.currentTarget.value)}
      />
    </span>
  );
}

function Options({ control, value, suggested, set }: InputProps): VNode {
  const chosen = value === '' ? [] : value.split(OPTION_SEPARATOR);
  const toggled = (option: string, on: boolean) => {
    const now = on ? [...chosen, option] : chosen.filter((other) => other !== option);
    return control.options.filter((candidate) => now.includes(candidate)).join(OPTION_SEPARATOR);
  };
  const radio = control.kind === 'radio';
  const proposed = suggested?.split(OPTION_SEPARATOR) ?? [];
  return (
    <div class="options">
      {control.options.map((option) => (
        <label
          class={proposed.includes(option) ? 'option suggested' : 'option'}
          key={option}
          data-preview={proposed.includes(option) ? '' : undefined}
        >
          <input
            type={radio ? 'radio' : 'checkbox'}
            name={control.id}
            value={option}
            disabled={!control.enabled}
            checked={radio ? value === option : chosen.includes(option)}
            onChange={(event) => set(radio ? option : toggled(option, event.currentTarget.checked))}
          />
          <span data-option>{option}</span>
          {proposed.includes(option) && <span class="visually-hidden">(the copilot would choose this)</span>}
        </label>
      ))}
    </div>
  );
}
