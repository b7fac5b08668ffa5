import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type FakeRequest, modelAnswer } from './fake-model.ts';

/** What the server does with a request. */
export type FakeReply =
  /** Answers. */
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string }
  /** Says that the body is longer than what it then sends, and drops the connection. */
  | { readonly resetAfter: string }
  /** Sends this again and again until the connection is closed. */
  | { readonly endless: string }
  /** Never answers. */
  | { readonly hang: true };

export interface FakeEndpoint {
  /** Base address. */
  readonly url: string;
  /** Everything that was asked, in order of arrival. */
  readonly requests: readonly FakeRequest[];
  /** Most requests that were under way at once. */
  mostAtOnce(): number;
  close(): Promise<void>;
}

export type FakeScript = (request: FakeRequest, index: number) => FakeReply | Promise<FakeReply>;

/** A server on this machine that speaks the protocol of chat completions; without a script its model is `modelAnswer`. */
export async function startFakeEndpoint(
  script: FakeScript = (request) => ({ body: modelAnswer(request) }),
): Promise<FakeEndpoint> {
  const requests: FakeRequest[] = [];
  const load = { now: 0, most: 0 };
  const server = createServer((incoming, outgoing) => {
    load.most = Math.max(load.most, ++load.now);
    outgoing.once('close', () => load.now--);
    void answer(incoming, outgoing, script, requests);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    mostAtOnce: () => load.most,
    async close() {
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, 'close');
    },
  };
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  script: FakeScript,
  requests: FakeRequest[],
): Promise<void> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Uint8Array);
  const text = Buffer.concat(chunks).toString('utf8');
  const { method = '', url = '', headers } = incoming;
  const request: FakeRequest = { method, path: url, headers, text, body: JSON.parse(text) as FakeRequest['body'] };
  requests.push(request);
  const reply = await script(request, requests.length - 1);
  if ('hang' in reply) return;
  if ('endless' in reply) {
    outgoing.writeHead(200, { 'content-type': 'application/json' });
    const more = () => {
      while (!outgoing.destroyed && outgoing.write(reply.endless));
    };
    outgoing.on('drain', more);
    more();
    return;
  }
  if ('resetAfter' in reply) {
    outgoing.writeHead(200, { 'content-type': 'application/json', 'content-length': reply.resetAfter.length + 100 });
    outgoing.write(reply.resetAfter, () => incoming.socket.destroy());
    return;
  }
  outgoing.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
  outgoing.end(reply.body);
}
