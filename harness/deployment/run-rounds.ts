import type { Example } from '../contract/policy.ts';
import type { Arm, Cell, Scenario } from '../contract/scenario.ts';
import type { Session } from '../contract/session.ts';
import type { Trace } from '../contract/trace.ts';
import { memoPolicy } from '../engine/memo.ts';
import type { Review } from '../engine/review.ts';
import { playScenarios, scenariosOf } from './play.ts';
import type { Deployed, OperatorGroup, RoundDay, RoundsInput, SliceDay, SliceExample } from './rounds-input.ts';
import { learnPair } from './slice-pair.ts';
import { type PolicyVersion, SliceState } from './slice-state.ts';

/**
 * The staged deployment, day by day and slice by slice: logging, copilot, calibration with human final close,
 * selective automation, and rounds of learning from what operators did: noise and damage included. An alarm rolls its
 * slice back to copilot at the next shift; that slice learns anew from then on, the others go on.
 */
export async function runRounds(input: RoundsInput): Promise<SliceDay[]> {
  const rounds = new Rounds(input);
  try {
    return await rounds.run();
  } finally {
    await rounds.dispose();
  }
}

/** What one cell of a day is: whose sessions, worked how, by whom. */
interface Assignment {
  readonly state: SliceState;
  readonly arm: Arm;
  readonly operators: OperatorGroup;
}

interface Played {
  readonly trace: Trace;
  readonly reviews: readonly Review[];
  readonly examples: readonly Example[];
}

class Rounds {
  readonly #input: RoundsInput;
  readonly #slices = new Map<string, SliceState>();
  readonly #versions: PolicyVersion[] = [];
  #trained = 0;

  constructor(input: RoundsInput) {
    this.#input = input;
  }

