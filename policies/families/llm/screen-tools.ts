import type { Action } from '../../../harness/contract/action.ts';
import type { Control } from '../../../harness/contract/control.ts';
import { fits, OPTION_SEPARATOR } from '../../../harness/contract/legal.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import { fillFromScreen } from '../../../harness/contract/shown-values.ts';
import { type Arguments, hasOnly, type ScreenTool } from './screen-tool.ts';

/** The tools of a screen: one for each kind of action that it offers, and one for each form. */
export function screenTools(screen: Screen): ScreenTool[] {
  if (screen.status !== 'open') return [];
  const enabled = screen.controls.filter((control) => control.enabled);
  const ofKind = (...kinds: Control['kind'][]) => enabled.filter(({ kind }) => kinds.includes(kind));
  const forms = [...new Set(ofKind('submit').map(({ form }) => form ?? ''))];
  return [
    procedureTool(ofKind('procedure').map(({ target }) => target)),
    ...forms.map((form, index) => formTool(form, index + 1, screen.controls)),
    clickTool(ofKind('button', 'result').map(({ id }) => id)),
    textTool(screen, ofKind('reply'), ofKind('compose').length > 0),
    optionTool('transfer', 'queue', 'Hand the case to a queue.', ofKind('transfer')),
    optionTool('close', 'resolution', 'Close the case with a resolution.', ofKind('close')),
  ].filter((tool) => tool !== null);
}

interface Choice extends Pick<ScreenTool, 'name' | 'description' | 'write'> {
  readonly key: string;
  readonly options: readonly string[];
  make(chosen: string): Action;
}

/** A tool with one argument, chosen from a list; null where the list is empty. */
function choiceTool({ name, description, key, options, make, write }: Choice): ScreenTool | null {
  if (options.length === 0) return null;
  return {
    name,
    description,
    parameters: {
      type: 'object',
      properties: { [key]: { type: 'string', enum: [...new Set(options)] } },
      required: [key],
      additionalProperties: false,
    },
    target: [key],
    read: (args) => {
      const chosen = hasOnly(args, [key]) ? args[key] : undefined;
      return typeof chosen === 'string' ? make(chosen) : null;
    },
    write,
  };
}

function procedureTool(options: readonly string[]): ScreenTool | null {
  return choiceTool({
    name: 'select_procedure',
    description: 'Open the procedure that handles what the customer wants.',
    key: 'procedure',
    options,
    make: (procedure) => ({ kind: 'select_procedure', procedure }),
    write: (action) => (action.kind === 'select_procedure' ? { procedure: action.procedure } : null),
  });
}

function clickTool(options: readonly string[]): ScreenTool | null {
  return choiceTool({
    name: 'click_control',
    description: 'Click a button of the procedure, or take up a result of the knowledge base.',
    key: 'control',
    options,
    make: (control) => ({ kind: 'click_control', control }),
    write: (action) => (action.kind === 'click_control' ? { control: action.control } : null),
  });
}

function optionTool(
  name: 'transfer' | 'close',
  key: string,
  description: string,
  controls: readonly Control[],
): ScreenTool | null {
  return choiceTool({
    name,
    description,
    key,
    options: controls.flatMap((control) => control.options),
    make: (option) =>
      name === 'transfer' ? { kind: 'transfer', queue: option } : { kind: 'close', resolution: option },
    write: (action) => {
      if (action.kind !== name) return null;
      return { [key]: action.kind === 'transfer' ? action.queue : action.resolution };
    },
  });
}

function textTool(screen: Screen, replies: readonly Control[], free: boolean): ScreenTool | null {
  if (replies.length === 0 && !free) return null;
  const ids: (string | null)[] = [...new Set(replies.map(({ target }) => target))];
  if (free) ids.push(null);
  return {
    name: 'send_text',
    description:
      replies.length === 0
        ? 'Write to the customer; reply is null.'
        : [
            `Write to the customer: a canned reply by its id${free ? ', or with reply null your own words' : ''}.`,
            'Give text with every slot of a canned reply filled in; it may be left out where the reply has none.',
          ].join(' '),
    parameters: {
      type: 'object',
      properties: { reply: { type: ['string', 'null'], enum: ids }, text: { type: 'string', minLength: 1 } },
      required: replies.length === 0 ? ['reply', 'text'] : ['reply'],
      additionalProperties: false,
    },
    target: ['reply'],
    read: (args) => {
      if (!hasOnly(args, ['reply', 'text']) || !Object.hasOwn(args, 'reply')) return null;
      const { reply } = args;
      if (reply !== null && typeof reply !== 'string') return null;
      const canned = replies.find(({ target }) => target === reply);
      const text = Object.hasOwn(args, 'text') ? args.text : canned && fillFromScreen(canned.label, screen);
      return typeof text === 'string' ? { kind: 'send_text', reply, text } : null;
    },
    write: (action) => (action.kind === 'send_text' ? { reply: action.reply, text: action.text } : null),
  };
}

/**
 * The tool that fills in and submits a form; null where a required field can hold nothing. It is named by the
 * form's place on the screen, since a form's id may hold what a function's name may not.
 */
function formTool(form: string, place: number, controls: readonly Control[]): ScreenTool | null {
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
