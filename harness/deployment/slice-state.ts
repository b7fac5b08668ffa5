import { sameAction } from '../contract/action.ts';
import { drawBernoulli } from '../contract/draws.ts';
import type { Policy } from '../contract/policy.ts';
import type { Arm } from '../contract/scenario.ts';
import type { Session } from '../contract/session.ts';
import type { Trace, TraceStep } from '../contract/trace.ts';
import type { Review } from '../engine/review.ts';
import { hashShare } from '../shared/hash.ts';
import { createRng } from '../shared/streams.ts';
import type { RoundsInput, SliceDay, SliceExample, SliceStage } from './rounds-input.ts';
import { type GuardAlarm, SliceGuards } from './slice-guards.ts';
import type { SlicePair } from './slice-pair.ts';

/** A trained policy; slices that were deployed with it share it. */
export interface PolicyVersion {
  readonly number: number;
  readonly policy: Policy;
}

type Settings = Pick<RoundsInput, 'rules' | 'monitors' | 'seed'>;

/** Counts of a slice's day. */
export type DayCounts = {
  -readonly [K in
    | 'sessions'
    | 'automated'
    | 'reached'
    | 'executed'
    | 'wrongExecuted'
    | 'steps'
    | 'activeMs'
    | 'crashed'
    | 'watched']: SliceDay[K];
};

const NOTHING: DayCounts = {
  sessions: 0,
  automated: 0,
  reached: 0,
  executed: 0,
  wrongExecuted: 0,
  steps: 0,
  activeMs: 0,
  crashed: 0,
  watched: 0,
};

/** One issue cluster on its way through the stages. What is learned and deployed in it is all its own. */
export class SliceState {
  readonly name: string;
  readonly #settings: Settings;
  stage: SliceStage;
  /** Day on which the stage was entered. */
  since: number;
  version: PolicyVersion | null = null;
  pair: SlicePair | null = null;
  /** Day on which version or pair was last made. */
  learnedOn: number;
  /** Answers to the deployed version's critical suggestions, from sessions that were worked as in the copilot stage. */
  reviews: Review[] = [];
  /** Examples of operators, the oldest first; after a rollback only those from since then. */
  examples: SliceExample[] = [];
  /** Whether another version is wanted: there is none, it was rolled back, or its gate stays closed. */
  wantsPolicy = true;
  counts: DayCounts = { ...NOTHING };
  alarms: GuardAlarm[] = [];
  rolledBack = false;
  #guards: SliceGuards;
  /** Whether customers come back, and the day on which that is known. */
  #coming: { readonly day: number; readonly back: boolean }[] = [];
  /** Whether customers came back whose case operators worked alone; 1 is bad. */
  readonly #alone: number[] = [];

  constructor(name: string, stage: SliceStage, day: number, settings: Settings) {
    this.name = name;
    this.stage = stage;
    this.since = day;
    this.learnedOn = day;
    this.#settings = settings;
    this.#guards = this.#newGuards();
  }

  /** True where what customers of earlier days do calls for a rollback. */
  beginDay(day: number): boolean {
    this.counts = { ...NOTHING };
    this.alarms = [];
    this.rolledBack = false;
    return this.#watch(() => this.#hearOf(day));
  }

  /** How a session that comes now is worked. A sample of an automated slice's stays with the operators. */
  armOf(session: Session): Arm {
    const { seed, rules } = this.#settings;
    switch (this.stage) {
      case 'logging':
        return 'human-only';
      case 'copilot':
        return 'copilot';
      default:
        if (hashShare('sample', seed, session.id) < rules.sampleShare) return 'copilot';
        return this.stage === 'calibration' ? 'confirmed-close' : 'selective';
    }
  }

  enter(stage: SliceStage, day: number): void {
    if (stage === 'copilot') this.#watchAnew();
    if (stage === 'calibration') {
      // Customers of the copilot who come back later say nothing of what runs from now on.
      this.#coming = [];
      // How precise the gate is in control, its held-out answers tell.
      for (const { accepted } of this.pair?.passed ?? []) this.#guards.observe('critical precision', accepted ? 0 : 1);
      this.#guards.arm();
    }
    this.stage = stage;
    this.since = day;
  }

  /** Back to copilot: what was learned in the slice until now no longer counts, and a new policy is wanted. */
  rollBack(day: number): void {
    this.enter('copilot', day);
    this.rolledBack = true;
    this.wantsPolicy = true;
    this.reviews = [];
    this.examples = [];
  }

  /** Deploys a version; answers to another's suggestions say nothing of it. */
  deploy(version: PolicyVersion, day: number): void {
    this.version = version;
    this.reviews = [];
    this.wantsPolicy = false;
    this.learnedOn = day;
    this.#watchAnew();
  }

