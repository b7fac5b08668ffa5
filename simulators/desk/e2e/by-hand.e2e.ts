import type { Page } from 'playwright/test';
import { accept, expect, expectAccessible, test } from './desk-fixture.ts';

const entries = (desk: Page) => desk.locator('[data-part=entry]');
const queue = (desk: Page) => desk.getByRole('navigation', { name: 'Case queue' });

test('a canned reply that was rewritten is the writer’s own message', async ({ desk }) => {
  const composer = desk.getByLabel('Message to the customer');
  await accept(desk);
  await desk.getByRole('button', { name: 'Hello, you want your money back?' }).click();
  await composer.selectText();
  await desk.keyboard.type('Go away, we are closed.');
  await expect(desk.getByText('own words, begun from hello')).toBeVisible();
  await desk.keyboard.press('Enter');
  await expect(entries(desk).last()).toContainText('a message of their own');
  await desk.getByRole('button', { name: 'Hello, you want your money back?' }).click();
  await composer.pressSequentially(' '.repeat(2));
  await composer.fill('Hello,  you want your money back?');
  await desk.keyboard.press('Enter');
  await expect(entries(desk).last()).toContainText('reply hello');
});

test('spaces are not sent, and the desk says so', async ({ desk }) => {
  const composer = desk.getByLabel('Message to the customer');
  await composer.fill('   ');
  await desk.keyboard.press('Enter');
  await expect(desk.getByRole('alert')).toContainText('Nothing to send');
  await expect(composer).toHaveAttribute('aria-invalid', 'true');
  await composer.fill('  One moment.  ');
  await desk.keyboard.press('Enter');
  await expect(desk.getByRole('log').getByText('One moment.', { exact: true })).toBeVisible();
  await desk.getByRole('button', { name: 'Refund an order' }).click();
  await desk.getByLabel('Order number').fill('  ');
  await desk.keyboard.press('Enter');
  await expect(desk.getByRole('alert')).toContainText('Order number is needed.');
});

test('a date is typed as customers write it, and the desk says how it reads it', async ({ desk }) => {
  await desk.getByRole('button', { name: 'Refund an order' }).click();
  const date = desk.getByLabel('Bought on');
  for (const typed of ['1996-03-09', '9.3.1996', '3/9/1996', '9 March 1996']) {
    await date.fill(typed);
    await expect(desk.locator('.field-date')).toContainText('9 March 1996');
  }
  await date.fill('60309-12-09');
  await desk.keyboard.press('Enter');
  // All faults at once, each at its field by its label, and the first one has the focus.
  await expect(desk.getByRole('alert')).toContainText([
    'Order number is needed.',
    'Bought on: “60309-12-09” is no day. Write it as 1996-03-09, 9.3.1996 or 9 March 1996.',
  ]);
  await expect(desk.getByLabel('Order number')).toBeFocused();
  await expect(date).toHaveAttribute('aria-invalid', 'true');
  await expect(date).toHaveAccessibleDescription(/is no day/);
  await expectAccessible(desk);
  await date.fill('9.3.1996');
  await desk.getByLabel('Order number').fill('4711');
  await desk.keyboard.press('Enter');
  await expect(entries(desk).last()).toContainText('1996-03-09');
});

test('correcting a form that begins with options puts the focus on the first of them', async ({ desk }) => {
  for (let step = 0; step < 8; step++) await accept(desk);
  await expect(desk.locator('.option.suggested')).toContainText('Damaged');
  await desk.locator('#case').focus();
  await desk.keyboard.press('c');
  await expect(desk.getByRole('radio', { name: 'Damaged' })).toBeFocused();
  await desk.getByRole('button', { name: 'Skip the search' }).isHidden();
  await desk.getByLabel('Colleague').focus();
  await desk.keyboard.press('Enter');
  await expect(desk.getByRole('alert')).toContainText('Colleague is needed.');
});

test('what was done keeps its name when another procedure is opened', async ({ desk }) => {
  for (let step = 0; step < 4; step++) await accept(desk);
  const done = entries(desk).last();
  const found = desk.locator('.result-form');
  await expect(done).toContainText('Order – Search order');
  await expect(found).toHaveText('Order');
  await desk.getByRole('button', { name: 'Change of address' }).click();
  await expect(entries(desk)).toHaveCount(5);
  await expect(entries(desk).nth(3)).toContainText('Order – Search order');
  await expect(found).toHaveText('Order');
});

test('every desk has an end: a case that is done with leaves the queue’s count and can be taken up again', async ({
  desk,
}) => {
  await expect(queue(desk)).toContainText('Queue 6');
  await desk.getByRole('button', { name: 'Done with this case' }).click();
  await expect(queue(desk)).toContainText('Queue 5');
  await expect(desk.getByText('You are done with this case.')).toBeVisible();
  await expect(entries(desk)).toHaveCount(0);
  await expectAccessible(desk);
  await desk.getByRole('button', { name: 'Take it up again' }).click();
  await desk.getByRole('button', { name: 'Done with this case' }).click();
  await desk.getByRole('button', { name: 'Next case' }).click();
  await expect(desk.getByRole('tab')).toHaveCount(2);
  await expect(desk.getByRole('heading', { level: 1 })).toContainText('Parcel');
});

test('in a narrow window the queue is a drawer behind its button', async ({ desk }) => {
  for (const width of [1100, 1024, 801, 390]) {
    await desk.setViewportSize({ width, height: 768 });
    await expect(queue(desk)).toBeHidden();
    const [overflow] = await desk.evaluate(() => {
      const { scrollWidth, clientWidth } = globalThis.document.documentElement;
      return [scrollWidth - clientWidth];
    });
    expect(overflow, `at ${width} px`).toBe(0);
  }
  await desk.setViewportSize({ width: 1024, height: 768 });
  const toggle = desk.getByRole('button', { name: 'Queue 6' });
  await toggle.click();
  await expect(queue(desk)).toBeVisible();
  await expect(queue(desk).getByRole('button').first()).toBeFocused();
  await expectAccessible(desk);
  await desk.keyboard.press('Escape');
  await expect(queue(desk)).toBeHidden();
  await expect(toggle).toBeFocused();
  await toggle.press('Enter');
  await queue(desk)
    .getByRole('button', { name: /moving house/ })
    .click();
  await expect(queue(desk)).toBeHidden();
  await expect(desk.getByRole('heading', { level: 1 })).toHaveText('I am moving house');
  await desk.setViewportSize({ width: 1280, height: 800 });
});

test('a case without a subject is called by what the customer said first', async ({ desk, nameless }) => {
  await nameless.open();
  await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Nobody gave me a subject.');
  await expect(desk.getByRole('tab', { selected: true })).toHaveText('Nobody gave me a subject.');
  await expectAccessible(desk);
});
