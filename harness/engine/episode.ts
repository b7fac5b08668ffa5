import { type Action, hasHole } from '../contract/action.ts';
import type { Actor } from '../contract/environment.ts';
import type { Decision, Gate } from '../contract/gate.ts';
import { illegalReason } from '../contract/legal.ts';
import type { Feedback } from '../contract/operator.ts';
import type { Suggestion } from '../contract/policy.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { Screen } from '../contract/screen.ts';
import type { Trace, TraceStep } from '../contract/trace.ts';
import type { Criticality } from './cached-criticality.ts';
import type { Command, EpisodeEvent } from './command.ts';
import type { EpisodeWorld } from './episode-world.ts';
import { forceAction } from './force-action.ts';
import { caseOpening, endsOnScreen } from './open-loop.ts';
import { hashScreen } from './screen-hash.ts';
import { alternativesIn, sendable } from './sendable.ts';
import { actionFingerprint, type StepHistory, stepsOf, wasAlreadyDone } from './step-history.ts';

/** What one episode is decided by, besides its scenario. */
export interface EpisodeRules {
  readonly critical: Criticality;
  /** Whether there is a policy to propose anything: without one nobody looks at the screen. */
  readonly suggests: boolean;
  /** Null: every critical action is deferred, and the critic is not asked. */
  readonly gate: Gate | null;
}

/** Everything that an episode is in between two commands. Never changed, only replaced. */
export interface EpisodeState {
  readonly scenario: Scenario;
  readonly rules: EpisodeRules;
  /** How often the desk failed and the episode was begun again. */
  readonly retries: number;
  /** Index of the step at hand. */
  readonly index: number;
  /** The world at this step; while its action is being performed, the world after it. */
  readonly course: EpisodeWorld;
  readonly phase:
    | 'opening'
    | 'delivering'
    | 'observing'
    | 'suggesting'
    | 'scoring'
    | 'asking'
    | 'performing'
    | 'finished';
  readonly screen: Screen | null;
  readonly suggestion: Suggestion | null;
  readonly score: number | null;
  /** `visibleMark` of what automation would do; null where it has no say, and in open loop. */
  readonly mark: string | null;
  /** Whether a chatbot has given the case to an operator. */
  readonly handedOver: boolean;
  /** Whether an operator to whom the case was handed over works the next step, too. */
  readonly kept: boolean;
  /** Suggestions that the operator accepted in a row, whatever ran without the operator in between. */
  readonly acceptsInRow: number;
  /** Steps that ran unattended since an operator last acted. */
  readonly unattendedSteps: number;
  /** Whether an operator has noticed that something is amiss, as long as it is. */
  readonly aware: boolean;
  readonly past: StepHistory | null;
  readonly divergedAt: number | null;
}

/** A state and what is to be done in it. */
export interface Move {
  readonly state: EpisodeState;
  readonly command: Command;
}

/** Begins an episode that takes the given course. */
export function beginEpisode(scenario: Scenario, rules: EpisodeRules, course: EpisodeWorld, retries = 0): Move {
  const state: EpisodeState = {
    scenario,
    rules,
    retries,
    index: 0,
    course,
    phase: 'opening',
    screen: null,
    suggestion: null,
    score: null,
    mark: null,
    handedOver: false,
    kept: false,
    acceptsInRow: 0,
    aware: false,
    unattendedSteps: 0,
    past: null,
    divergedAt: null,
  };
  return { state, command: { kind: 'open', opening: caseOpening(scenario.session) } };
}

/** Takes in what happened and says what is to be done next. Pure: the state that was given stays as it was. */
export function advance(state: EpisodeState, event: EpisodeEvent): Move {
  if (event.kind === 'failed')
    return finish({ ...state, past: null, divergedAt: null }, 'crashed', event.timedOut && { timedOut: true });
  switch (state.phase) {
    case 'opening':
      if (event.kind === 'done') return beginStep(state);
      break;
    case 'delivering':
      if (event.kind === 'done') return look(state);
      break;
    case 'observing':
      if (event.kind === 'observed')
        return {
          state: { ...state, phase: 'suggesting', screen: event.screen },
          command: { kind: 'suggest', screen: event.screen },
        };
      break;
    case 'suggesting':
      if (event.kind === 'suggested') return propose({ ...state, suggestion: sendable(event.suggestion) });
      break;
    case 'scoring':
      if (event.kind === 'scored') return gated(state, event.score);
      break;
    case 'asking':
      if (event.kind === 'answered') return record(state, 'defer', event.feedback);
      break;
    case 'performing':
      if (event.kind === 'done') return endStep(state);
      break;
  }
  throw new Error(`${place(state)}: the event "${event.kind}" does not answer the phase "${state.phase}".`);
}

