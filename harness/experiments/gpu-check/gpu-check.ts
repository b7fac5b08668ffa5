import { probeProvider } from '../../../policies/networks/onnx/load-model.ts';
import { formatCount, formatNumber } from '../../../reports/present/format-value.ts';
import { type LoadedDataset, loadDataset } from '../../bench/data/load-dataset.ts';
import type { Outcome } from '../../bench/experiment.ts';
import { providerList } from '../../bench/models/recipes.ts';
import { MachineError } from '../../runner/exit-code.ts';
import type { ProviderCheck } from './check-model.ts';
import { checkTable, disagreement, exitOf, LEAST_DECISIONS, onCpuWords, tooLittle } from './check-table.ts';
import { chosenModels } from './chosen-models.ts';
import { checkInSizes } from './in-sizes.ts';
import { peakBytes, readCard } from './machine.ts';
import type { GpuCheckOptions } from './options.ts';
import { TimeLimit } from './time-limit.ts';

/** Providers that are looked for where none are named. */
const ACCELERATORS = ['cuda', 'webgpu'];

/**
 * Compares every accelerator of this machine with its CPU: losses, scores, decisions, speeds. Exit code 1 where one
 * computes something else, 3 where nothing could be compared or a provider that was named is not there, 4 where too few
 * decisions were compared to say that they agree.
 */
export async function gpuCheck(options: GpuCheckOptions): Promise<Outcome> {
  const limit = new TimeLimit(options.minutes);
  const asked = options.providers === undefined ? ACCELERATORS : providerList(options.providers);
  const models = await chosenModels(options);
  const absent = new Map<string, string>();
  for (const provider of asked) {
    const probed = await limit.within(async () => ({ reason: await probeProvider(provider) }));
    const reason = probed ? probed.reason : `it did not answer in ${options.minutes} min`;
    if (reason !== null) absent.set(provider, reason);
  }
  const present = asked.filter((provider) => !absent.has(provider));
  if (present.length === 0) {
    const reasons = [...absent].map(([provider, reason]) => `${provider}: ${reason}`).join('; ');
    throw new MachineError(
      `Nothing was checked: no provider beside the CPU can be had on this machine (docs/gpu.md). ${reasons}.`,
    );
  }
  const loaded: LoadedDataset = await loadDataset(options.logs);
  const { checks, unchecked } = await checkInSizes(models, present, loaded, { ...options, limit });
  const faults = checks.filter(({ fault }) => fault !== null);
  const allThere = options.providers === undefined || absent.size === 0;
  const complete = checks.length > 0 && faults.length === 0 && unchecked.length === 0 && allThere;
  return {
    loaded,
    complete,
    split: `${options.sessions} sessions at most, a part of them held out for decisions.`,
    findings: [...findings(checks), ...timeFindings(checks, unchecked, options), ...machineFindings()],
    notes: [],
    tables: [checkTable(checks, absent)],
    plots: [],
    exitCode: exitOf(checks, complete),
  };
}

function findings(checks: readonly ProviderCheck[]): string[] {
  if (checks.length === 0) return ['No model was compared: none of them is trained by steps.'];
  const beyond = checks.filter((check) => disagreement(check) !== null);
  const named = ({ role, model, provider }: ProviderCheck) => `The ${role} ${model} on ${provider}`;
  const few = checks
    .filter(tooLittle)
    .map((check) =>
      [
        `${named(check)}: no verdict, since ${check.decisions} decisions are too few to see a flip in 1 % of`,
        `them; use --sessions or --minutes for ${LEAST_DECISIONS} or more.`,
      ].join(' '),
    );
  const placed = checks.flatMap((check) => onCpuWords(check) ?? []);
  if (beyond.length > 0) return [...beyond.map((check) => `${named(check)}: ${disagreement(check)}.`), ...placed];
  if (few.length > 0) return [...few, ...placed];
  return ['What was compared agrees with the CPU within the limits.', ...placed];
}

/** What `--minutes` left out. */
function timeFindings(
  checks: readonly ProviderCheck[],
  unchecked: readonly string[],
  { sessions, minutes }: GpuCheckOptions,
): string[] {
  const smaller = checks.some((check) => check.sessions < sessions);
  return [
    ...(unchecked.length > 0 ? [`Not checked, since ${minutes} min were over: ${unchecked.join(', ')}.`] : []),
    ...(smaller ? ['Some rows are of fewer sessions than --sessions allows: more take longer than --minutes.'] : []),
  ];
}

function machineFindings(): string[] {
  const card = readCard();
  const peak = `This process had at most ${formatCount(peakBytes() / 2 ** 20)} MiB of the machine's memory.`;
  if (!card) return [peak];
  const used = formatNumber(card.usedBytes / 2 ** 30, 1);
  return [`${peak} The card is ${card.name}, driver ${card.driver}, ${used} GiB of it in use at the end.`];
}
