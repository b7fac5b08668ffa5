import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Fingerprint } from '../../../runner/fingerprint.ts';
import { openRun, readRun } from '../../../runner/open-run.ts';
import type { Json } from '../../../runner/run-info.ts';
import { openTraces } from '../../../runner/traces/read-traces.ts';
import { comparisonsOf, type Sweep, shardOf } from '../plan.ts';

/** Makes the shards of a sweep of so many seeds from the one of a sweep of one seed, without playing: all hold the same episodes. */
export function writeManyShards(from: string, to: string, seeds: number): void {
  const played = readRun(from);
  const fingerprint = played.fingerprint as Fingerprint;
  const one = fingerprint.settings.plan as unknown as Sweep;
  const [{ id: playedId } = { id: '' }] = comparisonsOf(one);
  const plan: Sweep = { ...one, axes: { ...one.axes, seed: Array.from({ length: seeds }, (_, at) => `seed ${at}`) } };
  const all = comparisonsOf(plan);
  const traces = openTraces(from);
  const episodes = [...traces.find()];
  traces.close();
  mkdirSync(to, { recursive: true });
  for (const { id } of all) {
    const folder = join(to, id);
    const settings = { ...fingerprint.settings, plan: plan as unknown as Json, shard: { ...shardOf(all, id) } as Json };
    const run = openRun(folder, { fingerprint: { ...fingerprint, settings }, record: { startedAt: 'now' } });
    for (const [name, model] of Object.entries(played.models)) run.deploys(name.replace(playedId, id), model);
    for (const episode of episodes) run.store.append({ ...episode, play: episode.play.replace(playedId, id) });
    run.finish(true);
    copyFileSync(join(from, 'figures.json'), join(folder, 'figures.json'));
  }
}
