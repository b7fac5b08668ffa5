import { Worker } from 'node:worker_threads';
import { buffersOf, type Envelope, type Request, type WorkerReply } from './protocol.ts';
import { closeTurnstile, newTurnstile } from './turnstile.ts';

type Answer = Extract<WorkerReply, { ok: true }>;
interface Waiting {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/**
 * The thread that runs all models of this process: `run` of the runtime blocks the thread that calls it.
 * It starts on first use, and does not keep the process alive while nothing is asked of it.
 */
class Host {
  #worker: Worker | null = null;
  #calls = 0;
  readonly #waiting = new Map<number, Waiting>();

  ask(body: Request): Promise<Answer> {
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const call = this.#calls++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(call, { resolve, reject });
      worker.ref();
      worker.postMessage({ call, body } satisfies Envelope<Request>, body.kind === 'run' ? buffersOf(body.feeds) : []);
    });
  }

  #start(): Worker {
    const turnstile = newTurnstile();
    process.once('exit', () => closeTurnstile(turnstile));
    const worker = new Worker(new URL('./worker-bootstrap.mjs', import.meta.url), { workerData: turnstile });
    worker.on('message', ({ call, body }: Envelope<WorkerReply>) => {
      const waiting = this.#waiting.get(call);
      this.#waiting.delete(call);
      if (this.#waiting.size === 0) worker.unref();
      if (body.ok) waiting?.resolve(body);
      else waiting?.reject(new Error(body.message));
    });
    worker.on('error', (error: Error) => this.#fail(`the model thread failed: ${error.message}`));
    worker.on('exit', (code) => this.#fail(`the model thread ended with code ${code}`));
    return worker;
  }

  #fail(message: string): void {
    this.#worker = null;
    for (const { reject } of this.#waiting.values()) reject(new Error(message));
    this.#waiting.clear();
  }
}

/** The process's model thread. */
export const host = new Host();
