import { UsageError } from '../../runner/exit-code.ts';
import { type Fingerprint, valueDifferences } from '../../runner/fingerprint.ts';
import type { RunFile } from '../../runner/open-run.ts';

/** What of two runs differs before anything is played, each in a sentence with both values. */
export interface RunsDiffer {
  /** What makes another question of it, and was said to be meant. */
  readonly meant: readonly string[];
  /** Code, models, providers, versions: what a comparison is made to judge. */
  readonly changed: readonly string[];
}

/** What a run says of itself. */
type Described = Pick<RunFile, 'fingerprint' | 'models'>;

/** By what a difference that is meant is named: settings by their own names. */
const DATA = 'data';
const SEED = 'seed';

/**
 * Says how two runs differ in what decides results. Throws: `UsageError` where they answer other questions (experiment,
 * data, seed, settings) and that was not said to be meant, by names in `across`.
 */
export function compareDescriptions(base: Described, next: Described, across: readonly string[]): RunsDiffer {
  const [there, here] = [base, next].map(({ fingerprint }) => (fingerprint ?? {}) as Partial<Fingerprint>) as [
    Partial<Fingerprint>,
    Partial<Fingerprint>,
  ];
  if (there.command !== here.command)
    throw new UsageError(
      `The runs are of two experiments, ${there.command} and ${here.command}: compare runs of one experiment.`,
    );
  // An option that is not given is the same as one that there was not yet.
  const names = namesOf(there.settings ?? {}, here.settings ?? {});
  const questions = [
    [DATA, valueDifferences(DATA, there.datasetHash, here.datasetHash)] as const,
    [SEED, valueDifferences(SEED, there.seed, here.seed)] as const,
    ...names.map(
      (name) => [name, valueDifferences(name, there.settings?.[name] ?? null, here.settings?.[name] ?? null)] as const,
    ),
  ];
  const unknown = across.filter((name) => !questions.some(([known]) => known === name));
  if (unknown.length > 0)
    throw new UsageError(`--across ${unknown.join(',')}: known are ${questions.map(([name]) => name).join(', ')}.`);
  const unmeant = questions.filter(([name, found]) => found.length > 0 && !across.includes(name));
  if (unmeant.length > 0)
    throw new UsageError(
      `The runs cannot be compared: they differ in ${unmeant.flatMap(([, found]) => found).join('; ')}. ` +
        `Where that is meant, say --across ${unmeant.map(([name]) => name).join(',')}.`,
    );
  return {
    meant: questions.flatMap(([, found]) => found),
    changed: [
      ...changedCode(there.code, here.code),
      ...valueDifferences('versions', there.versions, here.versions),
      ...changedModels(base.models, next.models),
    ],
  };
}

/** Which parts of the code changed: their hashes say no more. */
function changedCode(there: Fingerprint['code'] = {}, here: Fingerprint['code'] = {}): string[] {
  const parts = namesOf(there, here).filter((part) => there[part] !== here[part]);
  return parts.length === 0 ? [] : [`code of ${parts.join(', ')}`];
}

/** Which models changed, and what they ran on where that did. */
function changedModels(there: RunFile['models'], here: RunFile['models']): string[] {
  const names = namesOf(there, here).filter((name) => there[name]?.fingerprint !== here[name]?.fingerprint);
  const providers = namesOf(there, here).flatMap((name) =>
    valueDifferences(`provider of ${name}`, there[name]?.provider, here[name]?.provider),
  );
  return [...(names.length === 0 ? [] : [`models: ${names.join('; ')}`]), ...providers];
}

const namesOf = (there: object, here: object) => [...new Set([...Object.keys(there), ...Object.keys(here)])].sort();
