import { datasetsBySeed } from '../../bench/data/load-dataset.ts';
import { populationsOf, populationsWith } from '../../bench/data/populations.ts';
import type { Outcome } from '../../bench/experiment.ts';
import { openCache } from '../../bench/models/cache/open-cache.ts';
import { findPolicy, providerList } from '../../bench/models/recipes.ts';
import { ratesOf } from '../../bench/noise/noise-grid.ts';
import { createProgress } from '../../runner/progress.ts';
import { alignFindings } from './align-findings.ts';
import { alignNotes } from './align-notes.ts';
import { curvePlots } from './align-plots.ts';
import { alignTables } from './align-tables.ts';
import { closedFindings } from './closed/closed-findings.ts';
import { closedNotes } from './closed/closed-notes.ts';
import { closedTable } from './closed/closed-table.ts';
import { openClosed } from './closed/open-closed.ts';
import { deploy } from './deploy.ts';
import { keepingLearner } from './keep-learned.ts';
import type { Setting } from './learn.ts';
import { methodsOf } from './methods.ts';
import { parseNoise } from './named-noise.ts';
import { learnOnline } from './online/learn-online.ts';
import type { OnlineRun } from './online/online-run.ts';
import { type OnlineNoise, onlineFindings, onlineTables } from './online/online-table.ts';
import { type AlignOptions, GENERATED } from './options.ts';
import { Place } from './place.ts';
import { type NoiseResult, pooled } from './results.ts';
import { runToy } from './toy/run-toy.ts';
import { toyFindings, toyTable } from './toy/toy-table.ts';

/** What operators' answers teach, by each method and under each noise. */
export async function align(options: AlignOptions): Promise<Outcome> {
  const recipe = openCache(options.cache).policy(await findPolicy(options.policy, options.encoder));
  const methods = await methodsOf(options.objectives, options.references);
  const datasets = datasetsBySeed(options.logs, options.sessions ?? GENERATED);
  const sessions = options.logs === undefined ? null : (options.sessions ?? null);
  const providers = providerList(options.providers);
  const closed = await openClosed(options);
  const each = methods.length + (closed.player ? 1 : 0);
  const progress = createProgress('methods', options.populations * options.noise.length * each);
  let done = 0;
  const course = {
    learn: keepingLearner(options.cache),
    steps: options.steps,
    chosen: new Map<string, Setting>(),
    playClosed: closed.player,
    finals: new Map<string, string>(),
    onProgress: (line: string) => progress.update(done, line),
    onMethod: () => progress.update(++done),
  };
  const populations = await populationsWith(options, async (seed) => {
    const loaded = await datasets(seed);
    const deployed = await deploy({ loaded, sessions, recipe, providers, seed });
    const place = await Place.open(deployed);
    try {
      const results: NoiseResult[] = [];
      for (const noise of options.noise.map(parseNoise)) results.push(await place.at(noise, methods, course));
      return { loaded, parts: deployed.parts, results };
    } finally {
      await place.close();
    }
  });
  progress.finish();
  const online = await onlineNoises(options);
  const toy = await runToy();
  const results = pooled(populations.map((one) => one.results));
  const [{ loaded, parts }] = populations;
  return {
    loaded,
    split: Object.entries(parts)
      .map(([name, { length }]) => `${name} ${length}`)
      .join(', '),
    crashes: results.flatMap(({ crashes }) => crashes),
    findings: [
      ...alignFindings(results),
      ...closedFindings(results, options.reward.goal),
      ...onlineFindings(online),
      ...toyFindings(toy),
    ],
    notes: [...alignNotes(results, recipe.name), ...closedNotes(results, options, closed.gate)],
    tables: [...alignTables(results), ...closedTable(results, options.reward), ...onlineTables(online), toyTable(toy)],
    plots: curvePlots(results),
  };
}

/** A tiny transformer that learns from rewards under each noise; in int8 too under the first. */
async function onlineNoises(options: AlignOptions): Promise<OnlineNoise[]> {
  const { episodes, noise, populations, reward: weights, cache, providers, logs } = options;
  if (episodes === 0 || logs !== undefined) return [];
  const progress = createProgress('learning from rewards', noise.length * populations);
  let done = 0;
  const found: OnlineNoise[] = [];
  for (const [at, { label, point }] of noise.map(parseNoise).entries()) {
    const runs: OnlineRun[] = [];
    const chosen: Parameters<typeof learnOnline>[0]['chosen'] = new Map();
    for (const { seed } of populationsOf(options.seed, populations)) {
      const onRun = (line: string) => progress.update(done, `${label}, ${line}`);
      const request = { noise: ratesOf(point), weights, seed, episodes, cache, providers, onRun };
      runs.push(...(await learnOnline({ ...request, chosen, int8: at === 0 })));
      progress.update(++done);
    }
    found.push({ noise: label, runs });
  }
  progress.finish();
  return found;
}
