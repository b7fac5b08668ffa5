import {
  type EpisodeRow,
  groupAdvantages,
  learnFromEpisodes,
} from '../../../../policies/networks/alignment/learn-from-episodes.ts';
import type { EpisodeObjective } from '../../../../policies/networks/alignment/objective.ts';
import type { Answered } from '../../../contract/policy.ts';
import { wallClockMs } from '../../../runner/wall-clock.ts';
import { meanOf } from '../../../shared/numbers.ts';
import type { OnlinePlace } from './online-place.ts';
import type { OnlinePoint, OnlineRun } from './online-run.ts';
import { casesOf } from './rounds.ts';

export interface GradientSettings {
  /** Cases of a round, and episodes of each. */
  readonly cases: number;
  readonly episodes: number;
  readonly learningRate: number;
  readonly epochs: number;
  readonly beta: number;
  readonly clip: number;
}

export const GRADIENT: GradientSettings = {
  cases: 12,
  episodes: 6,
  learningRate: 0.001,
  epochs: 1,
  beta: 0.02,
  clip: 0.2,
};

/** Learns from rewards by the gradient of an objective, for about as many episodes: groups of each case's, round by round. */
export async function followGradient(
  place: OnlinePlace,
  objective: EpisodeObjective,
  settings: GradientSettings,
  episodes: number,
): Promise<OnlineRun> {
  const { cases, learningRate, epochs, beta, clip } = settings;
  const { seed } = place.setting;
  const rounds: OnlineRun['rounds'][number][] = [];
  const points: OnlinePoint[] = [await place.pointOf(place.start, 0)];
  const startMs = wallClockMs();
  place.playMs = 0;
  let [played, judgedMs] = [0, 0];
  let parameters = place.start;
  while (played < episodes) {
    const round = `${seed} round ${rounds.length}`;
    const some = casesOf(place.setting.cases, cases, round);
    const names = Array.from({ length: settings.episodes }, (_, at) => `${round} episode ${at}`);
    const explored = await place.explore(parameters, some, round, names);
    played += explored.length;
    const rows = await rowsOf(place, explored);
    parameters = await learnFromEpisodes({ ...place.network.model, parameters }, rows, {
      ...{ objective, learningRate, epochs, rows: 32, reference: place.start, seed: round },
      settings: { beta, clip, flipped: 0, desirable: 1, undesirable: 1 },
    });
    rounds.push({
      episodes: played,
      reported: meanOf(explored.map(({ reported }) => reported)),
      truth: meanOf(explored.map(({ truth }) => truth)),
    });
    if (rounds.length % ROUNDS_A_POINT !== 0 && played < episodes) continue;
    const before = wallClockMs();
    points.push(await place.pointOf(parameters, played));
    judgedMs += wallClockMs() - before;
  }
  const { playMs } = place;
  return {
    ...{ method: objective.name, seed, points, rounds, playMs },
    learnMs: wallClockMs() - startMs - judgedMs - playMs,
  };
}

const ROUNDS_A_POINT = 2;

type Explored = Awaited<ReturnType<OnlinePlace['explore']>>;

/** Decisions that ran unattended, with how much better their episode was reported to be than the others of its case. */
async function rowsOf({ network }: OnlinePlace, explored: Explored): Promise<EpisodeRow<unknown>[]> {
  const groups = new Map<string, Explored[number][]>();
  for (const episode of explored) {
    const { session } = episode.trace;
    groups.set(session, [...(groups.get(session) ?? []), episode]);
  }
  const advantages = new Map<Explored[number], number>();
  for (const group of groups.values()) {
    const own = groupAdvantages(group.map(({ reported }) => reported));
    for (const [at, episode] of group.entries()) advantages.set(episode, own[at]!);
  }
  const decisions = explored.flatMap((episode) =>
    episode.trace.steps.flatMap(({ decision, screenHash, index }) => {
      const tried = decision === 'execute' && screenHash !== null ? episode.tried.get(screenHash) : undefined;
      return tried ? [{ ...tried, step: index, episode }] : [];
    }),
  );
  const answered = decisions.map(({ screen, action, step, episode }): Answered => {
    const { session } = episode.trace;
    return { screen, action, session, step, operator: null, suggestion: action, accepted: true };
  });
  const answers = await network.answersOf(answered);
  return answers.flatMap((own, at) =>
    own.flatMap(({ item, right }) => {
      const advantage = advantages.get(decisions[at]!.episode)!;
      return right === null ? [] : [{ item, act: right, advantage }];
    }),
  );
}
