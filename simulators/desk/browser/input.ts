import type { Page } from 'playwright';
import type { Action } from '../../../harness/contract/action.ts';
import type { Control } from '../../../harness/contract/control.ts';
import { InfrastructureError } from '../../../harness/contract/environment.ts';
import { submitControlId } from '../../../harness/contract/join-ids.ts';
import { OPTION_SEPARATOR } from '../../../harness/contract/legal.ts';
import type { DriverHooks, Place } from '../page/driver-hooks.ts';
import type { Reading } from '../page/read-screen.ts';
import type { Spot } from '../page/target-of.ts';

declare global {
  var deskbench: DriverHooks | undefined;
}

/** One thing that a hand does. Those of a list reach the page in order, without waiting for one another. */
type Gesture =
  | { readonly kind: 'click'; readonly at: Spot }
  | { readonly kind: 'type'; readonly text: string }
  | { readonly kind: 'key'; readonly key: 'Enter' | 'Escape' };

/** Input on its way to the page. */
export interface InputUnderway {
  /** Settles when the page has taken all of it. */
  readonly landed: Promise<unknown>;
}

/**
 * Performs an action with real mouse and keyboard input, at the places that the last reading gave.
 * Selects and dates are set as their native pickers set them: those are no part of the page.
 * It does not wait for the last gestures to land: a reading that waits for their effect can follow at once.
 *
 * Throws: `InfrastructureError` where a control cannot be reached by the mouse.
 */
export async function actByInput(page: Page, action: Action, reading: Reading): Promise<InputUnderway> {
  switch (action.kind) {
    case 'select_procedure':
      return gesture(page, [await click(page, `procedure:${action.procedure}`, reading)]);
    case 'click_control':
      return gesture(page, [await click(page, action.control, reading)]);
    case 'send_text':
      return sendText(page, action, reading);
    case 'transfer':
      return chooseAndPress(page, 'transfer', action.queue);
    case 'close':
      return chooseAndPress(page, 'close', action.resolution);
    case 'submit_form':
      return submitForm(page, action, reading);
  }
}

/** Input messages keep their order on the way to the page, so all are sent at once. */
function gesture(page: Page, gestures: readonly Gesture[]): InputUnderway {
  const sent = gestures.flatMap((item): Promise<void>[] => {
    if (item.kind === 'click') return [page.mouse.click(item.at[0], item.at[1])];
    if (item.kind === 'type') return [page.keyboard.insertText(item.text)];
    // `press` would let the key go only when the page has answered that it is down.
    return [page.keyboard.down(item.key), page.keyboard.up(item.key)];
  });
  const landed = Promise.all(sent);
  // Whoever awaits it hears of a failure; until then it is no unhandled one.
  landed.catch(() => {});
  return { landed };
}

async function click(page: Page, control: string, reading: Reading): Promise<Gesture> {
  const spot = reading.spots[reading.screen.controls.findIndex(({ id }) => id === control)];
  return { kind: 'click', at: spot?.[2] ? spot : await reach(page, { control }) };
}

/** Scrolls to a place and says where it now is. */
async function reach(page: Page, place: Place): Promise<Spot> {
  const [spot] = await prepare(page, [], [place]);
  if (!spot?.[2]) throw new InfrastructureError(`Control "${place.control}" is covered or has no size on the page.`);
  return spot;
}

function prepare(
  page: Page,
  choices: readonly (readonly [string, string])[],
  places: readonly Place[],
): Promise<Spot[]> {
  return page.evaluate(([c, p]) => (globalThis.deskbench as DriverHooks).prepare(c, p), [choices, places] as const);
}

async function sendText(
  page: Page,
  action: Extract<Action, { kind: 'send_text' }>,
  reading: Reading,
): Promise<InputUnderway> {
  const { reply, text } = action;
  const id = reply === null ? 'compose' : `reply:${reply}`;
  const gestures = [await click(page, id, reading)];
  const canned = reply === null ? '' : reading.screen.controls.find((control) => control.id === id)?.label;
  if (text !== canned) {
    // Escape selects what stands in the composer, so that typing replaces it.
    if (reply !== null) gestures.push({ kind: 'key', key: 'Escape' });
    gestures.push({ kind: 'type', text });
  }
  return gesture(page, [...gestures, { kind: 'key', key: 'Enter' }]);
}

async function chooseAndPress(page: Page, control: string, option: string): Promise<InputUnderway> {
  const [spot] = await prepare(page, [[control, option]], [{ control }]);
  return gesture(page, [{ kind: 'click', at: spot?.[2] ? spot : await reach(page, { control }) }]);
}

interface Touch {
  readonly place: Place;
  /** Typed once the place has the focus; null: the press is all. */
  readonly text: string | null;
}

async function submitForm(
  page: Page,
  action: Extract<Action, { kind: 'submit_form' }>,
  reading: Reading,
): Promise<InputUnderway> {
  const choices: (readonly [string, string])[] = [];
  const touches: Touch[] = [];
  for (const control of reading.screen.controls) {
    const value = control.form === action.form ? action.values[control.target] : undefined;
    if (value === undefined || control.kind === 'submit') continue;
    if (control.kind === 'select' || control.kind === 'date') choices.push([control.id, value]);
    else touches.push(...touchesOf(control, value));
  }
  const submit = submitControlId(action.form, action.button);
  if (choices.length === 0 && touches.length === 0) return gesture(page, [await click(page, submit, reading)]);
  touches.push({ place: { control: submit }, text: null });
  const places = touches.map(({ place }) => place);
  const spots = await prepare(page, choices, places);
  if (spots.every(([, , hit]) => hit))
    return gesture(
      page,
      touches.flatMap(({ text }, index) => gesturesOf(spots[index] as Spot, text)),
    );
  // The form does not fit on the page at once: each place is scrolled to in turn.
  let underway: InputUnderway = { landed: Promise.resolve() };
  for (const { place, text } of touches) {
    await underway.landed;
    underway = gesture(page, gesturesOf(await reach(page, place), text));
  }
  return underway;
}

function gesturesOf(at: Spot, text: string | null): Gesture[] {
  return text === null
    ? [{ kind: 'click', at }]
    : [
        { kind: 'click', at },
        { kind: 'type', text },
      ];
}

function touchesOf(control: Control, value: string): Touch[] {
  const { id } = control;
  switch (control.kind) {
    case 'checkbox':
      return [{ place: { control: id }, text: null }];
    case 'radio':
      return [{ place: { control: id, option: value }, text: null }];
    case 'multiselect': {
      const chosen = value.split(OPTION_SEPARATOR);
      const options = control.options.filter((option) => chosen.includes(option));
      return options.map((option) => ({ place: { control: id, option }, text: null }));
    }
    default:
      return [{ place: { control: id }, text: value }];
  }
}
