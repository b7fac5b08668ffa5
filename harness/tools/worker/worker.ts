import { codeHashes } from '../../bench/code-hashes.ts';
import { findRecipes } from '../../bench/models/recipes.ts';
import { displayPath } from '../../bench/report/report-figures.ts';
import { shellWord } from '../../bench/report/shell-word.ts';
import { type Comparison, comparisonsOf, inWords, readSweep } from '../../bench/sweep/plan.ts';
import { EXIT, type ExitCode, MachineError } from '../../runner/exit-code.ts';
import { installedVersions } from '../../runner/fingerprint.ts';
import { print, printAside } from '../../runner/output.ts';
import { REPOSITORY } from '../../runner/repository.ts';
import type { Json } from '../../runner/run-info.ts';
import { abortOnStop } from '../../runner/stop-signals.ts';
import { openBullmqQueue } from './bullmq-queue.ts';
import { CellFolder, type SweepFingerprint } from './cell-folder.ts';
import { CellPlayer, shardOption } from './cell-player.ts';
import type { JobQueue } from './job-queue.ts';

export interface WorkerOptions {
  /** Address of the queue's server. */
  readonly queue: string;
  /** Path of the plan. */
  readonly plan: string;
  readonly out: string;
  readonly logs?: string;
  readonly cache: string | false;
  readonly providers: string;
  readonly encoder?: string;
  readonly seed: string;
  /** In seconds. */
  readonly lease: number;
  readonly attempts: number;
  /** In seconds. */
  readonly backOff: number;
  /** Of an episode, in seconds. */
  readonly timeout?: number;
  readonly retryDead: boolean;
}

/** `bench worker`: plays cells of a sweep that a queue hands out, until each has a result or is dead. */
export async function worker(options: WorkerOptions): Promise<void> {
  const sweep = readSweep(options.plan);
  const all = comparisonsOf(sweep);
  // Models that there are not are told before the work.
  for (const one of all) await findRecipes({ ...one, encoder: options.encoder });
  const fingerprint: SweepFingerprint = {
    command: 'bench sweep',
    settings: { plan: sweep as unknown as Json, shard: null, providers: options.providers },
    seed: options.seed,
    code: codeHashes('sweep'),
    versions: installedVersions(REPOSITORY),
  };
  const cells = new CellFolder(options.out, fingerprint);
  const queue = await openBullmqQueue({
    ...queueTerms(options),
    name: `sweep-${cells.queue}`,
    say: printAside,
  });
  const stop = abortOnStop('stopping. The cell at hand goes back to the queue.');
  try {
    if (options.retryDead) await queue.forgetDead();
    const player = new CellPlayer({
      options: sweepOptions(options),
      all,
      fingerprint,
      cells,
      queue,
      stop: stop.signal,
    });
    await player.work();
    process.exitCode = stop.signal.aborted
      ? (stop.signal.reason as ExitCode)
      : await tell(all, cells, queue, options, player.played);
  } finally {
    stop.end();
    queue.close();
  }
}

/** On what terms cells are taken: a queue counts in milliseconds. */
export const queueTerms = ({
  queue,
  lease,
  attempts,
  backOff,
}: Pick<WorkerOptions, 'queue' | 'lease' | 'attempts' | 'backOff'>) => ({
  url: queue,
  leaseMs: lease * 1000,
  attempts,
  backOffMs: backOff * 1000,
});

/** What every cell is played with. */
function sweepOptions({ plan, logs, cache, providers, encoder, seed, timeout }: WorkerOptions): string[] {
  return [
    ...['--plan', plan, '--seed', seed, '--providers', providers],
    ...(logs === undefined ? [] : ['--logs', logs]),
    ...(encoder === undefined ? [] : ['--encoder', encoder]),
    ...(timeout === undefined ? [] : ['--timeout', String(timeout)]),
    ...(cache === false ? ['--no-cache'] : ['--cache', cache]),
  ];
}

/** Says what there is and what to do next. Throws: `MachineError` where the worker left before the end. */
async function tell(
  all: readonly Comparison[],
  cells: CellFolder,
  queue: JobQueue,
  { plan, out }: WorkerOptions,
  played: number,
): Promise<ExitCode> {
  const missing = new Set(cells.missing(all.map(({ id }) => id)));
  const here = `${played} ${played === 1 ? 'was' : 'were'} played here`;
  if (missing.size === 0) {
    cells.discardAttempts();
    print(
      `All ${all.length} cells have a result, ${here}. Bring them together: bench merge ${displayPath(out)} --out DIR`,
    );
    return EXIT.good;
  }
  const dead = await queue.dead();
  if ([...missing].some((id) => !dead.has(id)))
    throw new MachineError(
      'Three cells failed here one after the other, which may be the fault of this machine: mend it, then start the worker again.',
    );
  print(`${all.length - missing.size} of ${all.length} cells have a result, ${here}. These are dead:`);
  for (const one of all.filter(({ id }) => missing.has(id))) {
    print(`  ${inWords(one)}: ${dead.get(one.id)}`);
    print(`    to see it fail: pnpm bench sweep --plan ${shellWord(plan)} --shard ${shardOption(all, one.id)}`);
  }
  print('Once the cause is gone, start a worker with --retry-dead.');
  return EXIT.incomplete;
}
