import { quantileThreshold } from '../../../policies/ood/support/quantile-threshold.ts';
import { degraded, isDegraded } from '../../../simulators/operators/degraded.ts';
import { fitOperators } from '../../../simulators/operators/fitting/fit-operators.ts';
import type { CriticRecipe } from '../../contract/critic.ts';
import type { Dataset } from '../../contract/dataset.ts';
import type { Drift } from '../../contract/drift.ts';
import type { GateRecipe } from '../../contract/gate.ts';
import type { MonitorRecipe } from '../../contract/monitor.ts';
import type { OodRecipe } from '../../contract/ood.ts';
import type { NoiseSettings } from '../../contract/operator.ts';
import type { Example, PolicyRecipe } from '../../contract/policy.ts';
import { caseOf, type Session } from '../../contract/session.ts';
import type { Trace } from '../../contract/trace.ts';
import { CALM_WORLD } from '../../contract/world.ts';
import type { EpisodePlayer, PlayPlace } from '../../deployment/bench.ts';
import type { OperatorGroup, RoundDay, RoundRules, RoundsInput, SliceDay } from '../../deployment/rounds-input.ts';
import { runRounds } from '../../deployment/run-rounds.ts';
import { logExamples } from '../../engine/log-examples.ts';
import type { Values } from '../../runner/option.ts';
import { operatorsWith } from '../closed-loop/closed-bench.ts';
import { openClosedWorld } from '../closed-loop/open-world.ts';
import { sliceOf } from '../closed-loop/slice-of.ts';
import { browserDesks, type Desks, inProcessDesks } from '../desks/desks.ts';
import { providerList, type StagedOptions } from '../models/recipes.ts';
import type { driven } from '../options.ts';
import { type Calendar, type DayPlan, planDays } from './plan-days.ts';

/** Share of the held-out screens that count as usual. */
const USUAL_LEVEL = 0.98;

/** How slices are led through the stages. */
export const ROLLOUT_RULES: Omit<RoundRules, 'meanRun' | 'memorySessions'> = {
  minLogged: 30,
  minSupport: 40,
  minPassing: 0.15,
  calibrationDays: 1,
  sampleShare: 0.15,
  roundDays: 4,
  shifts: 4,
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

export interface RolloutSettings
  extends DayPlan,
    Values<typeof driven>,
    Pick<StagedOptions, 'target' | 'delta' | 'providers'> {
  /** Observations of a guardrail to a false alarm, on average. */
  readonly meanRun: number;
  /** Latest sessions of each slice that policies are trained on. */
  readonly memory: number;
}

/** What a rollout came to. */
export interface Rollout {
  readonly calendar: Calendar;
  readonly slices: readonly SliceDay[];
  /** Sessions that nobody knows the goal of, left out. */
  readonly unplanned: number;
}

/** Who looks on while days are played. */
export interface RolloutWatch {
  readonly onDay: (rows: readonly SliceDay[]) => void;
  readonly onTrace?: (trace: Trace) => void;
  /** Absent: `runEpisodes`. */
  readonly player?: EpisodePlayer;
}

/** Plays the days in closed loop. Throws: where a browser is asked for and none starts. */
export async function playRollout(
  dataset: Dataset,
  options: RolloutSettings,
  parts: RolloutParts,
  { onDay, onTrace, player }: RolloutWatch,
): Promise<Rollout> {
  const calendar = planDays(dataset, parts.drift, options);
  const { seed, meanRun, memory, target, delta, providers } = options;
  const { clusterOf } = calendar;
  const history = await historyExamples(calendar);
  const sliceOfSession = new Map(calendar.history.map((session) => [caseOf(session), sliceOf(session, clusterOf)]));
  const { ood } = parts;
  const desks = await openDesks(calendar, options);
  try {
    const { days, unplanned } = roundDays(calendar, desks, options, parts);
    const input: RoundsInput = {
      days: days.map((day) => ({ ...day, player })),
      history: history.map((example) => ({ slice: sliceOfSession.get(example.session) ?? '', example })),
      sliceOf: (session) => sliceOf(session, clusterOf),
      clusterOf,
      policy: parts.policy,
      training: {
        critic: parts.critic,
        gate: parts.gate,
        gateOptions: { targetPrecision: target, delta },
        fallback: ood ? { recipe: ood, threshold: (scores) => quantileThreshold(scores, USUAL_LEVEL) } : undefined,
      },
      monitors: parts.monitors,
      rules: { ...ROLLOUT_RULES, meanRun, memorySessions: memory },
      seed,
      fit: { seed, providers: providerList(providers) },
      onDay,
      ...(onTrace && { onTrace }),
    };
    return { calendar, slices: await runRounds(input), unplanned };
  } finally {
    for (const one of new Set([desks.before, desks.after])) await one.close();
  }
}

/** Examples of the logs of before the first day. */
export async function historyExamples({ before, history }: Calendar): Promise<Example[]> {
  const desk = inProcessDesks(before.catalog).openEnvironment();
  try {
    return await logExamples(history, desk);
  } finally {
    await desk.close();
  }
}

/** Desks of before and after the drift; the same ones where it leaves the desk as it was. */
interface RolloutDesks {
  readonly before: Desks;
  readonly after: Desks;
}

async function openDesks(
  { before, after }: Calendar,
  { driver, jobs, browser }: RolloutSettings,
): Promise<RolloutDesks> {
  const open = ({ catalog }: Dataset) =>
    driver === 'browser' ? browserDesks(catalog, jobs, browser) : inProcessDesks(catalog);
  const first = await open(before);
  return { before: first, after: before.catalog === after.catalog ? first : await open(after) };
}

function roundDays(
  { history, before, after, days }: Calendar,
  desks: RolloutDesks,
  { seed, driftDay }: RolloutSettings,
  { noise, degrades }: RolloutParts,
): { days: RoundDay[]; unplanned: number } {
  const operatorOf = operatorsWith(fitOperators(history).times, seed);
  const group = (name: string, rates: NoiseSettings): OperatorGroup => ({
    name,
    noise: rates,
    operator: operatorOf(rates),
  });
  const usual = group('usual', noise);
  const worse = group('degraded', degraded(noise));
  const open = (dataset: Dataset, own: Desks): DayWorld => {
    const closed = dataset.sessions.length > 0 ? openClosedWorld(dataset) : null;
    const place = { catalog: dataset.catalog, desks: own, world: closed?.world(CALM_WORLD) };
    return { planned: new Set(closed?.sessions), place };
  };
  const [old, now] = [open(before, desks.before), open(after, desks.after)];
  const operatorsOn = (day: number) => (session: Session) =>
    degrades && driftDay > 0 && day >= driftDay && isDegraded(session.id, seed) ? worse : usual;
  return {
    days: days.map(({ day, sessions, drifted }): RoundDay => {
      const { planned, place } = drifted ? now : old;
      const known = sessions.filter((session) => planned.has(session));
      return { ...place, day, sessions: known, operatorsOf: operatorsOn(day) };
    }),
    unplanned: before.sessions.length + after.sessions.length - old.planned.size - now.planned.size,
  };
}

interface DayWorld {
  readonly planned: ReadonlySet<Session>;
  readonly place: PlayPlace;
}
