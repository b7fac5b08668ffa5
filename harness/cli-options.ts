import { type Command, InvalidArgumentError, Option } from 'commander';
import { DRIVERS } from './bench/desks/desks.ts';
import { DEFAULT_CACHE } from './bench/models/cache/default-cache.ts';
import { PROVIDERS } from './bench/models/provider-names.ts';
import { GATE_SLICES } from './bench/noise/gate-slices.ts';
import { parseNoiseOption } from './bench/noise/noise-option.ts';
import { NOISE_RATES_MODES } from './bench/noise/noise-rates-modes.ts';

export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('Give a whole number from 1 up.');
  return value;
}

export function wholeNumber(text: string): number {
  return text === '0' ? 0 : positiveInteger(text);
}

export function port(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1 || value > 65_535)
    throw new InvalidArgumentError('Give a whole number from 1 to 65535.');
  return value;
}

/** A list of execution providers. */
export function providerNames(text: string): string {
  const unknown = text
    .split(',')
    .map((name) => name.trim())
    .find((name) => !PROVIDERS.some((known) => known === name));
  if (unknown !== undefined) throw new InvalidArgumentError(`There is no "${unknown}": use ${PROVIDERS.join(', ')}.`);
  return text;
}

/** A noise option, judged where it is given: see `parseNoiseOption`. */
function noise(option: string): (text: string) => string {
  return (text) => {
    parseNoiseOption(option, text);
    return text;
  };
}

export function foldCount(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 2) throw new InvalidArgumentError('Give a whole number from 2 up.');
  return value;
}

export function openShare(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError('Give a number between 0 and 1.');
  return value;
}

export function unitShare(text: string): number {
  const value = Number(text);
  if (text === '' || !(value >= 0 && value <= 1)) throw new InvalidArgumentError('Give a number from 0 to 1.');
  return value;
}

export const seed = () =>
  new Option('--seed <text>', 'names every random stream; the same seed gives the same bytes').default('1');
const DEFAULT_OUT = 'a new folder under reports/out/';
/** Of what is made in one go. */
export const out = () =>
  new Option('--out <dir>', 'folder for figures and report; a new or empty one').default(undefined, DEFAULT_OUT);
/** Of what keeps its traces as it goes, and goes on from them. */
const resumedOut = () =>
  new Option(
    '--out <dir>',
    'folder for results, traces and report; a new or empty one, or that of the same run interrupted',
  ).default(undefined, DEFAULT_OUT);
export const logs = () =>
  new Option(
    '--logs <path>',
    "sessions to replay: this project's format (docs/session-log.md) or a STAR checkout",
  ).default(undefined, 'the embedded synthetic dataset');
export const providers = () =>
  new Option('--providers <list>', `execution providers for the models, tried in this order: ${PROVIDERS.join(', ')}`)
    .default('cpu')
    .argParser(providerNames);
export const browser = () =>
  new Option('--browser <path>', 'browser to drive: a path, or a Playwright channel such as chrome').env(
    'DESKBENCH_BROWSER',
  );

/** Options of what plays sessions on one kind of desk or the other. */
export function driven(command: Command): Command {
  return command
    .addOption(new Option('--driver <kind>', 'how the desk is worked on').choices([...DRIVERS]).default('in-process'))
    .option('--jobs <n>', 'browser contexts side by side', positiveInteger, 2)
    .addOption(browser());
}

/** Sessions that are played on the other kind of desk too, where the browser is a choice. */
export const comparedSessions = () =>
  new Option(
    '--browser-sessions <n>',
    'with --driver browser, sessions of each cell that are played in-process too, to compare traces; 0 for none',
  )
    .default(undefined, '4')
    .argParser(wholeNumber);

/** Options of what trains models: where trained ones are kept, or that none are. */
export function cached(command: Command): Command {
  return command
    .addOption(
      new Option('--cache <dir>', 'folder of models trained before').default(DEFAULT_CACHE, 'under node_modules'),
    )
    .option('--no-cache', 'train everything, keep nothing');
}

/** Options of what teaches critic and gate from feedback. */
export function learned(command: Command, outOption: Option = out()): Command {
  return cached(command)
    .addOption(logs())
    .addOption(
      new Option('--target <share>', "precision that the gate must reach, as operators' acceptance")
        .default(0.9)
        .argParser(openShare),
    )
    .addOption(
      new Option('--delta <p>', 'probability that the gate may miss its target').default(0.05).argParser(openShare),
    )
    .addOption(new Option('--policy <name>', 'file in policies/models/').default('ngram'))
    .addOption(new Option('--critic <name>', 'file in policies/critics/').default('ngram'))
    .addOption(new Option('--gate <name>', 'file in policies/gates/').default('clopper-pearson'))
    .addOption(seed())
    .addOption(providers())
    .addOption(outOption);
}

/** Options that every staged experiment takes. */
export function staged(command: Command): Command {
  return learned(command, resumedOut())
    .option('--sessions <n>', 'replay a sample of this many sessions', positiveInteger)
    .addOption(new Option('--calibrator <name>', 'file in policies/calibrators/, or none').default('none'))
    .addOption(
      new Option(
        '--gate-slices <by>',
        'one threshold for all, or one a kind of action or cluster of procedures; joint ones share δ',
      )
        .choices([...GATE_SLICES])
        .default('global'),
    )
    .addOption(
      new Option(
        '--noise-rates <how>',
        'what critic and gate are told of the noise; the target is then for what is right',
      )
        .choices([...NOISE_RATES_MODES])
        .default('none'),
    );
}

export function grid(
  command: Command,
  defaults: { alpha: string; beta: string; slip: string },
  slipNote = 'written likewise',
): Command {
  return command
    .option(
      '--alpha <rates>',
      'P(operator rejects | suggestion right): rates separated by commas; or rates by kind, send_text=0.2+close=0.05; or paper',
      noise('--alpha'),
      defaults.alpha,
    )
    .option(
      '--beta <rates>',
      'P(operator accepts | suggestion wrong), written likewise',
      noise('--beta'),
      defaults.beta,
    )
    .option('--slip <rates>', `P(what an operator does by hand is wrong), ${slipNote}`, noise('--slip'), defaults.slip);
}