function beginStep(state: EpisodeState): Move {
  const { end } = state.course;
  if (end !== null) return finish(state, end);
  const { arrivals } = state.course;
  if (arrivals.length === 0) return look(state);
  return { state: { ...state, phase: 'delivering' }, command: { kind: 'deliver', arrivals } };
}

function look(state: EpisodeState): Move {
  if (state.scenario.cell.arm === 'human-only' || state.handedOver || !state.rules.suggests) return ask(state, false);
  return { state: { ...state, phase: 'observing' }, command: { kind: 'observe' } };
}

/** Confidence below which a chatbot hands over unless its cell says otherwise: it then is not more likely right than wrong. */
const HANDS_OVER_BELOW = 0.5;

/** What becomes of a suggestion. One that the screen does not offer is nothing that a person could be shown. */
function propose(state: EpisodeState): Move {
  const { screen, suggestion, course, rules } = state;
  const { arm, loop, handsOverBelow = HANDS_OVER_BELOW } = state.scenario.cell;
  const [best] = suggestion?.ranked ?? [];
  const proposed = best?.action;
  const unsure = arm === 'chatbot' && (best?.confidence ?? 0) < handsOverBelow;
  if (!screen || !suggestion || !proposed || unsure || illegalReason(proposed, screen) !== null)
    return ask({ ...state, handedOver: arm === 'chatbot' }, false);
  if (arm === 'copilot' || state.kept) return ask(state, true);
  const mark = loop === 'closed' ? actionFingerprint(screen, proposed) : null;
  const marked = { ...state, mark };
  if (mark !== null && wasAlreadyDone(state.past, mark))
    return arm === 'chatbot' ? ask({ ...state, handedOver: true }, false) : ask(state, true);
  if (arm === 'chatbot') return record(marked, 'execute', null);
  if (arm === 'oracle') return course.isRight(proposed) ? record(marked, 'execute', null) : ask(state, true);
  if (arm === 'confirmed-close' && endsOnScreen(proposed, screen)) return ask(state, true);
  if (!isCriticalNow(state)) return record(marked, 'execute', null);
  if (rules.gate === null) return ask(state, true);
  return { state: { ...marked, phase: 'scoring' }, command: { kind: 'score', proposal: { screen, suggestion } } };
}

function gated(state: EpisodeState, score: number): Move {
  const proposed = proposedAction(state);
  const { gate } = state.rules;
  if (!(score >= 0 && score <= 1))
    throw new Error(`${place(state)}: the critic's score is ${score}, not in [0, 1]; check the critic's model.`);
  if (gate === null || proposed === null) throw new Error(`${place(state)}: a score without a gate or a proposal.`);
  const scored = { ...state, score };
  return gate.decide(score, proposed, state.screen?.procedure?.id ?? null) === 'execute'
    ? record(scored, 'execute', null)
    : ask(scored, true);
}

function ask(state: EpisodeState, withSuggestion: boolean): Move {
  const { scenario, course, acceptsInRow } = state;
  const proposed = withSuggestion ? state.suggestion?.ranked[0] : undefined;
  return {
    state: { ...state, phase: 'asking' },
    command: {
      kind: 'ask',
      question: {
        suggestion: proposed?.action ?? null,
        confidence: proposed?.confidence ?? null,
        truth: course.truth,
        same: (a, b) => course.same(a, b),
        critical: isCriticalNow(state),
        screen: state.screen,
        step: course.streamIndex,
        acceptsInRow,
        aware: state.aware,
        unattendedSteps: state.unattendedSteps,
        work: scenario.work,
      },
    },
  };
}

