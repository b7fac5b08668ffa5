import type { Action } from '../contract/action.ts';
import { sameAction } from '../contract/action.ts';
import type { Decision, Gate } from '../contract/gate.ts';
import { illegalReason } from '../contract/legal.ts';
import type { Feedback } from '../contract/operator.ts';
import type { Suggestion } from '../contract/policy.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { Screen } from '../contract/screen.ts';
import type { Trace, TraceStep } from '../contract/trace.ts';
import type { Command, EpisodeEvent } from './command.ts';
import type { Criticality } from './criticality.ts';
import { arrivalsBefore, caseOpening, endsCase, loggedStep, sessionTruth } from './open-loop.ts';
import { hashScreen } from './screen-hash.ts';

/** What one episode is decided by, besides its scenario. */
export interface EpisodeRules {
  readonly critical: Criticality;
  /** Whether there is a policy to propose anything: without one nobody looks at the screen. */
  readonly suggests: boolean;
  /** Null: every critical action is deferred, and the critic is not asked. */
  readonly gate: Gate | null;
}

/** The steps done so far, newest first: states share their past. */
interface Past {
  readonly step: TraceStep;
  readonly before: Past | null;
}

/** Everything that an episode is in between two commands. Never changed, only replaced. */
export interface EpisodeState {
  readonly scenario: Scenario;
  readonly rules: EpisodeRules;
  /** How often the desk failed and the episode was begun again. */
  readonly retries: number;
  /** Index of the step at hand. */
  readonly index: number;
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
  readonly past: Past | null;
  readonly divergedAt: number | null;
}

/** A state and what is to be done in it. */
export interface Move {
  readonly state: EpisodeState;
  readonly command: Command;
}

/** Begins an episode. Throws: where the scenario asks for closed loop, which needs a world of its own. */
export function beginEpisode(scenario: Scenario, rules: EpisodeRules, retries = 0): Move {
  const { cell, session } = scenario;
  if (cell.loop !== 'open')
    throw new Error(`Cell "${cell.id}" asks for ${cell.loop} loop: logged sessions are replayed in open loop only.`);
  const state: EpisodeState = {
    scenario,
    rules,
    retries,
    index: 0,
    phase: 'opening',
    screen: null,
    suggestion: null,
    score: null,
    past: null,
    divergedAt: null,
  };
  return { state, command: { kind: 'open', opening: caseOpening(session) } };
}

/** Takes in what happened and says what is to be done next. Pure: the state that was given stays as it was. */
export function advance(state: EpisodeState, event: EpisodeEvent): Move {
  if (event.kind === 'failed') return finish({ ...state, past: null, divergedAt: null }, 'crashed');
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
      if (event.kind === 'suggested') return propose({ ...state, suggestion: event.suggestion });
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
  const { session } = state.scenario;
  if (state.index >= session.steps.length) return finish(state, session.complete ? 'completed' : 'truncated');
  const arrivals = arrivalsBefore(session, state.index);
  if (arrivals.length === 0) return look(state);
  return { state: { ...state, phase: 'delivering' }, command: { kind: 'deliver', arrivals } };
}

function look(state: EpisodeState): Move {
  if (state.scenario.cell.arm === 'human-only' || !state.rules.suggests) return ask(state, false);
  return { state: { ...state, phase: 'observing' }, command: { kind: 'observe' } };
}

/** What becomes of a suggestion. One that the screen does not offer is nothing that a person could be shown. */
function propose(state: EpisodeState): Move {
  const { screen, suggestion } = state;
  const proposed = suggestion?.ranked[0];
  if (!screen || !suggestion || !proposed || illegalReason(proposed.action, screen) !== null) return ask(state, false);
  if (state.scenario.cell.arm !== 'selective') return ask(state, true);
  if (!isCriticalNow(state)) return record(state, 'execute', null);
  if (state.rules.gate === null) return ask(state, true);
  return { state: { ...state, phase: 'scoring' }, command: { kind: 'score', proposal: { screen, suggestion } } };
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
  const { session } = state.scenario;
  const proposed = withSuggestion ? state.suggestion?.ranked[0] : undefined;
  return {
    state: { ...state, phase: 'asking' },
    command: {
      kind: 'ask',
      question: {
        suggestion: proposed?.action ?? null,
        confidence: proposed?.confidence ?? null,
        truth: sessionTruth(session, state.index),
        critical: isCriticalNow(state),
        screen: state.screen,
        step: state.index,
      },
    },
  };
}

/** Writes the step down, then performs the logged action, by whoever decided. */
function record(state: EpisodeState, decision: Decision, feedback: Feedback | null): Move {
  const { scenario, index, screen, suggestion, score } = state;
  const reference = loggedStep(scenario.session, index).action;
  const proposed = suggestion?.ranked[0];
  const chosen = feedback ? feedback.action : proposed?.action;
  if (!chosen) throw new Error(`${place(state)}: nothing was chosen.`);
  const step: TraceStep = {
    index,
    screenHash: screen ? hashScreen(screen) : null,
    reference,
    critical: isCriticalNow(state),
    suggestion: proposed?.action ?? null,
    confidence: proposed?.confidence ?? null,
    score,
    decision,
    verdict: feedback?.verdict ?? null,
    slipped: feedback?.slipped ?? false,
    chosen,
    activeMs: feedback?.activeMs ?? 0,
  };
  const divergedAt = state.divergedAt ?? (sameAction(chosen, reference) ? null : index);
  return {
    state: { ...state, phase: 'performing', past: { step, before: state.past }, divergedAt },
    command: { kind: 'perform', action: reference, actor: decision === 'execute' ? 'automation' : 'operator' },
  };
}

/** After a performed close or transfer nothing more happens, even where the log goes on. */
function endStep(state: EpisodeState): Move {
  const { session } = state.scenario;
  const over = endsCase(loggedStep(session, state.index).action);
  const left = session.steps.length - state.index - 1;
  if (over && left > 0) return finish(state, 'truncated');
  return beginStep({ ...state, index: state.index + 1, screen: null, suggestion: null, score: null });
}

function finish(state: EpisodeState, end: Trace['end']): Move {
  const { cell, session, seed } = state.scenario;
  const steps: TraceStep[] = [];
  for (let past = state.past; past; past = past.before) steps.push(past.step);
  const trace: Trace = {
    session: session.id,
    cell: cell.id,
    seed,
    loop: cell.loop,
    steps: steps.reverse(),
    end,
    divergedAt: state.divergedAt,
    retries: state.retries,
  };
  return { state: { ...state, phase: 'finished' }, command: { kind: 'finish', trace } };
}

function proposedAction(state: EpisodeState): Action | null {
  return state.suggestion?.ranked[0]?.action ?? null;
}

/** Whether what is proposed is critical; where nothing is, whether the logged action was. */
function isCriticalNow(state: EpisodeState): boolean {
  const proposed = proposedAction(state);
  if (proposed === null) return loggedStep(state.scenario.session, state.index).critical;
  return state.rules.critical(proposed, state.screen?.procedure?.id ?? null);
}

/** Where an episode stands, for messages. */
export function place(state: EpisodeState): string {
  const { cell, session, seed } = state.scenario;
  return `Session "${session.id}", step ${state.index}, cell "${cell.id}", seed "${seed}"`;
}
