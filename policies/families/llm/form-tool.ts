import type { Control } from '../../../harness/contract/control.ts';
import { fits, OPTION_SEPARATOR } from '../../../harness/contract/legal.ts';
import { type Arguments, hasOnly, type ScreenTool } from './screen-tool.ts';

/**
 * The tool that fills in and submits a form; null where a required field can hold nothing. It is named by the
 * form's place on the screen, since a form's id may hold what a function's name may not.
 */
export function formTool(form: string, place: number, controls: readonly Control[]): ScreenTool | null {
  const own = controls.filter((control) => (control.form ?? '') === form);
  const buttons = own.filter(({ kind, enabled }) => kind === 'submit' && enabled);
  // Of two fields of one id the later counts, as in the contract's rule of what is legal.
  const fields = new Map(own.filter(isField).map((control) => [control.target, control]));
  const shapes = [...fields.values()].map((field) => ({ field, schema: fieldSchema(field) }));
  if (shapes.some(({ field, schema }) => field.required && schema === null)) return null;
  const possible = shapes.filter(({ schema }) => schema !== null);
  return {
    name: `submit_form_${place}`,
    description: `Fill in the form ${JSON.stringify(form)} and submit it by one of its buttons.`,
    parameters: {
      type: 'object',
      properties: {
        button: { type: 'string', enum: [...new Set(buttons.map(({ target }) => target))] },
        values: {
          type: 'object',
          properties: Object.fromEntries(possible.map(({ field, schema }) => [field.target, schema])),
          required: possible.filter(({ field }) => field.required).map(({ field }) => field.target),
          additionalProperties: false,
        },
      },
      required: ['button', 'values'],
      additionalProperties: false,
    },
    target: ['button'],
    read: (args) => {
      const { button, values } = args;
      if (!hasOnly(args, ['button', 'values']) || typeof button !== 'string' || !isObject(values)) return null;
      const read = readValues(values, fields);
      return read && { kind: 'submit_form', form, button, values: read };
    },
    write: (action) => {
      if (action.kind !== 'submit_form' || action.form !== form) return null;
      const values = Object.entries(action.values).map(([id, value]) => [id, writeValue(fields.get(id), value)]);
      return { button: action.button, values: Object.fromEntries(values) };
    },
  };
}

function isField({ kind }: Control): boolean {
  return kind !== 'submit';
}

function isObject(value: unknown): value is Arguments {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON Schema of a field's value; null where it can hold none. */
function fieldSchema(field: Control): object | null {
  const described = { description: field.label };
  const options = [...new Set(field.options)].filter(
    (option) => option !== '' && fits(field, chosenOf(field, [option])),
  );
  switch (field.kind) {
    case 'select':
    case 'radio':
      return options.length === 0 ? null : { type: 'string', enum: options, ...described };
    case 'multiselect':
      if (options.length === 0) return null;
      return { type: 'array', items: { type: 'string', enum: options }, minItems: 1, uniqueItems: true, ...described };
    case 'checkbox':
      return { type: 'boolean', ...(field.required ? { enum: [true] } : {}), ...described };
    case 'date':
      return { type: 'string', format: 'date', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', ...described };
    case 'number':
      // The desk keeps what was typed, and logs hold "15:30" in such fields.
      return { type: ['number', 'string'], ...described };
    default:
      return { type: 'string', minLength: 1, ...described };
  }
}

/** A multiselect's value as the desk writes it: in the order of its options. */
function chosenOf(field: Control, chosen: readonly unknown[]): string {
  if (field.kind !== 'multiselect') return String(chosen[0]);
  return field.options.filter((option) => chosen.includes(option)).join(OPTION_SEPARATOR);
}

/** Form values of the arguments; null where one is of the wrong type or belongs to no field. */
function readValues(values: Arguments, fields: ReadonlyMap<string, Control>): Record<string, string> | null {
  const read: [string, string][] = [];
  for (const [id, value] of Object.entries(values)) {
    const field = fields.get(id);
    const text = field ? readValue(field, value) : null;
    if (text === null) return null;
    // An empty field is an absent one.
    if (text !== '') read.push([id, text]);
  }
  return Object.fromEntries(read);
}

function readValue(field: Control, value: unknown): string | null {
  if (value === null) return '';
  if (field.kind === 'multiselect' && Array.isArray(value)) {
    const known = value.every((option) => typeof option === 'string' && field.options.includes(option));
    return known ? chosenOf(field, value) : null;
  }
  if (field.kind === 'checkbox' && typeof value === 'boolean') return value ? 'true' : '';
  if (field.kind === 'number' && typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : null;
}

function writeValue(field: Control | undefined, value: string): unknown {
  switch (field?.kind) {
    case 'multiselect': {
      const chosen = value.split(OPTION_SEPARATOR);
      return [...new Set(field.options)].filter((option) => chosen.includes(option));
    }
    case 'checkbox':
      return value === 'true';
    case 'number':
      return value !== '' && String(Number(value)) === value && Number.isFinite(Number(value)) ? Number(value) : value;
    default:
      return value;
  }
}