/** Writes the step down, then has the course's action performed, by whoever decided. */
function record(state: EpisodeState, decision: Decision, feedback: Feedback | null): Move {
  const { index, screen, suggestion, score, course, mark } = state;
  const { reference } = course;
  const { loop } = state.scenario.cell;
  const proposed = suggestion?.ranked[0];
  const decided = feedback ? feedback.action : proposed?.action;
  if (!decided) throw new Error(`${place(state)}: nothing was chosen.`);
  const { chosen, injected } = forceAction(state, decided);
  if (loop === 'closed' && hasHole(chosen))
    throw new Error(`${place(state)}: a message with a hole was chosen, which nobody sends.`);
  const actor: Actor = decision === 'execute' ? 'automation' : 'operator';
  const done = course.perform({ chosen, actor, suggestion: proposed?.action ?? null, feedback, injected });
  const step: TraceStep = {
    index,
    ...(course.arrivals.length > 0 && { arrivals: course.arrivals }),
    screenHash: screen ? hashScreen(screen) : null,
    reference,
    critical: isCriticalNow(state),
    suggestion: proposed?.action ?? null,
    confidence: proposed?.confidence ?? null,
    ...(suggestion && suggestion.ranked.length > 1 && { alternatives: alternativesIn(suggestion) }),
    score,
    decision,
    verdict: feedback?.verdict ?? null,
    ...(feedback?.reason && { reason: feedback.reason }),
    slipped: !injected && (feedback?.slipped ?? false),
    chosen,
    activeMs: feedback?.activeMs ?? 0,
  };
  const past = {
    step: { ...step, ...done.judged },
    mark: decision === 'execute' && !injected ? mark : null,
    before: state.past,
  };
  const divergedAt = state.divergedAt ?? (course.isRight(chosen) ? null : index);
  return {
    state: {
      ...state,
      phase: 'performing',
      course: done.next,
      acceptsInRow: acceptsAfter(state, feedback),
      kept: loop === 'closed' && (feedback?.keeps ?? false),
      unattendedSteps: decision === 'execute' ? state.unattendedSteps + 1 : 0,
      aware:
        (state.aware || (feedback?.noticed ?? false)) &&
        done.next.end === null &&
        done.next.truth.apparent !== undefined,
      past,
      divergedAt,
    },
    command: { kind: 'perform', action: done.action, actor },
  };
}

function acceptsAfter({ acceptsInRow }: EpisodeState, feedback: Feedback | null): number {
  if (feedback === null) return acceptsInRow;
  return feedback.verdict === 'accept' ? acceptsInRow + 1 : 0;
}

function endStep(state: EpisodeState): Move {
  return beginStep({ ...state, index: state.index + 1, screen: null, suggestion: null, score: null, mark: null });
}

function finish(state: EpisodeState, end: Trace['end'], more: Pick<Trace, 'timedOut'> = {}): Move {
  const { cell, session, seed, forced } = state.scenario;
  const { outcome } = state.course;
  const trace: Trace = {
    session: session.id,
    ...(session.caseKey !== undefined && { caseKey: session.caseKey }),
    cell: cell.id,
    seed,
    loop: cell.loop,
    steps: stepsOf(state.past),
    end,
    divergedAt: state.divergedAt,
    ...(outcome && end !== 'crashed' ? { outcome } : {}),
    ...(forced ? { forced } : {}),
    ...more,
    retries: state.retries,
  };
  return { state: { ...state, phase: 'finished' }, command: { kind: 'finish', trace } };
}

const proposedAction = ({ suggestion }: EpisodeState): Action | null => suggestion?.ranked[0]?.action ?? null;

/** Whether what is proposed is critical; where nothing is, whether the reference is. */
function isCriticalNow(state: EpisodeState): boolean {
  const proposed = proposedAction(state);
  const { critical } = state.rules;
  if (proposed === null) return state.course.referenceCritical(critical, state.screen);
  return critical(proposed, state.screen?.procedure?.id ?? null);
}

/** Where an episode stands, for messages. */
export function place(state: EpisodeState): string {
  const { cell, session, seed } = state.scenario;
  return `Session "${session.id}", step ${state.index}, cell "${cell.id}", seed "${seed}"`;
}
