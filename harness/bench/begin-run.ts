import { join } from 'node:path';
import { datasetHash } from '../../fixtures/format/dataset-hash.ts';
import { UsageError } from '../runner/exit-code.ts';
import type { Fingerprint } from '../runner/fingerprint.ts';
import { installedVersions } from '../runner/fingerprint.ts';
import { checkRunFolder, holdsRun, openRun, type Run } from '../runner/open-run.ts';
import { printAside } from '../runner/output.ts';
import { REPOSITORY } from '../runner/repository.ts';
import { type AttemptRecord, beginAttempt, type Json } from '../runner/run-info.ts';
import { type RunLimits, runLimits } from '../runner/run-limits.ts';
import { wallClockMs } from '../runner/wall-clock.ts';
import { createWatchdog, type Watchdog } from '../runner/watchdog.ts';
import { codeHashes } from './code-hashes.ts';
import type { LoadedDataset } from './data/load-dataset.ts';
import { shellWord } from './report/shell-word.ts';
import { type RunRecord, recordIn } from './run-record.ts';

export interface RunRequest {
  readonly experiment: string;
  /** Null: a new folder. */
  readonly out: string | null;
  /** What decides results. */
  readonly settings: Readonly<Record<string, Json>>;
  readonly seed: string;
  /** Absent: none. */
  readonly limits?: RunLimits;
  /** Whether only those episodes of an earlier attempt are played that crashed. */
  readonly retryErrors?: boolean;
}

/** A run of an experiment that has begun. Its folder is opened when its data are known. */
export class BegunRun {
  readonly experiment: string;
  readonly folder: string;
  readonly startMs = wallClockMs();
  readonly attempt: AttemptRecord;
  readonly limits: RunLimits;
  readonly #retryErrors: boolean;
  readonly versions: Readonly<Record<string, string>>;
  readonly #fingerprint: Omit<Fingerprint, 'datasetHash'>;
  #run: Run | null = null;
  #record: RunRecord | null = null;
  #watchdog: Watchdog | null = null;

  /** Throws: `UsageError` where its folder holds anything but this run, interrupted, before anything is read or trained. */
  constructor({ experiment, out, settings, seed, limits = runLimits(), retryErrors = false }: RunRequest) {
    const command = ['pnpm bench', ...process.argv.slice(2).map(shellWord)].join(' ');
    this.attempt = beginAttempt(command, REPOSITORY);
    this.experiment = experiment;
    this.limits = limits;
    this.#retryErrors = retryErrors;
    const name = `${experiment}-${this.attempt.startedAt.slice(0, 19).replace(/[:T]/g, '-')}`;
    this.folder = out ?? join(REPOSITORY, 'reports/out', name);
    this.versions = installedVersions(REPOSITORY);
    const code = codeHashes(experiment);
    this.#fingerprint = { command: `bench ${experiment}`, settings, seed, code, versions: this.versions };
    if (retryErrors && !holdsRun(this.folder))
      throw new UsageError(`--retry-errors: ${out ?? 'a new folder'} holds no run: name the folder of one with --out.`);
    checkRunFolder(this.folder, this.#fingerprint);
  }

  /** The run's folder, open; the first time on these data. Throws: as `openRun`. */
  open({ dataset }: Pick<LoadedDataset, 'dataset'>): Run {
    if (this.#run) return this.#run;
    const fingerprint = { ...this.#fingerprint, datasetHash: datasetHash(dataset) };
    this.#run = openRun(this.folder, { fingerprint, record: { ...this.attempt } });
    return this.#run;
  }

  /** Keeps the episodes that are played from now on, the first time on these data, and says where nothing moves. Throws: as `openRun`. */
  record(loaded: Pick<LoadedDataset, 'dataset'>): RunRecord {
    this.#record ??= this.#begin(this.open(loaded));
    return this.#record;
  }

  #begin(run: Run): RunRecord {
    const record = recordIn(run, { limits: this.limits, retryErrors: this.#retryErrors });
    if (this.#retryErrors && !run.store.hasCrashed)
      throw new UsageError(`--retry-errors: in ${this.folder} no episode crashed: without it the run goes on.`);
    for (const sentence of run.mended) printAside(sentence);
    this.#watchdog = createWatchdog();
    return record;
  }

  /** Ends the run. One that is not complete can be gone on with: crashed episodes are then played again. */
  finish(complete: boolean): void {
    this.#watchdog?.end();
    this.#run?.finish(complete);
  }

  /** Leaves the run to be gone on with. */
  close(): void {
    this.#watchdog?.end();
    this.#run?.close();
  }
}
