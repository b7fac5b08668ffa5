/** A command line that is small, whose figures are known: `NAME` in its arguments is the folder of logs made for it. */
export interface GoldenRun {
  readonly name: string;
  readonly args: readonly string[];
  /** Whether it trains models that add up floating-point numbers: their last bits, and so its traces, hang on the processor. */
  readonly learns?: boolean;
}

/** Stands for the folder with generated logs. */
export const LOGS = 'LOGS';

/** A small sweep. */
export const SWEEP = 'harness/conformance/goldens/sweep.json';

/** How the logs are generated. */
export const GENERATE = ['generate', '--sessions', '260', '--seed', 'goldens'] as const;

const CHEAP = ['--policy', 'markov', '--critic', 'max-softmax', '--gate', 'plug-in'] as const;
const GRID = ['--alpha', '0.1', '--beta', '0.2', '--slip', '0.02'] as const;

/** Every experiment at a small size, cheap models but where the default ones are what is asked about. */
export const GOLDEN_RUNS: readonly GoldenRun[] = [
  { name: 'headline', args: ['headline', '--logs', LOGS, '--populations', '2', '--browser-sessions', '0', ...CHEAP] },
  {
    name: 'replay',
    args: [
      ...['replay', '--sessions', '200', '--populations', '2', '--browser-sessions', '0', ...CHEAP, ...GRID],
      ...['--calibrator', 'platt', '--gate-slices', 'kind', '--noise-rates', 'gold', '--target', '0.6'],
    ],
  },
  {
    name: 'settle',
    args: [
      ...['settle', '--populations', '2', '--sessions', '40', '--point-sessions', '20', '--taught', '0.03', ...CHEAP],
      ...['--alpha', '0.1', '--beta', '0.2', '--slip', '0.01', '--traits', 'settled-refusals=0', '--target', '0.6'],
    ],
  },
  {
    name: 'settle-logs',
    args: [
      ...['settle', '--logs', LOGS, '--populations', '1', '--folds', '2', '--sessions', '120', ...CHEAP],
      ...[
        '--point-sessions',
        '40',
        '--alpha',
        '0',
        '--beta',
        '0.2',
        '--slip',
        '0.01',
        '--traits',
        '',
        '--target',
        '0.6',
      ],
    ],
  },
  {
    name: 'propagation',
    args: [
      ...['propagation', '--logs', LOGS, '--sessions', '25', ...CHEAP, '--alpha', '0.1', '--beta', '0.2'],
      ...['--target', '0.5', '--more-targets', '0.6'],
    ],
  },
  {
    name: 'span',
    args: [
      'span',
      '--logs',
      LOGS,
      '--sessions',
      '20',
      ...CHEAP,
      '--held',
      '1,2',
      '--replications',
      '2',
      '--target',
      '0.5',
    ],
  },
  {
    name: 'fit-preset',
    learns: true,
    args: [
      ...['fit-preset', '--populations', '2', '--sessions', '40', '--taught', '0.02', '--beta', '0.2'],
      ...['--settled', '0.5', '--hands-over', '0.4'],
    ],
  },
  {
    name: 'rollout',
    args: [
      ...['rollout', '--days', '5', '--per-day', '12', '--history', '60', '--drift-day', '4', '--repeats', '2'],
      ...[...CHEAP, '--target', '0.5'],
    ],
  },
  {
    name: 'critics',
    args: [
      ...['critics', '--sessions', '120', '--policy', 'markov', '--critics', 'max-softmax,ngram', '--critic', 'ngram'],
      ...['--alpha', '0.1', '--beta', '0.2', '--redraws', '10', '--draws', '100'],
    ],
  },
  {
    name: 'sensitivity',
    args: ['sensitivity', '--trajectories', '2', '--levels', '2', '--sessions', '12', '--taught', '0.02'],
  },
  { name: 'sweep', args: ['sweep', '--plan', SWEEP] },
  { name: 'corrections', args: ['corrections', '--sessions', '120', '--policy', 'markov', ...GRID] },
  { name: 'models', args: ['models', '--sessions', '120', '--policies', 'majority,markov,ngram'] },
  { name: 'export', args: ['export', '--sessions', '60'] },
  { name: 'goals', args: ['goals', '--logs', LOGS] },
  { name: 'fit-operators', args: ['fit-operators', '--logs', LOGS] },
];
