import type { VNode } from 'preact';
import type { Control } from '../../../harness/contract/control.ts';
import { OPTION_SEPARATOR } from '../../../harness/contract/legal.ts';
import type { DeskStore } from './desk-store.ts';
import { memo } from './memo.ts';

interface FieldProps {
  readonly control: Control;
  readonly value: string;
  readonly store: DeskStore;
}

interface InputProps extends FieldProps {
  readonly set: (value: string) => void;
}

/** One field of a form with its label, whatever its kind. */
export const FieldView = memo<FieldProps>((props) => {
  const { control, store } = props;
  const set = (value: string) => store.draft(control.id, value);
  const grouped = control.kind === 'radio' || control.kind === 'multiselect';
  const marks = {
    class: `field field-${control.kind}`,
    'data-control': control.id,
    'data-kind': control.kind,
    'data-target': control.target,
    'data-form': control.form ?? '',
  };
  if (grouped)
    return (
      <fieldset {...marks} data-required={control.required ? '' : undefined}>
        <legend class="field-label">
          <span data-label>{control.label}</span>
          <Required required={control.required} />
        </legend>
        <Options {...props} set={set} />
      </fieldset>
    );
  return (
    <div {...marks} data-required={control.required ? '' : undefined}>
      <label class="field-label" for={control.id}>
        <span data-label>{control.label}</span>
        <Required required={control.required} />
      </label>
      <Input {...props} set={set} />
    </div>
  );
});

function Required({ required }: { required: boolean }): VNode | null {
  return required ? (
    <span class="required" title="Required" aria-hidden="true">
      *
    </span>
  ) : null;
}

/** Numbers and dates keep what was typed: `type=number` would drop it, as it drops `1 000`. */
function Input({ control, value, set }: InputProps): VNode {
  const shared = { id: control.id, disabled: !control.enabled, 'aria-required': control.required };
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
      return <input {...shared} type="date" value={value} onInput={(event) => set(event.currentTarget.value)} />;
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

function Options({ control, value, set }: InputProps): VNode {
  const chosen = value === '' ? [] : value.split(OPTION_SEPARATOR);
  const toggled = (option: string, on: boolean) => {
    const now = on ? [...chosen, option] : chosen.filter((other) => other !== option);
    return control.options.filter((candidate) => now.includes(candidate)).join(OPTION_SEPARATOR);
  };
  const radio = control.kind === 'radio';
  return (
    <div class="options">
      {control.options.map((option) => (
        <label class="option" key={option}>
          <input
            type={radio ? 'radio' : 'checkbox'}
            name={control.id}
            value={option}
            disabled={!control.enabled}
            checked={radio ? value === option : chosen.includes(option)}
            onChange={(event) => set(radio ? option : toggled(option, event.currentTarget.checked))}
          />
          <span data-option>{option}</span>
        </label>
      ))}
    </div>
  );
}
