import { accept, expect, expectAccessible, HOSTILE, test } from './desk-fixture.ts';

test('hostile text stays text wherever it is shown', async ({ desk }) => {
  const problems: string[] = [];
  desk.on('console', (message) => problems.push(message.text()));
  await desk
    .getByRole('navigation', { name: 'Case queue' })
    .getByRole('button', { name: /Parcel/ })
    .click();
  await expect(desk.getByRole('heading', { level: 1 })).toHaveText(`Parcel ${HOSTILE}`);
  await expect(desk.getByRole('log').getByText(HOSTILE)).toBeVisible();
  await desk.getByRole('button', { name: 'Refund an order' }).click();
  await desk.getByLabel('Order number').fill('"><svg onload=attacked=1>');
  await desk.keyboard.press('Enter');
  await expect(desk.getByRole('region', { name: 'Results' })).toContainText(HOSTILE);
  await desk.getByLabel('Message to the customer').fill(HOSTILE);
  await desk.keyboard.press('Enter');
  await expect(desk.getByRole('log').getByText(HOSTILE)).toHaveCount(2);
  expect(await desk.locator('#root img, #root script, #root svg[onload]').count()).toBe(0);
  expect(await desk.evaluate(() => 'attacked' in globalThis)).toBe(false);
  expect(problems).toEqual([]);
});

test('the policy stops what gets past: inline code, strange hosts, frames and images', async ({ desk }) => {
  const refused = await desk.evaluate(async () => {
    const { document } = globalThis;
    const seen: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
    const script = document.createElement('script');
    try {
      script.text = 'globalThis.attacked = true';
    } catch {
      seen.push('trusted-types');
    }
    document.body.append(script);
    const image = document.createElement('img');
    image.src = 'http://127.0.0.1:9/x.png';
    document.body.append(image);
    await fetch('http://127.0.0.1:9/').catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 50));
    return { seen, attacked: 'attacked' in globalThis };
  });
  expect(refused.attacked).toBe(false);
  expect(refused.seen).toEqual(expect.arrayContaining(['trusted-types', 'img-src', 'connect-src']));
});

test('a page that people drive gives scripts no way into the desk', async ({ desk }) => {
  expect(await desk.evaluate(() => 'deskbench' in globalThis)).toBe(false);
});

test('no serious accessibility problem before, in the midst of and after a case', async ({ desk }) => {
  await expectAccessible(desk);
  await accept(desk);
  await desk.getByRole('button', { name: 'Skip the search' }).click();
  await expect(desk.getByRole('radio', { name: 'Damaged' })).toBeVisible();
  await expectAccessible(desk);
  await desk.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(desk.getByRole('alert')).toBeVisible();
  await desk.keyboard.press('?');
  await expect(desk.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await expectAccessible(desk);
  await desk.keyboard.press('Escape');
  await desk.getByRole('combobox', { name: 'Resolution' }).selectOption('Solved');
  await desk.getByRole('button', { name: 'Close case' }).click();
  await expectAccessible(desk);
});

test('the whole desk fits a window of 1280 by 800 and needs no sideways scrolling in a smaller one', async ({
  desk,
}) => {
  const overflow = () =>
    desk.evaluate(() => {
      const { scrollWidth, scrollHeight, clientWidth, clientHeight } = globalThis.document.documentElement;
      return [scrollWidth - clientWidth, scrollHeight - clientHeight];
    });
  expect(await overflow()).toEqual([0, 0]);
  await desk.setViewportSize({ width: 1000, height: 700 });
  expect((await overflow())[0]).toBe(0);
  await desk.setViewportSize({ width: 1280, height: 800 });
});
