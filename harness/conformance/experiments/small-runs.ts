import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { writeDataset } from '../../../fixtures/format/write-dataset.ts';
import { type Figures, type FigureTable, figuresSchema } from '../../../reports/figures/schema.ts';
import { embeddedDataset } from '../../bench/data/embedded-dataset.ts';
import type { Experiment } from '../../bench/experiment.ts';
import { commandOf } from '../../bench/run-experiment.ts';
import { captureOutput } from '../../capture-output.ts';
import { writeFileAtomic } from '../../contract/atomic-write.ts';
import { SWEEP } from '../goldens/runs.ts';
import { inTurn } from '../train-once.ts';

/** Sessions of the logs that runs are given. */
export const SMALL_LOGS = 100;
/** Stands for the folder with generated logs. */
const LOGS = 'LOGS';
const CHEAP = '--policy markov --critic max-softmax --gate plug-in --no-cache';

/** One small command line of each experiment: cheap models, and so many sessions that arms come out apart. */
const SMALL_RUNS: Readonly<Record<string, string>> = {
  headline: `--sessions 60 --populations 2 --browser-sessions 0 ${CHEAP}`,
  replay: [
    `--sessions 300 --populations 1 --browser-sessions 0 ${CHEAP} --alpha 0.1 --beta 0.2 --calibrator platt`,
    '--gate-slices kind --noise-rates gold --target 0.6',
  ].join(' '),
  settle: [
    `--populations 2 --sessions 16 --point-sessions 8 --taught 0.02 ${CHEAP} --alpha 0.1 --beta 0.2 --slip 0.05`,
    '--traits settled-refusals=0 --target 0.5',
  ].join(' '),
  propagation: [
    `--logs ${LOGS} --sessions 10 --populations 1 ${CHEAP} --critic margin --alpha 0.1 --beta 0.2 --target 0.42`,
    '--more-targets 0.35',
  ].join(' '),
  span: `--logs ${LOGS} --sessions 12 ${CHEAP} --critic margin --held 1,2 --replications 2 --target 0.42`,
  'fit-preset': '--populations 2 --sessions 12 --taught 0.005 --hands-over 0.4 --no-cache',
  rollout: [
    '--days 6 --per-day 20 --history 200 --drift-day 4 --repeats 2 --policy markov --critic max-softmax',
    '--gate plug-in --no-cache --target 0.4 --mean-run 50',
  ].join(' '),
  sensitivity: '--trajectories 2 --sessions 12 --taught 0.005 --no-cache',
  sweep: `--plan ${SWEEP} --no-cache`,
  critics: [
    '--sessions 150 --policy markov --critics max-softmax,margin,ngram --critic margin --alpha 0,0.1 --beta 0.2',
    '--redraws 20 --draws 100 --no-cache',
  ].join(' '),
  corrections: '--sessions 150 --policy markov --shares 0,0.2 --no-cache',
  models: '--sessions 120 --policies majority,markov --no-cache',
  export: '--sessions 16',
  goals: `--logs ${LOGS}`,
  'fit-operators': `--logs ${LOGS}`,
  'gpu-check': `--logs ${LOGS} --sessions 10 --steps 2 --providers cpu --minutes 2`,
};

/** What a run left behind. */
export interface SmallRun {
  /** Holds figures, tables and traces. */
  readonly folder: string;
  readonly figures: Figures;
  /** All that was printed. */
  readonly printed: string;
  readonly exitCode: number;
  /** A table. Throws: where there is none of that id. */
  readonly table: (id: string) => FigureTable;
  /** The cells of its measured rows. */
  readonly rows: (id: string) => readonly Cells[];
}
export type Cells = FigureTable['rows'][number]['cells'];

/** The experiment's small run: made by the first file of this run of the tests that asks for it, read by all others. */
export async function smallRun(experiment: Experiment): Promise<SmallRun> {
  const folder = join(inject('runFolder'), `small-${experiment.name}`);
  await inTurn(`${folder}.lock`, async () => {
    if (!existsSync(folder)) await play(experiment, folder);
  });
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const figures = figuresSchema.parse(JSON.parse(read('figures.json')));
  const table = (id: string) => {
    const found = figures.tables.find((one) => one.id === id);
    if (!found) throw new Error(`${experiment.name} has no table "${id}".`);
    return found;
  };
  return {
    folder,
    figures,
    ...(JSON.parse(read('printed.json')) as Pick<SmallRun, 'printed' | 'exitCode'>),
    table,
    rows: (id) => table(id).rows.flatMap(({ kind, cells }) => (kind === 'measured' ? [cells] : [])),
  };
}

/** The words of an experiment's small command line. */
export const smallArgs = ({ name }: Experiment): string[] =>
  (SMALL_RUNS[name] ?? '').split(' ').map((arg) => (arg === LOGS ? logs() : arg));

async function play(experiment: Experiment, folder: string): Promise<void> {
  const args = smallArgs(experiment);
  const out = `${folder}-made`;
  const output = captureOutput();
  const { exitCode } = process;
  process.exitCode = undefined;
  // Processes that a run starts read TypeScript as the command line does.
  const options = process.env.NODE_OPTIONS ?? '';
  process.env.NODE_OPTIONS = `${options} --import ${import.meta.resolve('tsx')}`;
  try {
    await commandOf(experiment).parseAsync([...args, '--out', out], { from: 'user' });
    const printed = { printed: output.text(), exitCode: Number(process.exitCode ?? 0) };
    writeFileAtomic(join(out, 'printed.json'), JSON.stringify(printed));
  } finally {
    process.exitCode = exitCode;
    process.env.NODE_OPTIONS = options;
    output.end();
  }
  renameSync(out, folder);
}

/** Logs of this project's format, made where there are none. */
function logs(): string {
  const folder = join(inject('runFolder'), 'small-logs');
  const own = `${folder}-${process.pid}`;
  if (existsSync(folder)) return folder;
  if (!existsSync(own)) writeDataset(own, embeddedDataset(SMALL_LOGS));
  return own;
}
