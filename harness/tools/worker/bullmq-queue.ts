import { setTimeout as sleep } from 'node:timers/promises';
import type { Job, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { MachineError } from '../../runner/exit-code.ts';
import { messageOf } from '../../shared/message-of.ts';
import type { JobQueue, Work } from './job-queue.ts';
import { withoutCredentials } from './queue-url.ts';

export interface QueueOptions {
  /** Of a Redis or Valkey server. */
  readonly url: string;
  /** Workers of one queue give the same name; another one is another queue, also on the same server. */
  readonly name: string;
  /** How long a worker that is gone may hold a job; a living one has its lease renewed. */
  readonly leaseMs: number;
  /** How often a job is tried before it is dead. */
  readonly attempts: number;
  /** How long a failed job waits for its second attempt; twice as long for the third, and so on. */
  readonly backOffMs: number;
  /** Told where the server is away, and of faults that need no remedy. */
  readonly say: (text: string) => void;
  /** How long a worker without a job waits before it asks whether all is over. */
  readonly idleMs?: number;
}

/** All keys of ours on the server begin so. */
const PREFIX = 'deskbench';
const JOB = 'job';
/** Workers whose machine is taken away are no fault of the job: only one that takes many along is dead by that. */
const MOST_LOST_WORKERS = 20;
const CONNECT_MS = 5_000;
/** A worker often starts together with its server, or while that one is started again: it is asked for 5 s. */
const TIMES_ASKED = 20;
const ASK_AGAIN_MS = 250;
const IDLE_MS = 2_000;
/** How long one worker may be the one that fills the queue. */
const FILLING_MS = 30_000;
const JOBS_A_CALL = 1_000;
/** The queue keeps a list of what happened, which nobody here reads. */
const KEPT_EVENTS = 100;
/** The server has lost its data, or the lease ran out: what was made of the job is kept all the same. */
const LOST_LEASE = /^Missing (key|lock) for job|^Lock mismatch|^could not renew lock|^Job \S+ is not in the/;
const UNFINISHED = ['waiting', 'active', 'delayed', 'failed'] as const;

/** A queue on Redis or Valkey, by BullMQ. Throws: `MachineError` where the server does not answer, or refuses. */
export async function openBullmqQueue(options: QueueOptions): Promise<JobQueue> {
  const { Queue } = await import('bullmq');
  const client = await connect(options);
  const queue = new Queue(options.name, {
    connection: client,
    prefix: PREFIX,
    streams: { events: { maxLen: KEPT_EVENTS } },
  });
  queue.on('error', () => undefined);
  return new BullmqQueue(options, client, queue);
}

class BullmqQueue implements JobQueue {
  readonly #options: QueueOptions;
  readonly #client: Redis;
  readonly #queue: Queue;

  constructor(options: QueueOptions, client: Redis, queue: Queue) {
    this.#options = options;
    this.#client = client;
    this.#queue = queue;
  }

  async submit(ids: readonly string[]): Promise<void> {
    const { attempts, backOffMs, name } = this.#options;
    if ((await this.#queue.getJobCountByTypes(...UNFINISHED)) >= ids.length) return;
    const filling = `${PREFIX}:${name}:filling`;
    if ((await this.#client.set(filling, '1', 'PX', FILLING_MS, 'NX')) === null) return;
    for (let at = 0; at < ids.length; at += JOBS_A_CALL)
      await this.#queue.addBulk(
        ids.slice(at, at + JOBS_A_CALL).map((id) => ({
          name: JOB,
          data: null,
          opts: {
            // An id of digits alone would be taken for one of the queue's own.
            jobId: `${JOB}-${id}`,
            attempts,
            backoff: { type: 'exponential', delay: backOffMs },
            removeOnComplete: true,
            keepLogs: 0,
            stackTraceLimit: 0,
          },
        })),
      );
    await this.#client.del(filling);
  }

  async work({ perform, isOver, stop }: Work): Promise<void> {
    const { WaitingError, Worker } = await import('bullmq');
    const { leaseMs, name, idleMs = IDLE_MS } = this.#options;
    let busy = false;
    const attempt = async (job: Job, token?: string) => {
      busy = true;
      try {
        stop.throwIfAborted();
        await perform(idOf(job));
      } catch (error) {
        if (stop.aborted) {
          await job.moveToWait(token);
          throw new WaitingError();
        }
        throw error;
      } finally {
        busy = false;
      }
    };
    const worker = new Worker(name, attempt, {
      connection: this.#client,
      prefix: PREFIX,
      lockDuration: leaseMs,
      stalledInterval: leaseMs,
      maxStalledCount: MOST_LOST_WORKERS,
    });
    worker.on('error', (error) => this.#sayFault(error));
    let wake = () => {};
    const moved = () => wake();
    worker.on('drained', moved);
    stop.addEventListener('abort', moved);
    while (!stop.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, idleMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      if (!busy && !stop.aborted && (await isOver())) break;
    }
    stop.removeEventListener('abort', moved);
    await worker.close();
  }

  async dead(): Promise<ReadonlyMap<string, string>> {
    const failed = await this.#queue.getFailed();
    return new Map(failed.map((job) => [idOf(job), job.failedReason ?? '']));
  }

  async forgetDead(): Promise<void> {
    for (const job of await this.#queue.getFailed()) await job.remove();
  }

  close(): void {
    void this.#queue.close().catch(() => undefined);
    this.#client.disconnect();
  }

  #sayFault(error: Error): void {
    // That the server is away is said once, by its connection.
    if (this.#client.status !== 'ready' || /ECONN|closed/i.test(error.message)) return;
    if (LOST_LEASE.test(error.message)) return;
    this.#options.say(`The queue: ${withoutCredentials(error.message)}.`);
  }
}

const idOf = ({ id = '' }: Job) => id.slice(JOB.length + 1);

/** Connects; later, where the server is away, commands wait until it is back. */
async function connect({ url, say }: QueueOptions): Promise<Redis> {
  const client = await firstConnection(url);
  let away = false;
  client.on('close', () => {
    if (!away && client.status !== 'end')
      say(`The queue at ${withoutCredentials(url)} is away: waiting until it is back.`);
    away = true;
  });
  client.on('ready', () => {
    if (away) say(`The queue at ${withoutCredentials(url)} is back.`);
    away = false;
  });
  return client;
}

/** Throws: `MachineError` where nobody answers in time, or the server refuses. */
async function firstConnection(url: string): Promise<Redis> {
  const { Redis } = await import('ioredis');
  for (let asked = 1; ; asked++) {
    const client = new Redis(url, {
      lazyConnect: true,
      connectTimeout: CONNECT_MS,
      maxRetriesPerRequest: null,
      retryStrategy: (times) => Math.min(times * 100, 2_000),
    });
    let fault = '';
    client.on('error', (error) => {
      fault = messageOf(error);
    });
    try {
      await client.connect();
      await client.ping();
      return client;
    } catch (error) {
      client.disconnect();
      fault ||= messageOf(error);
      if (!fault.includes('ECONNREFUSED') || asked >= TIMES_ASKED)
        throw new MachineError(
          `--queue ${withoutCredentials(url)} does not answer (${fault}): start Redis or Valkey there, or give another address.`,
        );
      await sleep(ASK_AGAIN_MS);
    }
  }
}
