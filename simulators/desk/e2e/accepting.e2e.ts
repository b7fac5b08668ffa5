import type { Page } from 'playwright/test';
import { accept, expect, expectAccessible, test } from './desk-fixture.ts';

const entries = (desk: Page) => desk.locator('[data-part=entry]');
const copilot = (desk: Page) => desk.getByRole('region', { name: 'Copilot' });
const acceptButton = (desk: Page) => copilot(desk).getByRole('button', { name: 'Accept' });

test('a key that is held or struck at once accepts nothing that could not be read', async ({ desk }) => {
  await desk.locator('#case').focus();
  await expect(acceptButton(desk)).toBeEnabled();
  // Held down: the first press acts, its repeats do not.
  for (let press = 0; press < 8; press++) await desk.keyboard.down('a');
  await desk.keyboard.up('a');
  await expect(entries(desk)).toHaveCount(1);
  await expect(acceptButton(desk)).toBeEnabled();
  // Struck six times in a row: the first stroke accepts, the others meet a suggestion that has just come.
  await desk.evaluate(() => {
    const { document } = globalThis;
    for (let stroke = 0; stroke < 6; stroke++)
      document.querySelector('#case')?.dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true }));
  });
  await expect(entries(desk)).toHaveCount(2);
  await expect(acceptButton(desk)).toBeDisabled();
  await expect(acceptButton(desk)).toBeEnabled();
  await expect(entries(desk)).toHaveCount(2);
});

test('a key that is held switches once', async ({ desk }) => {
  await desk.locator('#case').focus();
  for (let press = 0; press < 2; press++) await desk.keyboard.down('?');
  await desk.keyboard.up('?');
  await expect(desk.locator('#help')).toBeVisible();
});

test('Enter that is held submits once', async ({ desk }) => {
  await desk.getByRole('button', { name: 'Refund an order' }).click();
  await desk.getByLabel('Order number').fill('4711');
  for (let press = 0; press < 5; press++) await desk.keyboard.down('Enter');
  await desk.keyboard.up('Enter');
  await expect(entries(desk)).toHaveCount(2);
  await desk.getByRole('button', { name: 'Skip the search' }).focus();
  for (let press = 0; press < 5; press++) await desk.keyboard.down('Enter');
  await desk.keyboard.up('Enter');
  await expect(entries(desk)).toHaveCount(3);
});

test('what is critical asks for a second key, and Escape goes back', async ({ desk }) => {
  for (let step = 0; step < 4; step++) await accept(desk);
  await expect(copilot(desk)).toContainText('critical');
  await expect(acceptButton(desk)).toBeEnabled();
  await desk.keyboard.press('a');
  const confirm = copilot(desk).getByRole('button', { name: /^Do it: critical/ });
  await expect(confirm).toBeFocused();
  await desk.keyboard.press('a');
  await expect(entries(desk)).toHaveCount(4);
  await desk.keyboard.press('Escape');
  await expect(acceptButton(desk)).toBeVisible();
  await desk.keyboard.press('a');
  await expect(confirm).toBeEnabled();
  await expectAccessible(desk);
  await desk.keyboard.press('Enter');
  await expect(entries(desk)).toHaveCount(5);
});

test('letters typed into a message are letters, also with Option; only Ctrl+Enter accepts there', async ({ desk }) => {
  const composer = desk.getByLabel('Message to the customer');
  await composer.fill('cab');
  await composer.press('Alt+KeyA');
  await desk.keyboard.type('cane/?19');
  await expect(composer).toHaveValue(/^cab.*cane\/\?19$/);
  await expect(entries(desk)).toHaveCount(0);
  await expect(acceptButton(desk)).toBeEnabled();
  await desk.keyboard.press('Control+Enter');
  await expect(entries(desk)).toHaveCount(1);
  // What was half written is still there, and Escape twice leaves it.
  await expect(composer).toHaveValue(/^cab/);
  await desk.keyboard.press('Escape');
  await desk.keyboard.press('Escape');
  await expect(desk.locator('#case')).toBeFocused();
  await desk.keyboard.press('2');
  await expect(composer).toHaveValue('Hello, you want your money back?');
});

test('single keys can be switched off', async ({ desk }) => {
  await desk.locator('#case').focus();
  await desk.keyboard.press('?');
  await desk.getByRole('checkbox', { name: /Single keys/ }).uncheck();
  await desk.keyboard.press('Escape');
  await expect(acceptButton(desk)).toBeEnabled();
  await desk.locator('#case').focus();
  await desk.keyboard.press('a');
  await desk.keyboard.press('/');
  await expect(desk.locator('#case')).toBeFocused();
  await expect(entries(desk)).toHaveCount(0);
  await desk.evaluate(() => localStorage.clear());
});

test('all that would be done is shown where it would happen, and cannot be accepted before it was on screen', async ({
  desk,
}) => {
  await desk.setViewportSize({ width: 390, height: 760 });
  await expect(copilot(desk)).toContainText('Open procedure Refund an order');
  const box = await copilot(desk).locator('.suggestion').boundingBox();
  expect(box?.width).toBeGreaterThan(150);
  for (const name of ['Accept', 'Correct']) {
    const button = await copilot(desk).getByRole('button', { name }).boundingBox();
    expect((button?.x ?? 0) + (button?.width ?? 999)).toBeLessThanOrEqual(390);
  }
  await accept(desk);
  await accept(desk);
  await accept(desk);
  const value = desk.locator('.screen-body [data-preview]');
  await expect(value).toHaveText('Copilot: 4711');
  await expect(copilot(desk)).toContainText('1 part of it not on screen yet');
  await expect(acceptButton(desk)).toBeDisabled();
  await desk.keyboard.press('a');
  await expect(value).toBeInViewport();
  await expect(acceptButton(desk)).toBeEnabled();
  await expect(entries(desk)).toHaveCount(3);
  await desk.setViewportSize({ width: 1280, height: 800 });
});

test('a message longer than the chat is high is accepted only when it was read to both its ends', async ({
  desk,
  long,
}) => {
  await long.open();
  const bubble = desk.locator('.chat-log [data-preview]');
  await expect(bubble).toHaveText(long.text);
  await expect(acceptButton(desk)).toBeDisabled();
  await expect(copilot(desk)).toContainText('not on screen yet');
  await desk.getByRole('log').evaluate((log) => log.scrollTo(0, -log.scrollHeight));
  await expect(acceptButton(desk)).toBeEnabled();
});

test('a message with unfilled slots is neither accepted nor sent; Tab goes from slot to slot', async ({
  desk,
  holes,
}) => {
  await holes.open();
  await expect(acceptButton(desk)).toBeDisabled();
  await expect(copilot(desk)).toContainText('[name], {amount} are not filled in');
  await desk.locator('#case').focus();
  await desk.keyboard.press('c');
  const composer = desk.getByLabel('Message to the customer');
  await expect(composer).toBeFocused();
  await desk.keyboard.press('Enter');
  await expect(desk.getByRole('alert')).toContainText('Fill in [name], {amount} first');
  await expect(entries(desk)).toHaveCount(0);
  await expectAccessible(desk);
  await desk.keyboard.type('Ada');
  await desk.keyboard.press('Tab');
  await desk.keyboard.type('39.90 €');
  await desk.keyboard.press('Enter');
  await expect(desk.getByRole('log')).toContainText('Good news, Ada: we refund 39.90 €.');
});
