import type { LoadedDataset } from '../../bench/data/load-dataset.ts';
import { splitDataset } from '../../bench/data/splits.ts';
import { inProcessDesks } from '../../bench/desks/desks.ts';
import { discoverPolicies, named } from '../../bench/models/recipes.ts';
import type { Dataset } from '../../contract/dataset.ts';
import { logExamples } from '../../engine/log-examples.ts';
import { createProgress } from '../../runner/progress.ts';
import { wallClockMs } from '../../runner/wall-clock.ts';
import { checkModel, type ProviderCheck } from './check-model.ts';
import { type CheckData, type CheckedModel, proposalsOf } from './checked-models.ts';
import type { TimeLimit } from './time-limit.ts';

/** Sessions of the first samples: where little time is granted, a small answer is there soon. */
const FIRST_SIZES = [40, 120];
/** How much longer a sample may take than its sessions tell. */
const SLACK = 1.2;
const SHARES = { train: 0.4, feedback: 0.3, calibration: 0, evaluation: 0.3 };
/** It learns at once, and is often wrong: critics get both answers to learn from. */
const PROPOSER = 'markov';

export interface InSizesOptions {
  readonly sessions: number;
  readonly steps: number;
  readonly seed: string;
  readonly limit: TimeLimit;
}

/**
 * Checks every model on samples that grow, and keeps what the largest one told that the time allowed. A sample that would
 * take longer than what is left, by how long the one before took, is not begun.
 */
export async function checkInSizes(
  models: readonly CheckedModel[],
  providers: readonly string[],
  { dataset: { catalog, sessions } }: LoadedDataset,
  { sessions: most, steps, seed, limit }: InSizesOptions,
): Promise<{ readonly checks: ProviderCheck[]; readonly unchecked: string[] }> {
  const kept = new Map<CheckedModel, { readonly checks: readonly ProviderCheck[]; readonly msPerSession: number }>();
  const whole = Math.min(most, sessions.length);
  for (const size of [...FIRST_SIZES.filter((one) => one < whole), whole]) {
    const fits = models.filter((model) => size * (kept.get(model)?.msPerSession ?? 0) * SLACK < limit.leftMs);
    if (fits.length === 0) break;
    const data = await dataOf({ catalog, sessions }, seed, size);
    for (const model of fits) {
      if (limit.leftMs <= 0) break;
      const startMs = wallClockMs();
      const checks = await limit.within(() => checkOne(model, data, { size, seed, providers, steps, limit }));
      if (checks) kept.set(model, { checks, msPerSession: (wallClockMs() - startMs) / size });
    }
    await data.proposer.dispose();
  }
  const unchecked = models.filter((model) => !kept.has(model)).map(({ role, name }) => `${role} ${name}`);
  return { checks: models.flatMap((model) => kept.get(model)?.checks ?? []), unchecked };
}

interface OneOptions extends Omit<InSizesOptions, 'sessions'> {
  readonly size: number;
  readonly providers: readonly string[];
}

async function checkOne(model: CheckedModel, data: CheckData, { size, ...options }: OneOptions) {
  const progress = createProgress(`${model.role} ${model.name}, ${size} sessions`, 100);
  const onProgress = (fraction: number, line: string) => progress.update(Math.round(fraction * 100), line);
  try {
    return await checkModel({ model, data, sessions: size, ...options, onProgress });
  } finally {
    progress.finish();
  }
}

async function dataOf({ catalog, sessions }: Dataset, seed: string, size: number): Promise<CheckData> {
  const { parts } = splitDataset({ catalog, sessions }, 'random', seed, size, SHARES);
  const desk = inProcessDesks(catalog).openEnvironment();
  const [train, feedback, evaluation] = [
    await logExamples(parts.train, desk),
    await logExamples(parts.feedback, desk),
    await logExamples(parts.evaluation, desk),
  ];
  await desk.close();
  const recipe = named('--policy', PROPOSER, await discoverPolicies(undefined));
  const proposer = await recipe.fit(train, { seed, catalog });
  return {
    ...{ catalog, train, proposer },
    feedback: await proposalsOf(proposer, feedback),
    test: await proposalsOf(proposer, evaluation),
  };
}
