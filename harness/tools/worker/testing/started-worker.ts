import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const cli = join(import.meta.dirname, '..', '..', '..', 'cli.ts');
const tsx = join(dirname(createRequire(import.meta.url).resolve('tsx/package.json')), 'dist/loader.mjs');

/** Part of a command line. */
export interface WorkerRequest {
  /** A command that starts what follows it, such as `taskset -c 0`. */
  readonly before?: readonly string[];
  /** Address of the queue. */
  readonly queue: string;
  readonly plan: string;
  /** Folder of the cells. */
  readonly out: string;
  readonly more: readonly string[];
}

/** `bench worker` in a process of its own, as a user starts it. */
export class StartedWorker {
  /** What it has said so far. */
  said = '';
  /** Resolves to its exit code, or to the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  readonly #out: string;
  readonly #process: ChildProcess;

  constructor({ before = [], queue, plan, out, more }: WorkerRequest) {
    const bench = [process.execPath, '--import', tsx, cli, 'worker', '--plan', plan, '--out', out, ...more];
    const [program = '', ...args] = [...before, ...bench];
    this.#out = out;
    this.#process = spawn(program, args, {
      env: { ...process.env, DESKBENCH_QUEUE: queue },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.said += text;
      });
    this.ended = once(this.#process, 'close').then(([code, signal]) => code ?? signal);
  }

  get isAlive(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** Whether it is in the middle of a cell: the run of an attempt of its own has begun. */
  isPlaying(): boolean {
    const attempts = join(this.#out, '.attempts');
    if (!this.isAlive || !existsSync(attempts)) return false;
    return readdirSync(attempts).some(
      (name) => name.split('-')[1] === String(this.#process.pid) && existsSync(join(attempts, name, 'run.json')),
    );
  }

  /** Resolves when it has ended. */
  async kill(signal: NodeJS.Signals): Promise<number | NodeJS.Signals> {
    this.#process.kill(signal);
    return this.ended;
  }
}
