import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Catalog } from '../../../harness/contract/catalog.ts';
import { InfrastructureError } from '../../../harness/contract/environment.ts';
import type { Suggestion } from '../../../harness/contract/policy.ts';
import type { Session } from '../../../harness/contract/session.ts';
import { caseScript, type PageData } from '../case-script.ts';
import { deskIndex } from '../model/desk-index.ts';

/** A running desk server. */
export interface DeskServer {
  /** Address of the page, with the token in it: whoever has it may use the desk. */
  readonly url: string;
  readonly origin: string;
  close(): Promise<void>;
}

export interface DeskServerOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
}

interface Served {
  readonly type: string;
  readonly body: Buffer;
}

const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; '),
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

const HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Deskbench</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="desk.css">
<script type="module" src="desk.js"></script>
</head>
<body><div id="root"><p class="waiting">The copilot is learning; the cases come when it is ready.</p></div></body>
</html>
`;

/**
 * Serves the desk's page on the loopback interface. It answers only requests for its own host, from
 * its own origin and under its own random token, with four things made in memory: no file is read. Where the data are
 * not there yet, the page waits for them.
 *
 * Throws: where the port is taken, naming it.
 */
export async function startDeskServer(
  data: PageData | Promise<PageData>,
  options: DeskServerOptions = {},
): Promise<DeskServer> {
  const { script, style } = await pageBundle();
  const token = randomBytes(24).toString('base64url');
  const json = data instanceof Promise ? data.then(asJson) : asJson(data);
  // Who makes the data sees that they cannot be made; here a request for them is refused.
  if (json instanceof Promise) json.catch(() => undefined);
  const served = new Map<string, Served | Promise<Served>>([
    ['', { type: 'text/html; charset=utf-8', body: Buffer.from(HTML) }],
    ['desk.js', { type: 'text/javascript; charset=utf-8', body: Buffer.from(script) }],
    ['desk.css', { type: 'text/css; charset=utf-8', body: Buffer.from(style) }],
    ['data.json', json],
  ]);
  let host = '';
  const server = createServer((request, response) => {
    const found = check(request, host, token, served);
    if (typeof found === 'number') refuse(response, found);
    else if (found instanceof Promise)
      found.then(
        (ready) => send(request, response, ready),
        () => refuse(response, 503),
      );
    else send(request, response, found);
  });
  const port = await listen(server, options.port ?? 0);
  host = `127.0.0.1:${port}`;
  return {
    url: `http://${host}/${token}/`,
    origin: `http://${host}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const asJson = (data: PageData): Served => ({
  type: 'application/json; charset=utf-8',
  body: Buffer.from(JSON.stringify(data)),
});

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isInUse = error.code === 'EADDRINUSE';
      reject(
        isInUse ? new InfrastructureError(`Port ${port} is taken: choose another, or 0 for any free one.`) : error,
      );
    });
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/** What to send, or the status of a refusal. The token is looked at first: without it nothing is learned. */
function check(
  request: IncomingMessage,
  host: string,
  token: string,
  served: ReadonlyMap<string, Served | Promise<Served>>,
): Served | Promise<Served> | number {
  const { host: asked, origin } = request.headers;
  if (asked !== host) return 421;
  if (origin !== undefined && origin !== `http://${host}`) return 403;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 403;
  const path = /^\/([^/?#]*)\/([^?#]*)$/.exec(request.url ?? '');
  if (!path || !sameToken(path[1] ?? '', token)) return 403;
  if (request.method !== 'GET' && request.method !== 'HEAD') return 405;
  return served.get(path[2] ?? '') ?? 404;
}

function sameToken(given: string, token: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(token);
  return a.length === b.length && timingSafeEqual(a, b);
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8' });
  response.end('Refused: open the desk by the address that it printed.\n');
}

function send(request: IncomingMessage, response: ServerResponse, { type, body }: Served): void {
  response.writeHead(200, { ...HEADERS, 'Content-Type': type, 'Content-Length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** The page's script and style as served, each one text. */
interface PageBundle {
  readonly script: string;
  readonly style: string;
}

let bundle: Promise<PageBundle> | undefined;

/** Bundles the page in memory, once a process. Throws: what esbuild found wrong, with its place. */
function pageBundle(): Promise<PageBundle> {
  bundle ??= buildPage();
  return bundle;
}

async function buildPage(): Promise<PageBundle> {
  const folder = join(import.meta.dirname, '..', 'page');
  const result = await build({
    entryPoints: [join(folder, 'main.tsx'), join(folder, 'desk.css')],
    absWorkingDir: folder,
    outdir: 'out',
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2023',
    platform: 'browser',
    minify: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'silent',
  });
  const text = (ending: string) => result.outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { script: text('.js'), style: text('.css') };
}

interface ServeDeskOptions {
  readonly catalog: Catalog;
  /** Sessions whose customers come to the desk; what their operators did is not sent to the page. */
  readonly cases: readonly Session[];
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** By session id, what the copilot bar shows before the n-th action, where the screen then offers it. The page waits for a promise. */
  readonly suggestions?: Suggestions | Promise<Suggestions>;
}

type Suggestions = Readonly<Record<string, readonly Suggestion[]>>;

/**
 * Serves the desk to a person, who works cases by hand: logged customer messages follow the person's
 * actions, and logged results the forms that they answer.
 *
 * Throws: where the port is taken or the catalog contradicts itself.
 */
export async function serveDesk(options: ServeDeskOptions): Promise<{ url: string; close(): Promise<void> }> {
  const { catalog, suggestions = {} } = options;
  deskIndex(catalog);
  const pageData = (known: Suggestions) => ({
    catalog,
    cases: options.cases.map((session) => caseScript(session, known[session.id])),
  });
  const data = suggestions instanceof Promise ? suggestions.then(pageData) : pageData(suggestions);
  return startDeskServer(data, options.port === undefined ? {} : { port: options.port });
}
