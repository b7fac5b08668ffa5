import type { Page } from 'playwright';
import type { Action } from '../../harness/contract/action.ts';
import type { Control } from '../../harness/contract/control.ts';
import { InfrastructureError } from '../../harness/contract/environment.ts';
import { OPTION_SEPARATOR } from '../../harness/contract/legal.ts';
import type { DriverHooks, Place } from './page/driver-hooks.ts';
import type { Reading } from './page/read-screen.ts';
import type { Spot } from './page/target-of.ts';

declare global {
  var deskbench: DriverHooks | undefined;
}

/**
 * Performs an action with real mouse and keyboard input, at the places that the last reading gave.
 * Selects and dates are set as their native pickers set them: those are no part of the page.
 *
 * Throws: `InfrastructureError` where a control cannot be reached by the mouse.
 */
export async function actByInput(page: Page, action: Action, reading: Reading): Promise<void> {
  switch (action.kind) {
    case 'select_procedure':
      return press(page, `procedure:${action.procedure}`, reading);
    case 'click_control':
      return press(page, action.control, reading);
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

async function press(page: Page, control: string, reading: Reading): Promise<void> {
  const spot = reading.spots[reading.screen.controls.findIndex(({ id }) => id === control)];
  const [x, y] = spot?.[2] ? spot : await reach(page, { control });
  await page.mouse.click(x, y);
}

/** Scrolls to a place and says where it now is. */
async function reach(page: Page, place: Place): Promise<Spot> {
  const [spot] = await prepare(page, [], [place], true);
  if (!spot?.[2]) throw new InfrastructureError(`Control "${place.control}" is covered or has no size on the page.`);
  return spot;
}

function prepare(
  page: Page,
  choices: readonly (readonly [string, string])[],
  places: readonly Place[],
  scroll: boolean,
): Promise<Spot[]> {
  return page.evaluate(([c, p, s]) => (globalThis.deskbench as DriverHooks).prepare(c, p, s), [
    choices,
    places,
    scroll,
  ] as const);
}

async function sendText(page: Page, action: Extract<Action, { kind: 'send_text' }>, reading: Reading): Promise<void> {
  const { reply, text } = action;
  const id = reply === null ? 'compose' : `reply:${reply}`;
  await press(page, id, reading);
  const canned = reply === null ? '' : reading.screen.controls.find((control) => control.id === id)?.label;
  if (text !== canned) {
    if (reply !== null) await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText(text);
  }
  await page.keyboard.press('Control+Enter');
}

async function chooseAndPress(page: Page, control: string, option: string): Promise<void> {
  const [spot] = await prepare(page, [[control, option]], [{ control }], false);
  const [x, y] = spot?.[2] ? spot : await reach(page, { control });
  await page.mouse.click(x, y);
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
): Promise<void> {
  const choices: (readonly [string, string])[] = [];
  const touches: Touch[] = [];
  for (const control of reading.screen.controls) {
    const value = control.form === action.form ? action.values[control.target] : undefined;
    if (value === undefined || control.kind === 'submit') continue;
    if (control.kind === 'select' || control.kind === 'date') choices.push([control.id, value]);
    else touches.push(...touchesOf(control, value));
  }
  const submit = `submit:${action.form}.${action.button}`;
  if (choices.length === 0 && touches.length === 0) return press(page, submit, reading);
  touches.push({ place: { control: submit }, text: null });
  const spots = await prepare(
    page,
    choices,
    touches.map(({ place }) => place),
    false,
  );
  let moved = false;
  for (const [index, { place, text }] of touches.entries()) {
    const known = spots[index];
    const still: boolean = !moved && known !== undefined && known[2];
    // Once something was scrolled to, no earlier place can be trusted.
    moved = !still;
    const [x, y] = still && known ? known : await reach(page, place);
    await page.mouse.click(x, y);
    if (text !== null) await page.keyboard.insertText(text);
  }
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
