import type { Control } from '../../../harness/contract/control.ts';
import type { Screen } from '../../../harness/contract/screen.ts';

/**
 * What the model is shown of a screen: one JSON document in which every text, the customer's included, is a
 * string. `<` and `[` inside strings are written as escapes: a text then cannot end its string, nor spell the
 * markers by which chat templates tell who speaks (`<|im_start|>`, `[INST]`), which some servers would take for real.
 */
export function screenState(screen: Screen): string {
  const state = {
    procedure: screen.procedure && {
      id: screen.procedure.id,
      title: screen.procedure.title,
      screen: screen.procedure.screenTitle,
    },
    subject: screen.subject,
    case_fields: screen.fields,
    controls: screen.controls.filter(({ enabled }) => enabled).map(controlState),
    results: screen.results.map(({ control, form, items, total, status, selected }) => ({
      control,
      form,
      status,
      total,
      selected,
      items,
    })),
    earlier_messages: screen.messageCount - screen.messages.length,
    messages: screen.messages.map(({ author, text }) => ({ author, text })),
    actions: screen.timeline.map(({ target, values, messageCount }) => ({
      action: target,
      ...(Object.keys(values).length > 0 ? { values } : {}),
      after_messages: messageCount,
    })),
  };
  return JSON.stringify(state).replace(/"(?:[^"\\]|\\.)*"/g, (text) => text.replace(/[<[]/g, escaped));
}

/** Options stand in the tools and are not said twice. */
function controlState({ id, kind, label, value, required }: Control): object {
  return { id, kind, label, ...(value === '' ? {} : { value }), ...(required ? { required } : {}) };
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
