import { essa } from '../../../../policies/networks/alignment/essa.ts';
import { singularSpace } from '../../../../policies/networks/alignment/singular-space.ts';
import { steadyCosts } from '../../../../policies/networks/alignment/steady-costs.ts';
import type { Precision } from '../../../../policies/networks/export/in-precision.ts';
import { wallClockMs } from '../../../runner/wall-clock.ts';
import { meanOf } from '../../../shared/numbers.ts';
import type { OnlinePlace } from './online-place.ts';
import type { OnlinePoint, OnlineRun } from './online-run.ts';
import { casesOf } from './rounds.ts';

export interface EssaSettings {
  readonly precision: Precision;
  readonly population: number;
  /** Of the singular values of each factor, the largest. */
  readonly share: number;
  readonly width: number;
  /** Cases of a block; a generation has two blocks at least. */
  readonly cases: number;
}

export const ESSA: EssaSettings = { precision: 'fp32', population: 12, share: 0.4, width: 0.2, cases: 6 };
const STEADY = { most: 4, steady: 0.5 };

/** Learns from rewards by evolution of the adapters' singular values, for about as many episodes. */
export async function evolve(place: OnlinePlace, settings: EssaSettings, episodes: number): Promise<OnlineRun> {
  const { precision, population, share, width, cases } = settings;
  const { seed } = place.setting;
  const space = singularSpace(place.start, place.network.searched, share);
  const rounds: OnlineRun['rounds'][number][] = [];
  const points: OnlinePoint[] = [await place.pointOf(place.start, 0, precision)];
  const startMs = wallClockMs();
  place.playMs = 0;
  let played = 0;
  let judgedMs = 0;
  let search: Parameters<typeof essa>[1]['from'];
  let parameters = place.start;
  while (played < episodes) {
    const truths: number[] = [];
    const reports: number[] = [];
    const evolved = await essa(space, {
      ...{ width, population, seed, generations: (search?.generation ?? 0) + 1 },
      ...(search && { from: search }),
      costs: (candidates, generation) =>
        steadyCosts(async (block) => {
          const some = casesOf(place.setting.cases, cases, `${seed} generation ${generation} block ${block}`);
          const costs: number[] = [];
          for (const candidate of candidates) {
            // All candidates of a generation meet the same cases and chance.
            const own = await place.play(candidate, some, `${seed} generation ${generation} block ${block}`, precision);
            played += own.length;
            truths.push(...own.map(({ truth }) => truth));
            reports.push(...own.map(({ reported }) => reported));
            costs.push(-meanOf(own.map(({ reported }) => reported)));
          }
          return costs;
        }, STEADY),
    });
    search = evolved.search;
    parameters = evolved.parameters;
    rounds.push({ episodes: played, reported: meanOf(reports), truth: meanOf(truths) });
    const before = wallClockMs();
    points.push(await place.pointOf(parameters, played, precision));
    judgedMs += wallClockMs() - before;
  }
  const { playMs } = place;
  const method = `essa ${precision}`;
  return { method, seed, points, rounds, playMs, learnMs: wallClockMs() - startMs - judgedMs - playMs };
}
