import { quantileThreshold } from '../../../policies/novelty/quantile-threshold.ts';
import { fitOperators } from '../../../simulators/operators/fit-operators.ts';
import type { CriticRecipe } from '../../contract/critic.ts';
import type { Dataset } from '../../contract/dataset.ts';
import type { Drift } from '../../contract/drift.ts';
import type { GateRecipe } from '../../contract/gate.ts';
import type { MonitorRecipe } from '../../contract/monitor.ts';
import type { OodRecipe } from '../../contract/ood.ts';
import type { NoiseSettings } from '../../contract/operator.ts';
import type { Example, PolicyRecipe } from '../../contract/policy.ts';
import type { Session } from '../../contract/session.ts';
import { CALM_WORLD } from '../../contract/world.ts';
import { logExamples } from '../../engine/log-examples.ts';
import type { RoundDay, RoundRules, RoundsInput, SliceDay } from '../../stages/rounds-input.ts';
import { runRounds } from '../../stages/run-rounds.ts';
import { openClosedWorld } from '../closed-loop/open-world.ts';
import { inProcessDesks } from '../desks.ts';
import { crew, degraded, isDegraded } from './crews.ts';
import { type Calendar, planDays, sliceOf } from './rollout-days.ts';
import type { RolloutOptions } from './rollout-options.ts';

/** Share of the held-out screens that count as usual. */
const USUAL_LEVEL = 0.98;

/** How slices are led through the stages. */
export const ROLLOUT_RULES: Omit<RoundRules, 'meanRun'> = {
  minLogged: 30,
  minSupport: 40,
  minPassing: 0.15,
  calibrationDays: 1,
  sampleShare: 0.15,
  roundDays: 4,
  shifts: 4,
  memorySessions: 60,
  returnRate: 0.6,
};

/** The implementations that the options name. */
export interface RolloutParts {
  readonly policy: PolicyRecipe;
  readonly critic: CriticRecipe;
  readonly gate: GateRecipe;
  readonly ood: OodRecipe | null;
  /** The one that acts first. */
  readonly monitors: readonly MonitorRecipe[];
  /** Null: no drift of the sessions. */
  readonly drift: Drift | null;
  /** Whether a group of operators becomes careless on the day of the drift. */
  readonly degrades: boolean;
  readonly noise: NoiseSettings;
}

/** What a rollout came to. */
export interface Rollout {
  readonly calendar: Calendar;
  /** Examples of the logs of before the first day. */
  readonly history: readonly Example[];
  readonly slices: readonly SliceDay[];
  /** Sessions that nobody knows the goal of, left out. */
  readonly unplanned: number;
}

/** Plays the days in closed loop. */
export async function playRollout(
  dataset: Dataset,
  options: RolloutOptions,
  parts: RolloutParts,
  onDay: (rows: readonly SliceDay[]) => void,
): Promise<Rollout> {
  const calendar = planDays(dataset, parts.drift, options);
  const { seed, meanRun, target, delta, providers } = options;
  const { clusterOf } = calendar;
  const desk = inProcessDesks(dataset.catalog).openEnvironment();
  const history = await logExamples(calendar.history, desk);
  await desk.close();
  const sliceOfSession = new Map(calendar.history.map((session) => [session.id, sliceOf(session, clusterOf)]));
  const { days, unplanned } = roundDays(calendar, options, parts);
  const { ood } = parts;
  const input: RoundsInput = {
    days,
    history: history.map((example) => ({ slice: sliceOfSession.get(example.session) ?? '', example })),
    sliceOf: (session) => sliceOf(session, clusterOf),
    clusterOf,
    policy: parts.policy,
    critic: parts.critic,
    gate: parts.gate,
    gateOptions: { targetPrecision: target, delta },
    ...(ood ? { ood: { recipe: ood, threshold: (scores) => quantileThreshold(scores, USUAL_LEVEL) } } : {}),
    monitors: parts.monitors,
    rules: { ...ROLLOUT_RULES, meanRun },
    seed,
    fit: { seed, providers: providers.split(',').map((name) => name.trim()) },
    onDay,
  };
  return { calendar, history, slices: await runRounds(input), unplanned };
}

function roundDays(
  { history, before, after, days }: Calendar,
  { seed, driftDay }: RolloutOptions,
  { noise, degrades }: RolloutParts,
): { days: RoundDay[]; unplanned: number } {
  const { times } = fitOperators(history);
  const usual = crew('usual', noise, times);
  const worse = crew('degraded', degraded(noise), times);
  const open = (dataset: Dataset): DayWorld => {
    const closed = dataset.sessions.length > 0 ? openClosedWorld(dataset) : null;
    return {
      planned: new Set(closed?.sessions),
      ...(closed ? { world: closed.world(CALM_WORLD) } : {}),
      desk: { catalog: dataset.catalog, openEnvironment: inProcessDesks(dataset.catalog).openEnvironment },
    };
  };
  const [old, now] = [open(before), open(after)];
  const crewOf = (day: number) => (session: Session) =>
    degrades && driftDay > 0 && day >= driftDay && isDegraded(session.id, seed) ? worse : usual;
  return {
    days: days.map(({ day, sessions, drifted }): RoundDay => {
      const { planned, world, desk } = drifted ? now : old;
      const known = sessions.filter((session) => planned.has(session));
      return { day, sessions: known, desk, ...(world ? { world } : {}), crewOf: crewOf(day) };
    }),
    unplanned: before.sessions.length + after.sessions.length - old.planned.size - now.planned.size,
  };
}

interface DayWorld {
  readonly planned: ReadonlySet<Session>;
  readonly world?: NonNullable<RoundDay['world']>;
  readonly desk: RoundDay['desk'];
}
