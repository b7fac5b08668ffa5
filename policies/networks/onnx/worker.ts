import { parentPort, workerData } from 'node:worker_threads';
import { buffersOf, type Envelope, type Reply, type Request } from './protocol.ts';
import { openSession, type Session } from './session.ts';
import { passThrough, type Turnstile } from './turnstile.ts';

const sessions = new Map<number, Session>();
// Requests are answered strictly in order: a run may not overtake the load before it.
let queue: Promise<void> = Promise.resolve();

parentPort?.on('message', ({ call, body }: Envelope<Request>) => {
  queue = queue.then(async () => {
    const reply = await passThrough(workerData as Turnstile, () => answer(body)).catch(
      (error: unknown): Reply => ({ ok: false, message: error instanceof Error ? error.message : String(error) }),
    );
    const transfer = reply.ok && body.kind === 'run' ? buffersOf(reply.tensors) : [];
    parentPort?.postMessage({ call, body: reply } satisfies Envelope<Reply>, transfer);
  });
});

async function answer(request: Request): Promise<Reply> {
  if (request.kind === 'load') {
    const session = await openSession(request);
    sessions.set(request.model, session);
    return { ok: true, provider: session.provider, tensors: {} };
  }
  const session = sessions.get(request.model);
  if (!session) return { ok: false, message: 'the model was disposed of: load it again' };
  const { provider } = session;
  switch (request.kind) {
    case 'run':
      return { ok: true, provider, tensors: await session.run(request.feeds) };
    case 'state':
      return { ok: true, provider, tensors: await session.state() };
    case 'release':
      sessions.delete(request.model);
      await session.release();
      return { ok: true, provider, tensors: {} };
  }
}