  /** Counts a session that was played and lets the guardrails see it; true where one of them calls for a rollback. */
  async take(trace: Trace, arm: Arm, reviews: readonly Review[], day: number): Promise<boolean> {
    this.#count(trace);
    if (trace.end === 'crashed') return false;
    if (arm === 'human-only') {
      this.#alone.push(this.#returns(trace) ? 1 : 0);
      return false;
    }
    if (arm === 'copilot') this.reviews.push(...reviews);
    const sampled = arm === 'copilot' ? await this.#wouldRun(reviews) : [];
    this.#coming.push({ day: day + (this.#settings.rules.returnDays ?? 0), back: this.#returns(trace) });
    // Of a selective session's ends operators see only those that the gate held back: not what was usual.
    const ends = arm === 'selective' ? [] : trace.steps.filter(endsWithOperator);
    return this.#watch((guards) => [
      ...sampled.flatMap(({ bad }) => guards.observe('critical precision', bad)),
      ...ends.flatMap(({ verdict }) => guards.observe('finalisation rejection', verdict === 'correct' ? 1 : 0)),
      ...guards.observe('interventions', interventions(trace)),
      ...this.#hearOf(day),
    ]);
  }

  /** Lets the guardrails see something; true where one of them calls for a rollback. */
  #watch(observe: (guards: SliceGuards) => GuardAlarm[]): boolean {
    const before = this.#guards.watched;
    const raised = observe(this.#guards);
    this.alarms.push(...raised);
    this.counts.watched += this.#guards.watched - before;
    return raised.some(({ acts }) => acts);
  }

  /** Customers of whom it is known by now whether they come back. */
  #hearOf(today: number): GuardAlarm[] {
    const known = this.#coming.filter(({ day }) => day <= today);
    this.#coming = this.#coming.filter(({ day }) => day > today);
    return known.flatMap(({ back }) => this.#guards.observe('returns', back ? 1 : 0));
  }

  /** Forgets what was usual, and customers of before who may yet come back. */
  #watchAnew(): void {
    this.#guards = this.#newGuards();
    this.#coming = [];
  }

  /** The operators' answers to what would have run by itself. */
  async #wouldRun(reviews: readonly Review[]): Promise<{ bad: 0 | 1 }[]> {
    if (this.pair === null || reviews.length === 0) return [];
    const { critic, gate } = this.pair;
    const scores = await critic.score(reviews);
    return reviews.flatMap(({ action, screen, accepted }, at) =>
      gate.decide(scores[at] ?? 0, action, screen.procedure?.id ?? null) === 'execute'
        ? [{ bad: accepted ? 0 : 1 }]
        : [],
    );
  }

  /** Whether the customer comes back: only one whose goal was missed does. */
  #returns({ session, outcome }: Trace): boolean {
    if (outcome === undefined || outcome.goalReached) return false;
    return drawBernoulli(this.#settings.rules.returnRate, () => createRng('return', this.#settings.seed, session));
  }

  #count({ steps, outcome, end }: Trace): void {
    const { counts } = this;
    counts.sessions++;
    if (end === 'crashed') {
      counts.crashed++;
      return;
    }
    const executed = steps.filter(({ decision }) => decision === 'execute');
    counts.steps += steps.length;
    counts.executed += executed.length;
    counts.wrongExecuted += executed.filter((step) => !isRight(step)).length;
    if (executed.length === steps.length) counts.automated++;
    if (outcome ? outcome.goalReached : steps.every(isRight)) counts.reached++;
    for (const { activeMs } of steps) counts.activeMs += activeMs;
  }

  #newGuards(): SliceGuards {
    const { monitors, rules, seed } = this.#settings;
    return new SliceGuards({
      monitors,
      ...(rules.returnsAgainst === 'logging' ? { usual: { returns: this.#alone } } : {}),
      meanRun: rules.meanRun,
      rng: (guardrail) => createRng('guardrail', seed, this.name, guardrail),
    });
  }
}

function isRight({ closed, logged, chosen, reference }: TraceStep): boolean {
  return (closed ?? logged)?.right ?? sameAction(chosen, reference);
}

/** Whether an operator was shown an end of the case and answered. */
function endsWithOperator({ suggestion, verdict, decision }: TraceStep): boolean {
  const ends = suggestion?.kind === 'close' || suggestion?.kind === 'transfer';
  return ends && decision === 'defer' && verdict !== null && verdict !== 'unaided';
}

/** Share of a session's steps that were not done as the policy proposed. */
function interventions({ steps }: Trace): number {
  if (steps.length === 0) return 0;
  return steps.filter(({ verdict }) => verdict === 'correct' || verdict === 'unaided').length / steps.length;
}
