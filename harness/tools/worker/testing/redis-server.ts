import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';

/** The server that is installed here; null where there is none. Both speak the same. */
export const REDIS_SERVER =
  ['redis-server', 'valkey-server'].find((program) => spawnSync(program, ['--version']).status === 0) ?? null;

const READY_POLL_MS = 20;

/** A Redis server of its own, on a free port of 127.0.0.1. */
export class RedisServer {
  readonly port: number;
  readonly #folder: string;
  #process: ChildProcess | null = null;

  /** `folder`: for what it keeps; made where there is none. */
  static async start(folder: string): Promise<RedisServer> {
    const server = new RedisServer(folder, await freePort());
    await server.begin();
    return server;
  }

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.port = port;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it, with the data that it has kept. */
  async begin(): Promise<void> {
    mkdirSync(this.#folder, { recursive: true });
    const settings = ['--save', '', '--appendonly', 'yes', '--dir', this.#folder];
    this.#process = spawn(REDIS_SERVER ?? '', ['--port', String(this.port), '--bind', '127.0.0.1', ...settings], {
      stdio: 'ignore',
    });
    const client = this.connect();
    await client.ping();
    client.disconnect();
  }

  /** Ends it at once, as a loss of power does. */
  async kill(): Promise<void> {
    const running = this.#process;
    this.#process = null;
    if (!running || running.exitCode !== null) return;
    const ended = once(running, 'exit');
    running.kill('SIGKILL');
    await ended;
  }

  /** A connection, which waits until the server answers. The caller disconnects it. */
  connect(): Redis {
    const client = new Redis(this.port, '127.0.0.1', {
      maxRetriesPerRequest: null,
      retryStrategy: () => READY_POLL_MS,
    });
    client.on('error', () => undefined);
    return client;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}

/** Waits until something holds. Throws: where it does not in time. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, mostMs = 60_000): Promise<void> {
  for (let waitedMs = 0; waitedMs < mostMs; waitedMs += READY_POLL_MS) {
    if (await holds()) return;
    await sleep(READY_POLL_MS);
  }
  throw new Error(`In ${mostMs} ms there was no ${what}.`);
}
