import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PageData } from '../case-script.ts';
import { sampleCatalog } from '../testing/sample-catalog.ts';
import { type DeskServer, startDeskServer } from './server.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe('the desk server', () => {
  let server: DeskServer;
  let port = 0;
  let base = '';
  beforeAll(async () => {
    server = await startDeskServer({ catalog: sampleCatalog, cases: null });
    port = Number(new URL(server.url).port);
    base = new URL(server.url).pathname;
  });
  afterAll(() => server.close());

  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => {
          body += part;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      });
      sent.on('error', reject);
      sent.end();
    });

  it('serves the page, its script, its style and its data under the token', async () => {
    const page = await ask(base);
    expect(page.status).toBe(200);
    expect(page.body).toContain('<div id="root">');
    expect((await ask(`${base}desk.js`)).headers['content-type']).toMatch('text/javascript');
    expect((await ask(`${base}desk.css`)).headers['content-type']).toMatch('text/css');
    expect(JSON.parse((await ask(`${base}data.json`)).body)).toEqual({ catalog: sampleCatalog, cases: null });
  });

  it('serves the page at once where the data are still being made, then the data, or says that there are none', async () => {
    let ready: (data: PageData) => void = () => {};
    const later = await startDeskServer(new Promise((done) => (ready = done)));
    const never = await startDeskServer(Promise.reject(new Error('no data')));
    try {
      expect((await fetch(later.url)).status).toBe(200);
      const waiting = fetch(`${later.url}data.json`);
      ready({ catalog: sampleCatalog, cases: null });
      expect(await (await waiting).json()).toEqual({ catalog: sampleCatalog, cases: null });
      expect((await fetch(`${never.url}data.json`)).status).toBe(503);
    } finally {
      await later.close();
      await never.close();
    }
  });

  it('sends a strict policy with every answer, refusals too, and lets nothing be stored', async () => {
    for (const path of [base, `${base}data.json`, '/']) {
      const { headers } = await ask(path);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|\*/);
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it.each(['evil.example', 'localhost', '127.0.0.1', '127.0.0.1:1'])('refuses the host %s', async (host) => {
    expect((await ask(base, { host })).status).toBe(421);
  });

  it.each(['http://evil.example', 'null', 'http://127.0.0.1:1'])('refuses the origin %s', async (origin) => {
    expect((await ask(`${base}data.json`, { origin })).status).toBe(403);
  });

  it('answers its own origin, and no request that another site makes', async () => {
    expect((await ask(`${base}data.json`, { origin: server.origin })).status).toBe(200);
    expect((await ask(base, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });

  it('refuses a request without the token or with another', async () => {
    for (const path of ['/', '/data.json', '//data.json', `/${'A'.repeat(32)}/data.json`, base.slice(0, -2)])
      expect((await ask(path)).status, path).toBe(403);
  });

  it('refuses a token that is cut short, lengthened, or nearly right', async () => {
    const token = base.slice(1, -1);
    const other = token.endsWith('A') ? 'B' : 'A';
    const near = [
      ...Array.from({ length: token.length - 1 }, (_, at) => token.slice(0, at + 1)),
      token.slice(1),
      `${token}A`,
      token + token,
      token.slice(0, -1) + other,
      other + token.slice(1),
      token.toLowerCase() === token ? token.toUpperCase() : token.toLowerCase(),
      `${token}%00`,
    ];
    for (const wrong of near) expect((await ask(`/${wrong}/data.json`)).status, wrong).toBe(403);
    expect((await ask(`/${token}/data.json`)).status).toBe(200);
  });

  it.each(['../../package.json', '..%2f..%2fpackage.json', 'page/main.tsx', '%2e%2e/', 'desk.js/', '.'])(
    'serves no file: %s',
    async (path) => {
      const { status, body } = await ask(`${base}${path}`);
      expect([403, 404]).toContain(status);
      expect(body).not.toContain('deskbench');
    },
  );

  it('takes no other method', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) expect((await ask(base, {}, method)).status).toBe(405);
    expect((await ask(base, {}, 'HEAD')).body).toBe('');
  });

  it('listens on the loopback interface only', async () => {
    const reached = await new Promise((resolve) => {
      const socket = connect({ host: '127.0.0.2', port });
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    expect(reached).toBe(false);
  });

  it('has a token of its own each time, and says which port is taken', async () => {
    const other = await startDeskServer({ catalog: sampleCatalog, cases: null });
    expect(new URL(other.url).pathname).not.toBe(base);
    await other.close();
    await expect(startDeskServer({ catalog: sampleCatalog, cases: null }, { port })).rejects.toThrow(
      `Port ${port} is taken`,
    );
  });
});