  async run(): Promise<SliceDay[]> {
    const { days, history, deployed } = this.#input;
    const [first] = days;
    if (!first) return [];
    for (const { slice, example } of history)
      this.#slice(slice, 'copilot', first.day).examples.push({ slice, example });
    await this.#learn(first, first.day - 1);
    const table: SliceDay[] = [];
    for (const day of days) {
      for (const session of day.sessions) this.#slice(this.#input.sliceOf(session), 'logging', day.day);
      const stages = new Map([...this.#slices.values()].map((state) => [state, state.stage]));
      for (const state of this.#slices.values())
        if (state.beginDay(day.day) && isAutomated(state)) state.rollBack(day.day);
      for (const shift of inShifts(day.sessions, this.#input.rules.shifts)) await this.#play(day, shift);
      if (deployed && day.before) this.#install(deployed, day.day);
      else await this.#learn(day, day.day);
      const rows = [...stages].map(([state, stage]) => dayOf(state, day.day, stage));
      table.push(...rows);
      this.#input.onDay?.(rows);
    }
    return table;
  }

  async dispose(): Promise<void> {
    for (const { pair } of this.#slices.values()) await pair?.critic.dispose();
    for (const { policy } of this.#versions) await policy.dispose();
  }

  #slice(name: string, stage: 'logging' | 'copilot', day: number): SliceState {
    let state = this.#slices.get(name);
    if (!state) {
      state = new SliceState(name, stage, day, this.#input);
      this.#slices.set(name, state);
    }
    return state;
  }

  /** Plays some sessions; what they set off counts from the next shift on. */
  async #play(day: RoundDay, sessions: readonly Session[]): Promise<void> {
    const { sliceOf, seed, onTrace } = this.#input;
    const assignments = new Map<string, Assignment>();
    const scenarios = sessions.flatMap((session): Scenario[] => {
      const state = this.#slice(sliceOf(session), 'logging', day.day);
      const [arm, operators] = [state.armOf(session), day.operatorsOf(session)];
      const id = `day ${day.day} ${state.name} ${arm} ${operators.name}`;
      assignments.set(id, { state, arm, operators });
      const cell: Cell = { id, arm, loop: day.world ? 'closed' : 'open', noise: operators.noise };
      return [...scenariosOf({ ...day, seed }, [{ cell, deployment: null }], [session])];
    });
    const played: Played[] = [];
    await playScenarios(day, scenarios, {
      rolesOf: ({ id }) => rolesOf(assignmentOf(assignments, id)),
      collectReviews: true,
      collectExamples: true,
      onEpisode: (trace, reviews, examples) => played.push({ trace, reviews, examples }),
    });
    const breached = new Set<SliceState>();
    for (const { trace, reviews, examples } of played) {
      const { state, arm } = assignmentOf(assignments, trace.cell);
      onTrace?.(trace, { day: day.day, slice: state.name, stage: state.stage });
      if (await state.take(trace, arm, reviews, day.day)) breached.add(state);
      state.examples.push(...byOperators(trace, examples).map((example) => ({ slice: state.name, example })));
    }
    for (const state of breached) if (isAutomated(state)) state.rollBack(day.day);
  }

  /** Gives slices the policy that runs already, and a day later critic and gate. */
  #install({ policy, pairOf }: Deployed, today: number): void {
    for (const state of this.#slices.values()) {
      if (state.version === null) {
        state.deploy({ number: 0, policy }, today);
        state.enter('copilot', today);
      } else {
        state.pair = pairOf(state.name);
        state.enter('calibration', today);
        state.enter('selective', today);
      }
    }
  }

  /** After the day: new policies where they are wanted, then critics and gates, then the next stage where it is earned. */
  async #learn(day: RoundDay, today: number): Promise<void> {
    const { rules } = this.#input;
    const states = [...this.#slices.values()];
    const ready = states.filter((state) => state.wantsPolicy && sessionsIn(state.examples) >= rules.minLogged);
    if (ready.length > 0) {
      const version = await this.#train(day);
      for (const state of ready) {
        await this.#drop(state);
        state.deploy(version, today);
        if (state.stage === 'logging') state.enter('copilot', today);
      }
      await this.#retire();
    }
    for (const state of states) if (!ready.includes(state)) await this.#advance(state, today);
  }

  async #train({ catalog }: RoundDay): Promise<PolicyVersion> {
    const { policy, fit, rules } = this.#input;
    const all = [...this.#slices.values()].flatMap(({ examples }) => latest(examples, rules.memorySessions));
    const examples = all.map(({ example }) => example);
    const number = ++this.#trained;
    const trained = memoPolicy(await policy.fit(examples, { ...fit, catalog }));
    const version = { number, policy: trained };
    this.#versions.push(version);
    return version;
  }

  /** Calibrates a slice from its answers, and moves it on or back as its gate says. */
  async #advance(state: SliceState, today: number): Promise<void> {
    const { rules } = this.#input;
    if (state.stage === 'logging' || state.version === null || state.rolledBack) return;
    const round = today - state.learnedOn >= rules.roundDays;
    if (state.stage === 'copilot' || round) await this.#calibrate(state);
    const open = state.pair !== null && state.pair.passing >= rules.minPassing;
    if (state.stage === 'copilot') {
      if (open) state.enter('calibration', today);
      else if (round) state.wantsPolicy = true;
    } else if (round && !open) {
      await this.#drop(state);
      state.enter('copilot', today);
    } else if (state.stage === 'calibration' && today - state.since >= rules.calibrationDays)
      state.enter('selective', today);
    if (round) state.learnedOn = today;
  }

  async #calibrate(state: SliceState): Promise<void> {
    const { version, reviews, name } = state;
    if (version === null) return;
    const { rules, training, ...input } = this.#input;
    const pair = await learnPair({
      ...input,
      slice: name,
      policy: version.policy,
      reviews,
      training: { ...training, minSupport: rules.minSupport },
    });
    await this.#drop(state);
    state.pair = pair;
  }

  async #drop(state: SliceState): Promise<void> {
    await state.pair?.critic.dispose();
    state.pair = null;
  }

  /** Versions that no slice is deployed with any more. */
  async #retire(): Promise<void> {
    const used = new Set([...this.#slices.values()].map(({ version }) => version));
    for (const version of this.#versions.filter((one) => !used.has(one))) {
      await version.policy.dispose();
      this.#versions.splice(this.#versions.indexOf(version), 1);
    }
  }
}

function assignmentOf(assignments: ReadonlyMap<string, Assignment>, id: string): Assignment {
  const assignment = assignments.get(id);
  if (!assignment) throw new Error(`Cell "${id}" is not one of this day's.`);
  return assignment;
}

function rolesOf({ state, arm, operators }: Assignment) {
  const policy = arm === 'human-only' ? null : (state.version?.policy ?? null);
  const pair = isAutomated(state) ? state.pair : null;
  return { policy, critic: pair?.critic ?? null, gate: pair?.gate ?? null, operator: operators.operator };
}

const isAutomated = ({ stage }: SliceState) => stage === 'calibration' || stage === 'selective';

/** What operators did themselves or accepted; what ran by itself teaches nothing. */
function byOperators({ steps }: Trace, examples: readonly Example[]): readonly Example[] {
  return examples.filter((_, at) => steps[at]?.decision === 'defer');
}

function sessionsIn(examples: readonly SliceExample[]): number {
  return new Set(examples.map(({ example }) => example.session)).size;
}

/** The examples of the last sessions. */
function latest(examples: readonly SliceExample[], sessions: number): SliceExample[] {
  const kept = new Set<string>();
  const last: SliceExample[] = [];
  for (const one of examples.toReversed()) {
    if (!kept.has(one.example.session) && kept.size === sessions) break;
    kept.add(one.example.session);
    last.push(one);
  }
  return last.toReversed();
}

/** Consecutive parts of a day, as equal as can be; no empty ones. */
function inShifts(sessions: readonly Session[], shifts: number): Session[][] {
  return Array.from({ length: shifts }, (_, i) =>
    sessions.slice(Math.round((i * sessions.length) / shifts), Math.round(((i + 1) * sessions.length) / shifts)),
  ).filter(({ length }) => length > 0);
}

function dayOf(state: SliceState, day: number, stage: SliceDay['stage']): SliceDay {
  const { name, counts, alarms, rolledBack, pair, version } = state;
  return {
    ...counts,
    day,
    slice: name,
    stage,
    alarms,
    rolledBack,
    threshold: pair?.gate.threshold ?? null,
    policyVersion: version?.number ?? null,
  };
}
