import type { Locator, Page } from 'playwright';
import type { Action } from '../../../harness/contract/action.ts';
import { submitControlId } from '../../../harness/contract/join-ids.ts';
import { OPTION_SEPARATOR } from '../../../harness/contract/legal.ts';
import type { Screen } from '../../../harness/contract/screen.ts';

/**
 * Performs an action with plain Playwright locators and all their waiting: slow, and the oracle with
 * which real input is compared.
 */
export async function actByLocators(page: Page, action: Action, screen: Screen): Promise<void> {
  switch (action.kind) {
    case 'select_procedure':
      return control(page, `procedure:${action.procedure}`).click();
    case 'click_control':
      return control(page, action.control).click();
    case 'send_text':
      if (action.reply !== null) await control(page, `reply:${action.reply}`).click();
      await control(page, 'compose').locator('textarea').fill(action.text);
      return page.locator('[data-act=send]').click();
    case 'transfer':
      return end(control(page, 'transfer'), action.queue);
    case 'close':
      return end(control(page, 'close'), action.resolution);
    case 'submit_form':
      await fillForm(page, action, screen);
      return control(page, submitControlId(action.form, action.button)).click();
  }
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function control(page: Page, id: string): Locator {
  return page.locator(`[data-control=${quoted(id)}]`).first();
}

async function end(ending: Locator, option: string): Promise<void> {
  await ending.locator('select').selectOption({ value: option });
  await ending.locator('button').click();
}

async function fillForm(page: Page, action: Extract<Action, { kind: 'submit_form' }>, screen: Screen): Promise<void> {
  for (const { id, kind, form, target, options } of screen.controls) {
    const value = form === action.form && kind !== 'submit' ? action.values[target] : undefined;
    if (value === undefined) continue;
    const field = control(page, id);
    if (kind === 'select') await field.locator('select').selectOption({ value });
    else if (kind === 'checkbox') await field.locator('input').check();
    else if (kind === 'radio') await field.locator(`input[value=${quoted(value)}]`).check();
    else if (kind === 'multiselect') {
      const chosen = value.split(OPTION_SEPARATOR);
      for (const option of options.filter((candidate) => chosen.includes(candidate)))
        await field.locator(`input[value=${quoted(option)}]`).check();
    } else await field.locator('input, textarea').first().fill(value);
  }
}
