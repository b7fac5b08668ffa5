import { accept, expect, test } from './desk-fixture.ts';

test('a suggestion is shown in words with its confidence, and accepting performs it', async ({ desk }) => {
  const copilot = desk.getByRole('region', { name: 'Copilot' });
  await expect(copilot).toContainText('Open procedure Refund an order');
  await expect(copilot).toContainText('97');
  await copilot.getByRole('button', { name: 'Accept' }).click();
  await expect(desk.getByRole('heading', { name: 'Refund an order' })).toBeVisible();
  await expect(copilot).toContainText('Send “Hello, you want your money back?”');
  await accept(desk);
  await expect(desk.getByRole('log')).toContainText('Hello, you want your money back?');
  await expect(copilot).toContainText('What is the order number, please?');
});

test('correcting leaves the suggestion to be changed by hand', async ({ desk }) => {
  const copilot = desk.getByRole('region', { name: 'Copilot' });
  for (let step = 0; step < 3; step++) await accept(desk);
  await expect(copilot).toContainText('Submit Order – Search order · 1 value');
  await expect(desk.locator('.screen-body [data-preview]')).toHaveText('Copilot: 4711');
  // The keys that the buttons say are theirs.
  await expect(copilot.getByRole('button', { name: 'Accept' })).toHaveAttribute('aria-keyshortcuts', /^A\b/);
  const key = await copilot.getByRole('button', { name: 'Correct' }).getAttribute('aria-keyshortcuts');
  await desk.keyboard.press(key ?? '');
  await expect(copilot).toContainText('no suggestion');
  await expect(desk.getByLabel('Order number')).toHaveValue('4711');
  await expect(desk.getByLabel('Order number')).toBeFocused();
  await desk.getByLabel('Order number').fill('4712');
  await desk.keyboard.press('Enter');
  await expect(desk.locator('[data-part=entry]').last()).toContainText('4712');
});

test('a corrected message stands in the composer, selected', async ({ desk }) => {
  await accept(desk);
  await desk.keyboard.press('c');
  await expect(desk.getByLabel('Message to the customer')).toBeFocused();
  await desk.keyboard.type('Good morning!');
  await desk.keyboard.press('Enter');
  await expect(desk.getByRole('log')).toContainText('Good morning!');
  await expect(desk.getByRole('log')).not.toContainText('you want your money back');
});

test('what the desk does not offer is not suggested', async ({ desk }) => {
  await desk.getByRole('button', { name: 'Check of identity' }).click();
  await desk.getByLabel('Message to the customer').fill('Hm');
  await desk.keyboard.press('Enter');
  await expect(desk.getByRole('region', { name: 'Copilot' })).toContainText('no suggestion');
});
