import { join } from 'node:path';
import { wallClockMs } from '../../runner/wall-clock.ts';
import { sumOf } from '../../shared/numbers.ts';
import type { RedisServer } from '../../tools/worker/testing/redis-server.ts';
import { StartedWorker } from '../../tools/worker/testing/started-worker.ts';

/** What workers took for a sweep. */
export interface WorkersTime {
  readonly seconds: number;
  /** Processor time of each worker, with the processes that played its cells. */
  readonly cpuSeconds: readonly number[];
}

export interface TimedSweep {
  readonly server: RedisServer;
  /** Path of the plan. */
  readonly plan: string;
  /** For what the workers leave. */
  readonly folder: string;
}

// What bash's `times` says last: the processor time of what it started, user and system.
const TIMES = /(\d+)m([\d.]+)s (\d+)m([\d.]+)s\s*$/;

/** Plays a sweep with one worker on each of the cores, confined to it. Throws: where a worker fails. */
export async function timeWorkers(
  name: string,
  cores: readonly number[],
  { server, plan, folder }: TimedSweep,
): Promise<WorkersTime> {
  const startMs = wallClockMs();
  const workers = cores.map(
    (core) =>
      new StartedWorker({
        before: ['bash', '-c', '"$@"; code=$?; times; exit $code', 'bash', 'taskset', '-c', String(core)],
        ...{ queue: server.url, plan, out: join(folder, name), more: ['--cache', join(folder, 'cache')] },
      }),
  );
  const codes = await Promise.all(workers.map(({ ended }) => ended));
  const seconds = (wallClockMs() - startMs) / 1000;
  if (codes.some((code) => code !== 0)) throw new Error(workers.map(({ said }) => said).join('\n'));
  return { seconds, cpuSeconds: workers.map(({ said }) => cpuSecondsIn(said)) };
}

function cpuSecondsIn(said: string): number {
  const [, ...parts] = TIMES.exec(said) ?? [];
  if (parts.length === 0) throw new Error(`bash said no times: ${said.slice(-200)}`);
  return sumOf(parts.map(Number), (value, at) => value * (at % 2 === 0 ? 60 : 1));
}
