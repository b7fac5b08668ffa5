import { InvalidArgumentError } from 'commander';
import { count, flag, option, optional, positiveInteger, share, wholeNumber } from '../runner/option.ts';
import { PROGRESS_FORMATS, type ProgressFormat } from '../runner/output.ts';
import { HELD_OUT_SPLITS, type HeldOutSplitName, SPLITS_IN_WORDS } from './data/split-names.ts';
import { DRIVERS, type Driver } from './desks/drivers.ts';
import { DEFAULT_CACHE } from './models/cache/default-cache.ts';
import { namesIn } from './models/discover.ts';
import { PROVIDERS } from './models/provider-names.ts';
import { GATE_SLICES, type GateSlices } from './noise/gate-slices.ts';
import { parseNoiseOption } from './noise/noise-option.ts';
import { NOISE_RATES_MODES, type NoiseRatesMode } from './noise/noise-rates-modes.ts';

/** Options that several experiments have: the same flag means the same thing in each. */

export const seed = option('--seed <text>', 'names every random stream; the same seed gives the same bytes', {
  fallback: '1',
});

export const out = optional(
  '--out <dir>',
  'folder of the run; a new or empty one, or that of the same run interrupted, which then goes on',
  { fallbackInWords: 'a new folder under reports/out/', decides: false },
);

export const progress = option<ProgressFormat>(
  '--progress <format>',
  'how progress is shown on standard error: text for people, or json, a line an event (docs/nightly.md)',
  { choices: PROGRESS_FORMATS, fallback: 'text', decides: false },
);

export const logs = optional(
  '--logs <path>',
  "sessions to replay: this project's format (docs/session-log.md) or a STAR checkout",
  { fallbackInWords: 'the embedded synthetic dataset', decides: false },
);

export const sampleSize = optional('--sessions <n>', 'use a sample of this many sessions', { parse: positiveInteger });

/** How often everything is drawn anew that a run otherwise draws once. */
export const populations = (usual: number) =>
  count(
    '--populations <n>',
    'how often all of it is drawn anew: team of operators, dealing of sessions, models and, without --logs, data',
    usual,
  );

/** The same where logs, which are drawn once, are played in one population unless more are asked for. */
export const populationsUnlessLogs = (usual: number) =>
  optional('--populations <n>', 'how often all of it is drawn anew', {
    parse: positiveInteger,
    fallbackInWords: `${usual}; 1 with --logs`,
  });

/** A list of execution providers. */
function providerNames(text: string): string {
  const unknown = text
    .split(',')
    .map((name) => name.trim())
    .find((name) => !PROVIDERS.some((known) => known === name));
  if (unknown !== undefined) throw new InvalidArgumentError(`There is no "${unknown}": use ${PROVIDERS.join(', ')}.`);
  return text;
}

export const providers = option(
  '--providers <list>',
  `execution providers for the models, tried in this order: ${PROVIDERS.join(', ')}`,
  { fallback: 'cpu', parse: providerNames },
);

/** Which providers are compared, where none are named all. */
export const providersToCompare = optional(
  '--providers <list>',
  'providers to compare with the CPU; cuda and webgpu where not given',
  { parse: providerNames },
);

export const browser = optional(
  '--browser <path>',
  'browser to drive: a path, or a Playwright channel such as chrome',
  { env: 'DESKBENCH_BROWSER', decides: false },
);

/** Of what can say what it would play. */
export const list = flag(
  '--list',
  'say what would be played and about how long it takes; play and write nothing',
  false,
);

/** A number of seconds above 0. */
function seconds(text: string): number {
  const value = Number(text);
  // A timer of the system's holds no more.
  if (!(value > 0 && value <= 2_000_000)) throw new InvalidArgumentError('Give a number of seconds above 0.');
  return value;
}

/** Of what plays episodes and keeps them: when one is given up, and when the run is. */
export const playing = {
  timeout: optional(
    '--timeout <seconds>',
    'give an episode up that takes longer: it counts as crashed, and the run goes on',
    { parse: seconds, decides: false },
  ),
  maxFailures: optional('--max-failures <n>', 'stop once so many episodes have crashed; the same command goes on', {
    parse: positiveInteger,
    decides: false,
  }),
  retryErrors: flag('--retry-errors', 'of the run in --out, play only those episodes that crashed', false),
};

/** Of what plays sessions on one kind of desk or the other. */
export const driven = {
  driver: option<Driver>('--driver <kind>', 'how the desk is worked on', {
    choices: DRIVERS,
    fallback: 'in-process',
    decides: false,
  }),
  jobs: option('--jobs <n>', 'browser contexts side by side', { parse: positiveInteger, fallback: 2, decides: false }),
  browser,
};

