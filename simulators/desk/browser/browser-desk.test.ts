import type { CDPSession } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IllegalActionError, InfrastructureError } from '../../../harness/contract/environment.ts';
import { FIELD_KINDS } from '../../../harness/contract/procedure.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import { createInProcessDesk } from '../in-process.ts';
import { replaySession } from '../play-side-by-side.ts';
import { sampleCatalog, sampleOpening } from '../testing/sample-catalog.ts';
import { sampleSession } from '../testing/sample-session.ts';
import { type BrowserDesk, type BrowserDesks, createBrowserDesk, openBrowserDesks } from './browser-desk.ts';
import { launchBrowser, resolveBrowser } from './launch.ts';

const second = { ...sampleOpening, id: 'second', case: { subject: 'Another', fields: {} } };

async function expected(): Promise<Screen> {
  const desk = createInProcessDesk(sampleCatalog);
  await replaySession(desk, sampleSession);
  return desk.observe();
}

/** All that a page holds apart from its program: elements, storage, listeners of the whole page, focus, scroll. */
async function remains(desk: BrowserDesk): Promise<unknown> {
  const page = desk.page();
  const shown = await page.evaluate(() => ({
    html: globalThis.document.documentElement.outerHTML,
    stored: { ...localStorage, ...sessionStorage },
    cookies: globalThis.document.cookie,
    address: location.href.replace(/\/\/.*\//, ''),
    title: globalThis.document.title,
    focus: globalThis.document.activeElement?.tagName,
    scrolled: [...globalThis.document.querySelectorAll('*')].filter((element) => element.scrollTop !== 0).length,
    values: [...globalThis.document.querySelectorAll('input, textarea, select')].map(
      (field) => (field as HTMLInputElement).value,
    ),
    globals: Object.keys(globalThis).sort(),
  }));
  const cdp = await page.context().newCDPSession(page);
  const listeners = [
    await listenersOf(cdp, 'window'),
    await listenersOf(cdp, 'document'),
    await listenersOf(cdp, 'document.body'),
  ];
  await cdp.detach();
  return { ...shown, listeners };
}

async function listenersOf(cdp: CDPSession, expression: string): Promise<string[]> {
  const { result } = await cdp.send('Runtime.evaluate', { expression });
  const { listeners } = await cdp.send('DOMDebugger.getEventListeners', { objectId: result.objectId ?? '' });
  return listeners.map(({ type }) => type).sort();
}

async function browserProcess(desk: BrowserDesk): Promise<number> {
  const browser = desk.page().context().browser();
  const cdp = await browser?.newBrowserCDPSession();
  const info = (await cdp?.send('SystemInfo.getProcessInfo')) as { processInfo: { type: string; id: number }[] };
  const main = info.processInfo.find(({ type }) => type === 'browser');
  if (!main) throw new Error('the browser names no process');
  return main.id;
}

describe('a desk in the browser', () => {
  let desk: BrowserDesk;
  beforeAll(async () => {
    desk = await createBrowserDesk(sampleCatalog, { timeoutMs: 4000 });
  });
  afterAll(() => desk?.close());

  it('ends a whole session on the same screen as the desk in the process', async () => {
    await replaySession(desk, sampleSession);
    expect(await desk.observe()).toEqual(await expected());
  });

  it('keeps nothing of an earlier case when it is reset', async () => {
    const fresh = await createBrowserDesk(sampleCatalog);
    try {
      await fresh.reset(second);
      await desk.reset({ ...sampleOpening, id: 'half done', opened: 'refund' });
      await desk.deliver([{ kind: 'message', text: 'secret-of-the-first' }]);
      await desk.page().locator('#compose').fill('half written');
      await desk.page().locator('#procedure-search').fill('refund');
      await desk.page().locator('#case').focus();
      await desk.page().keyboard.press('?');
      await desk
        .page()
        .locator('.screen-body')
        .evaluate((element) => element.scrollTo(0, 50));
      await desk.perform({ kind: 'send_text', reply: null, text: 'another' }, 'automation');
      await desk.page().locator('#compose').fill('half written again');
      await desk.reset(second);
      const left = JSON.stringify(await remains(desk));
      expect(left).not.toContain('secret-of-the-first');
      expect(JSON.parse(left)).toEqual(JSON.parse(JSON.stringify(await remains(fresh))));
      expect(await desk.observe()).toEqual(await fresh.observe());
    } finally {
      await fresh.close();
    }
  });

  it('marks who acted', async () => {
    await desk.reset(sampleOpening);
    await desk.perform({ kind: 'select_procedure', procedure: 'refund' }, 'automation');
    await desk.perform({ kind: 'send_text', reply: null, text: 'mine' }, 'operator');
    await desk.observe();
    const entries = desk.page().locator('[data-part=entry]');
    expect(await entries.evaluateAll((all) => all.map((entry) => entry.getAttribute('data-actor')))).toEqual([
      'automation',
      'operator',
    ]);
  });

  it('refuses what the screen does not offer, and goes on', async () => {
    await desk.reset(sampleOpening);
    await expect(desk.perform({ kind: 'select_procedure', procedure: 'none' }, 'operator')).rejects.toThrow(
      IllegalActionError,
    );
    await desk.perform({ kind: 'select_procedure', procedure: 'refund' }, 'operator');
    expect((await desk.observe()).timeline).toHaveLength(1);
  });

  it('tells a crashed page from a policy error, and is whole again after a reset', async () => {
    await desk.reset(sampleOpening);
    await desk
      .page()
      .goto('chrome://crash')
      .catch(() => {});
    await expect(
      desk.perform({ kind: 'select_procedure', procedure: 'refund' }, 'operator').then(() => desk.observe()),
    ).rejects.toThrow(InfrastructureError);
    await replaySession(desk, sampleSession);
    expect(await desk.observe()).toEqual(await expected());
  });

  it('gives up on a page that hangs', async () => {
    await desk.reset(sampleOpening);
    void desk
      .page()
      .evaluate('for (;;);')
      .catch(() => {});
    await expect(desk.deliver([{ kind: 'message', text: 'x' }])).rejects.toThrow(/did not answer within 4000 ms/);
    await expect(desk.observe()).rejects.toThrow(InfrastructureError);
    await replaySession(desk, sampleSession);
    expect(await desk.observe()).toEqual(await expected());
  });

  it('waits for input only so long, and never lets it land on the next case', async () => {
    await desk.reset(sampleOpening);
    await desk.page().evaluate(`addEventListener('click', (event) => event.stopPropagation(), true)`);
    await desk.perform({ kind: 'select_procedure', procedure: 'refund' }, 'operator');
    await expect(desk.observe()).rejects.toThrow(/did not take the last action/);
    await desk.reset(sampleOpening);
    await desk.perform({ kind: 'select_procedure', procedure: 'refund' }, 'operator');
    await desk.reset(sampleOpening);
    expect((await desk.observe()).timeline).toEqual([]);
    await replaySession(desk, sampleSession);
    expect(await desk.observe()).toEqual(await expected());
  });

  it('starts a fresh browser when its own was killed', async () => {
    await desk.reset(sampleOpening);
    process.kill(await browserProcess(desk), 'SIGKILL');
    await expect(
      desk.perform({ kind: 'select_procedure', procedure: 'refund' }, 'operator').then(() => desk.observe()),
    ).rejects.toThrow(InfrastructureError);
    await replaySession(desk, sampleSession);
    expect(await desk.observe()).toEqual(await expected());
  });
});

describe('desks side by side', () => {
  let desks: BrowserDesks;
  beforeAll(async () => {
    desks = await openBrowserDesks(sampleCatalog, { contexts: 2 });
  });
  afterAll(() => desks?.close());

  it('do not see one another, and share the browser that replaces a killed one', async () => {
    const [a, b] = desks.desks as [BrowserDesk, BrowserDesk];
    await Promise.all([replaySession(a, sampleSession), b.reset(second)]);
    expect(await a.observe()).toEqual(await expected());
    expect((await b.observe()).messageCount).toBe(0);
    process.kill(await browserProcess(a), 'SIGKILL');
    await expect(a.deliver([{ kind: 'message', text: 'x' }])).rejects.toThrow(InfrastructureError);
    await expect(b.deliver([{ kind: 'message', text: 'x' }])).rejects.toThrow(InfrastructureError);
    await Promise.all([replaySession(a, sampleSession), replaySession(b, sampleSession)]);
    expect(await a.observe()).toEqual(await b.observe());
    expect(a.page().context().browser()).toBe(b.page().context().browser());
  });
});

describe('finding a browser', () => {
  it('takes the one asked for, and nothing else', async () => {
    await expect(launchBrowser({ browser: '/no/such/browser' })).rejects.toThrow(/asked for, "\/no\/such\/browser"/);
    const { launch } = await resolveBrowser();
    if (launch.executablePath) {
      const browser = await launchBrowser({ browser: launch.executablePath });
      expect(browser.isConnected()).toBe(true);
      await browser.close();
    }
  });
});

describe('the catalog that the tests use', () => {
  it('holds every kind of field', () => {
    const fields = sampleCatalog.procedures.flatMap(({ forms }) => forms.flatMap((form) => form.fields));
    expect([...new Set(fields.map(({ kind }) => kind))].sort()).toEqual([...FIELD_KINDS].sort());
  });
});
