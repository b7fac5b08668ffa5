import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../../harness/shared/message-of.ts';
import { buffersOf, type Envelope, type Request, type WorkerReply } from './protocol.ts';
import { type ModelSession, openSession } from './session.ts';
import { passThrough, type Turnstile } from './turnstile.ts';

const sessions = new Map<number, ModelSession>();
// Requests are answered strictly in order: a run may not overtake the load before it.
let queue: Promise<void> = Promise.resolve();

parentPort?.on('message', ({ call, body }: Envelope<Request>) => {
  queue = queue.then(async () => {
    const reply = await passThrough(workerData as Turnstile, () => answer(body)).catch(
      (error: unknown): WorkerReply => ({ ok: false, message: messageOf(error) }),
    );
    const transfer = reply.ok && body.kind === 'run' ? buffersOf(reply.tensors) : [];
    parentPort?.postMessage({ call, body: reply } satisfies Envelope<WorkerReply>, transfer);
  });
});

async function answer(request: Request): Promise<WorkerReply> {
  if (request.kind === 'load') {
    const session = await openSession(request);
    sessions.set(request.model, session);
    return { ok: true, provider: session.provider, tensors: {}, placement: [] };
  }
  const session = sessions.get(request.model);
  if (!session) return { ok: false, message: 'the model was disposed of: load it again' };
  const { provider } = session;
  switch (request.kind) {
    case 'run':
      return { ok: true, provider, tensors: await session.run(request.feeds), placement: [] };
    case 'state':
      return { ok: true, provider, tensors: await session.state(request.names), placement: [] };
    case 'release':
      sessions.delete(request.model);
      return { ok: true, provider, tensors: {}, placement: await session.release() };
  }
}