/** Of what trains models: where trained ones are kept, or that none are. */
export const cached = {
  cache: option<string | false>('--cache <dir>', 'folder of models trained before', {
    fallback: DEFAULT_CACHE,
    fallbackInWords: 'under node_modules',
    off: ['--no-cache', 'train everything, keep nothing'],
    decides: false,
  }),
};

export const target = (fallback = 0.9) =>
  share('--target <share>', "precision that the gate must reach, as operators' acceptance", fallback);

export const delta = (fallback = 0.05) =>
  share('--delta <p>', 'probability that the gate may miss its target', fallback);

export const policy = () =>
  option('--policy <name>', `one of ${namesIn('policies/models').join(', ')}`, { fallback: 'ngram' });

/** Who trains and who is tested, where a transfer rule is judged on what one task or domain holds. */
export const heldOut = {
  split: option<HeldOutSplitName>('--split <rule>', `who trains and who is tested: ${SPLITS_IN_WORDS}`, {
    choices: HELD_OUT_SPLITS,
    fallback: 'random',
  }),
  heldOut: optional('--held-out <name>', 'task or domain that a transfer split holds out'),
};

/** Models that are built on a pretrained encoder take its vectors from here; which one it is stands in what they are made from. */
export const encoder = optional('--encoder <dir>', 'folder of a pretrained encoder in the Hugging Face layout', {
  decides: false,
});

/** Which policy, critic and gate are deployed. */
export const models = {
  policy: option('--policy <name>', 'file in policies/models/', { fallback: 'ngram' }),
  critic: option('--critic <name>', 'file in policies/critics/', { fallback: 'ngram' }),
  gate: option('--gate <name>', 'file in policies/gates/', { fallback: 'clopper-pearson' }),
  encoder,
};

/** Of what teaches critic and gate from feedback. */
export const learned = { logs, ...cached, ...models, target: target(), delta: delta(), providers };

/** Of the staged deployment. Its folder holds traces, and a run that was interrupted goes on there. */
export const staged = {
  ...learned,
  sessions: optional('--sessions <n>', 'replay a sample of this many sessions', { parse: positiveInteger }),
  calibrator: option('--calibrator <name>', 'file in policies/calibrators/, or none', { fallback: 'none' }),
  gateSlices: option<GateSlices>(
    '--gate-slices <by>',
    'one threshold for all, or one a kind of action or cluster of procedures; joint ones share δ',
    { choices: GATE_SLICES, fallback: 'global' },
  ),
  noiseRates: option<NoiseRatesMode>(
    '--noise-rates <how>',
    'what critic and gate are told of the noise; the target is then for what is right',
    { choices: NOISE_RATES_MODES, fallback: 'none' },
  ),
};

/** A noise option, judged where it is given: see `parseNoiseOption`. */
const noise = (name: string) => (text: string) => {
  parseNoiseOption(name, text);
  return text;
};

/** How operators err: lists of rates. */
export const noiseGrid = (usual: { alpha: string; beta: string; slip: string }, slipNote = 'written likewise') => ({
  alpha: option(
    '--alpha <rates>',
    'P(operator rejects | suggestion right): rates separated by commas; or rates by kind, send_text=0.2+close=0.05; or paper',
    { parse: noise('--alpha'), fallback: usual.alpha },
  ),
  beta: option('--beta <rates>', 'P(operator accepts | suggestion wrong), written likewise', {
    parse: noise('--beta'),
    fallback: usual.beta,
  }),
  slip: option('--slip <rates>', `P(what an operator does by hand is wrong), ${slipNote}`, {
    parse: noise('--slip'),
    fallback: usual.slip,
  }),
});

export const browserSessions = (fallback: number) =>
  option('--browser-sessions <n>', 'sessions that are played in a real browser too, to compare traces; 0 for none', {
    parse: wholeNumber,
    fallback,
    decides: false,
  });

/** Where the browser is a choice: how many sessions are played on the other kind of desk too. */
export const comparedSessions = optional(
  '--browser-sessions <n>',
  'with --driver browser, sessions of each cell that are played in-process too, to compare traces; 0 for none',
  { parse: wholeNumber, fallbackInWords: '4', decides: false },
);

export const quick = (what: string) => flag('--quick', what);

/** How much teaches, beside what `settle` teaches with: little where models are trained many times. */
export const taught = (usual: number) =>
  option('--taught <share>', 'share of the sessions that teach policy, critic and gate in settle', {
    parse: (text) => {
      const value = Number(text);
      if (!(value > 0 && value <= 1)) throw new InvalidArgumentError('Give a number above 0 and up to 1.');
      return value;
    },
    fallback: usual,
  });
