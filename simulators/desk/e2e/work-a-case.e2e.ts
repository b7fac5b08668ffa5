import { expect, test } from './desk-fixture.ts';

test('a person works a case with the mouse, and the customer and the knowledge base answer', async ({ desk }) => {
  const chat = desk.getByRole('log', { name: 'Conversation' });
  await expect(chat).toContainText('Hello, my order came broken.');
  await expect(chat.getByText('earlier messages')).toHaveCount(0);
  await desk.getByRole('searchbox', { name: 'Search procedures' }).fill('money back');
  await expect(desk.getByRole('button', { name: 'Change of address' })).toBeHidden();
  await desk.getByRole('button', { name: 'Refund an order' }).click();
  await expect(desk.getByRole('heading', { name: 'Refund an order' })).toBeVisible();

  await desk.getByRole('button', { name: 'Hello, you want your money back?' }).click();
  await expect(desk.getByLabel('Message to the customer')).toHaveValue('Hello, you want your money back?');
  await desk.getByRole('button', { name: 'Send' }).click();
  await expect(chat.getByText('Hello, you want your money back?')).toBeVisible();
  await desk.getByLabel('Message to the customer').fill('What is its number?');
  await desk.getByRole('button', { name: 'Send' }).click();
  await expect(chat).toContainText('It is number 4711.');

  await desk.getByLabel('Order number').fill('4711');
  await desk.getByLabel('Shop').selectOption('Online');
  await desk.getByLabel('Bought on').fill('2025-03-03');
  await desk.getByRole('button', { name: 'Search order' }).click();
  await expect(desk.getByRole('region', { name: 'Results' })).toContainText('Desk lamp “Luna”');
  await expect(desk.getByLabel('Order number')).toHaveValue('');
  await desk.getByRole('button', { name: 'Use this result' }).click();
  await expect(desk.getByRole('button', { name: 'Use this result' })).toHaveAttribute('aria-pressed', 'true');

  await desk.getByRole('button', { name: 'Skip the search' }).click();
  await desk.getByRole('radio', { name: 'Damaged' }).check();
  await desk.getByRole('checkbox', { name: 'Box' }).check();
  await desk.getByRole('checkbox', { name: 'Item' }).check();
  await desk.getByRole('checkbox', { name: 'Pay out at once' }).check();
  await desk.getByLabel('Note for the file').fill('two\nlines');
  await desk.getByRole('button', { name: 'Grant refund' }).click();
  await expect(desk.getByRole('region', { name: 'Case fields' })).toContainText('Item | Box');

  await desk.getByRole('combobox', { name: 'Resolution' }).selectOption('Solved');
  await desk.getByRole('button', { name: 'Close case' }).click();
  await expect(desk.getByText('This case is closed.')).toBeVisible();
  await expect(desk.getByRole('navigation', { name: 'Case queue' })).toContainText('Closed');
  await expect(desk.locator('[data-part=entry]').last()).toContainText('Closed as Solved');
});

test('a person works a case with the keyboard alone', async ({ desk }) => {
  const { keyboard } = desk;
  await keyboard.press('/');
  await keyboard.type('refund');
  await keyboard.press('Enter');
  await expect(desk.getByRole('heading', { name: 'Refund an order' })).toBeVisible();
  await keyboard.press('Escape');
  await keyboard.press('m');
  await keyboard.type('What is its number?');
  await keyboard.press('Enter');
  await expect(desk.getByRole('log')).toContainText('What is its number?');
  await keyboard.press('Escape');
  await keyboard.press('f');
  await keyboard.type('4711');
  await keyboard.press('Tab');
  await keyboard.type('ada@example.org');
  await keyboard.press('Enter');
  await expect(desk.locator('[data-part=entry]').last()).toContainText('ada@example.org');
  await keyboard.press('Escape');
  await keyboard.press('r');
  await keyboard.press('Enter');
  await expect(desk.getByLabel('Message to the customer')).toBeFocused();
  await keyboard.type('Changed');
  await keyboard.press('Enter');
  await expect(desk.getByRole('log')).toContainText('Changed');
  await keyboard.press('Escape');
  await keyboard.press('e');
  await keyboard.press('ArrowDown');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await expect(desk.getByText('This case is transferred.')).toBeVisible();
});

test('what is not possible is said, and nothing happens', async ({ desk }) => {
  await desk.getByRole('button', { name: 'Refund an order' }).click();
  await desk.getByRole('button', { name: 'Search order' }).click();
  await expect(desk.getByRole('alert')).toContainText('Order number is needed.');
  await expect(desk.getByLabel('Order number')).toBeFocused();
  await expect(desk.locator('[data-part=entry]')).toHaveCount(1);
  await desk.getByRole('button', { name: 'Close case' }).click();
  await expect(desk.getByRole('alert')).toContainText('Choose a resolution first.');
});

test('several cases are open at once, each with what was half done in it', async ({ desk }) => {
  await desk.getByLabel('Message to the customer').fill('half written');
  await desk
    .getByRole('navigation', { name: 'Case queue' })
    .getByRole('button', { name: /moving house/ })
    .click();
  await expect(desk.getByRole('tab')).toHaveCount(2);
  await expect(desk.getByRole('log')).toContainText('Rosenweg 3');
  await expect(desk.getByRole('button', { name: 'Refund an order' })).toHaveCount(0);
  await expect(desk.getByLabel('Message to the customer')).toHaveValue('');
  await desk.locator('#case').focus();
  await desk.keyboard.press('t');
  await desk.keyboard.press('ArrowLeft');
  await expect(desk.getByRole('tab', { selected: true })).toContainText('Order 4711');
  await expect(desk.getByLabel('Message to the customer')).toHaveValue('half written');
  await desk.getByRole('tab', { selected: true }).focus();
  await desk.keyboard.press('Delete');
  await expect(desk.getByRole('tab')).toHaveCount(1);
  await expect(desk.getByRole('heading', { level: 1 })).toHaveText('I am moving house');
});
