import { type Action, type FormValues, hasHole, sameAction } from '../../../harness/contract/action.ts';
import type { Control } from '../../../harness/contract/control.ts';
import { fits, illegalReason, OPTION_SEPARATOR } from '../../../harness/contract/legal.ts';
import type { Rng } from '../../../harness/contract/rng.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import { fillFromScreen } from '../../../harness/contract/shown-values.ts';

const CHANNELS = [otherControls, otherValues, omittedFields];

export interface SlipRequest {
  /** What the operator meant to do. */
  readonly meant: Action;
  /** Actions that would be right, and the suggestion that was just refused: a slip is none of them. */
  readonly excluded: readonly Action[];
  readonly same: (a: Action, b: Action) => boolean;
  readonly screen: Screen;
  readonly channel: () => Rng;
  readonly choice: () => Rng;
}

/**
 * A wrong action in place of the one that was meant: each kind of slip that is possible here is
 * equally likely, then each slip of that kind. Legal on the screen, unless the screen offers nothing
 * else at all; then the operator types nonsense, so that the rate of slips stays what was set.
 */
export function slipOf({ meant, excluded, same, screen, channel, choice }: SlipRequest): Action {
  const wrong = (action: Action) => !excluded.some((right) => same(action, right));
  const possible = (action: Action) => wrong(action) && !hasHole(action) && illegalReason(action, screen) === null;
  const pick = choice();
  for (const slips of inAnyOrder(CHANNELS, channel()))
    for (const action of inAnyOrder(slips(meant, screen), pick)) if (possible(action)) return action;
  for (const action of inAnyOrder(anythingElse(screen), pick)) if (possible(action)) return action;
  const text = meant.kind === 'send_text' && !hasHole(meant) ? meant.text : 'sorry';
  return [...mistyped(text), `${text}?`, `${text}??`].map(freeText).find(wrong) ?? freeText(`${text} ${text}`);
}

/** The items in a random order, drawn one at a time: whatever is left out, the rest are equally likely to come first. */
function* inAnyOrder<T>(items: readonly T[], rng: Rng): Generator<T> {
  const left = [...items];
  while (left.length > 0) {
    const index = Math.min(left.length - 1, Math.floor(rng.next() * left.length));
    yield left[index] as T;
    left[index] = left.at(-1) as T;
    left.pop();
  }
}

/** Slips that leave the kind of the action that was meant. */
function anythingElse(screen: Screen): Action[] {
  const kinds: Action[] = [
    { kind: 'send_text', reply: '', text: '' },
    { kind: 'click_control', control: '' },
    { kind: 'transfer', queue: '' },
    { kind: 'close', resolution: '' },
    { kind: 'select_procedure', procedure: '' },
  ];
  return [
    ...kinds.flatMap((kind) => otherControls(kind, screen)),
    freeText('sorry, one moment'),
    freeText('one moment'),
  ];
}

function freeText(text: string): Action {
  return { kind: 'send_text', reply: null, text };
}

/** Slips of memory: a form submitted with one field left empty that need not be filled. */
function omittedFields(right: Action, screen: Screen): Action[] {
  if (right.kind !== 'submit_form') return [];
  const required = new Set(
    screen.controls
      .filter((control) => control.form === right.form && control.required)
      .map((control) => control.target),
  );
  return Object.keys(right.values)
    .filter((field) => !required.has(field))
    .map((field) => {
      const { [field]: _, ...values } = right.values;
      return { ...right, values };
    });
}

/** Slips of the hand to a neighbour: another procedure, reply, button, result, queue or resolution. */
function otherControls(right: Action, screen: Screen): Action[] {
  const controls = screen.controls.filter((control) => control.enabled);
  return controls
    .flatMap((control) => neighbours(right, control, screen))
    .filter((action) => !sameAction(action, right));
}

function neighbours(right: Action, control: Control, screen: Screen): Action[] {
  switch (right.kind) {
    case 'select_procedure':
      return control.kind === 'procedure' ? [{ kind: 'select_procedure', procedure: control.target }] : [];
    case 'click_control':
      return control.kind === 'button' || control.kind === 'result'
        ? [{ kind: 'click_control', control: control.id }]
        : [];
    case 'submit_form':
      return control.kind === 'submit' && control.form === right.form ? [{ ...right, button: control.target }] : [];
    case 'send_text':
      return control.kind === 'reply'
        ? [{ kind: 'send_text', reply: control.target, text: fillFromScreen(control.label, screen) }]
        : [];
    case 'transfer':
      return control.kind === 'transfer' ? control.options.map((queue) => ({ kind: 'transfer', queue })) : [];
    case 'close':
      return control.kind === 'close' ? control.options.map((resolution) => ({ kind: 'close', resolution })) : [];
  }
}

/** Slips in what is filled in or written: another option, a day too late, a mistyped text. */
function otherValues(right: Action, screen: Screen): Action[] {
  if (right.kind === 'send_text' && right.reply === null)
    return mistyped(right.text).map((text) => ({ ...right, text }));
  if (right.kind !== 'submit_form') return [];
  const fields = screen.controls.filter((control) => control.form === right.form && control.kind !== 'submit');
  return fields.flatMap((field) => {
    const value = right.values[field.target];
    if (value === undefined) return [];
    return alternatives(field, value)
      .filter((other) => other !== value && fits(field, other))
      .map((other): Action => ({ ...right, values: { ...right.values, [field.target]: other } satisfies FormValues }));
  });
}

function alternatives(field: Control, value: string): readonly string[] {
  switch (field.kind) {
    case 'select':
    case 'radio':
      return field.options;
    case 'multiselect': {
      const chosen = value.split(OPTION_SEPARATOR);
      return field.options.map((toggled) =>
        field.options.filter((option) => chosen.includes(option) !== (option === toggled)).join(OPTION_SEPARATOR),
      );
    }
    case 'checkbox':
      return [];
    case 'date':
      return nextDays(value);
    default:
      return mistyped(value);
  }
}

/** The next day or the next month; the last ones wrap around to the first. */
function nextDays(date: string): string[] {
  const [year = '', month = '', day = ''] = date.split('-');
  const later = (text: string, last: number) => String((Number(text) % last) + 1).padStart(2, '0');
  return [`${year}-${month}-${later(day, 28)}`, `${year}-${later(month, 12)}-${day}`];
}

/** Two neighbouring characters swapped, a digit off by one, the last character lost. */
function mistyped(text: string): string[] {
  const characters = [...text];
  const swap = characters.findIndex((character, i) => i > 0 && differ(character, characters[i - 1] ?? ''));
  const digit = characters.findIndex((character) => /\d/.test(character));
  const variants: string[][] = [];
  if (swap > 0) variants.push(characters.toSpliced(swap - 1, 2, characters[swap] ?? '', characters[swap - 1] ?? ''));
  if (digit >= 0) variants.push(characters.with(digit, String((Number(characters[digit]) + 1) % 10)));
  if (characters.length > 1) variants.push(characters.slice(0, -1));
  else variants.push([...characters, ...characters, ...characters]);
  return variants.map((variant) => variant.join('')).filter((variant) => variant.trim() !== '');
}

/** Whether swapping the two shows after normalisation. */
function differ(a: string, b: string): boolean {
  return a.trim() !== '' && b.trim() !== '' && a.toLowerCase() !== b.toLowerCase();
}
