import type { Figures } from '../../reports/figures/schema.ts';
import type { Session } from '../contract/session.ts';
import type { ExitCode } from '../runner/exit-code.ts';
import type { Options, Values } from '../runner/option.ts';
import type { LoadedDataset } from './data/load-dataset.ts';
import type { ParitySample } from './desks/parity.ts';
import type { RunPlan } from './plan/run-plan.ts';
import type { Crashes } from './report/crashes.ts';
import type { RunRecord } from './run-record.ts';

/** What an experiment may need of its run. */
export interface RunContext {
  /** Opens the folder of the run, on these data, for what is left beside its figures. */
  readonly folder: (loaded: LoadedDataset) => string;
  /**
   * Opens the folder of the run for what is played; the first data name the run. Its episodes are kept there, and a
   * run that was interrupted goes on.
   */
  readonly record: (loaded: LoadedDataset) => RunRecord;
  /** Names of the options that were given, on the command line or by the environment. */
  readonly given: ReadonlySet<string>;
}

/** What an experiment found: data, which the runner writes and prints. */
export interface Outcome extends Pick<Figures, 'split' | 'findings' | 'notes' | 'tables' | 'plots'> {
  /** Key figures, which stand at the top of the page. Absent: none. */
  readonly cards?: Figures['cards'];
  /** What it was about. */
  readonly loaded: LoadedDataset;
  /** Stands before the question, such as over how many populations. */
  readonly scope?: string;
  /** False where something that was asked for could not be run; crashed episodes say so by themselves. */
  readonly complete?: boolean;
  /** Episodes in which the desk failed for good: with any, the run is incomplete and says so. Absent: nothing was played. */
  readonly crashes?: readonly Crashes[];
  /** What browser and in-process desk gave. Absent: they were not compared. */
  readonly parity?: ParitySample | undefined;
  /** Logged sessions that simulated operators' times were fitted to. Absent: none, or the times were set. */
  readonly timedBy?: readonly Session[] | undefined;
  /** How the process ends, where nothing else decides it, as where desks disagree. Absent: good. */
  readonly exitCode?: ExitCode;
}

/** The options of an experiment and those that all have. */
export type OptionsOf<O extends Options> = Values<O> & { readonly seed: string; readonly out?: string };

/** An experiment: its command, its options and its figures follow from this alone. */
export interface Experiment<O extends Options = Options> {
  /** The command, and the folder's name. */
  readonly name: string;
  /** One line of help. */
  readonly summary: string;
  /** What it answers, in one question. */
  readonly question: string;
  readonly options: O;
  /** What it would play, before the work; it is then offered as --list. Absent: nothing can be said before. Throws: as `run`. */
  plan?(options: OptionsOf<O>, context: Pick<RunContext, 'given'>): Promise<RunPlan>;
  /** What it found. Throws: `UsageError` for what options and data decide, before the work. */
  run(options: OptionsOf<O>, context: RunContext): Promise<Outcome>;
}

/** Declares an experiment. Its file is `experiments/NAME/index.ts`; what is heavy is imported by `run`, so that help is there at once. */
export const defineExperiment = <const O extends Options>(experiment: Experiment<O>): Experiment<O> => experiment;
