import type { Action } from '../../../harness/contract/action.ts';
import type { Control } from '../../../harness/contract/control.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import { fillFromScreen } from '../../../harness/contract/shown-values.ts';
import { formTool } from './form-tool.ts';
import { hasOnly, type ScreenTool } from './screen-tool.ts';

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
        : `Write to the customer: a canned reply by its id${free ? ', or with reply null your own words' : ''}. Give text with every slot of a canned reply filled in; it may be left out where the reply has none.`,
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
