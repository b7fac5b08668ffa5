import { type Environment, IllegalActionError } from '../contract/environment.ts';
import type { OperatorRequest } from '../contract/operator.ts';
import type { Example } from '../contract/policy.ts';
import type { Streams } from '../contract/rng.ts';
import type { Loop } from '../contract/scenario.ts';
import type { Screen } from '../contract/screen.ts';
import { caseOf } from '../contract/session.ts';
import { messageOf } from '../shared/message-of.ts';
import type { Command, EpisodeEvent } from './command.ts';
import { advance, type EpisodeState, place } from './episode.ts';
import type { EpisodeWorld } from './episode-world.ts';
import type { Review } from './review.ts';
import type { CellRoles } from './roles.ts';

/** One running episode and the desk that it runs on. */
export interface RunningEpisode {
  /** Place of the scenario in the order that was asked for. */
  readonly order: number;
  readonly roles: CellRoles;
  readonly streams: Streams;
  /** Where the episode begins, and begins again after the desk failed. */
  readonly beginning: EpisodeWorld;
  environment: Environment;
  state: EpisodeState;
  reviews: Review[];
  examples: Example[];
  /** Whether the desk answers later: then it is looked at before the operator needs it. */
  later: boolean;
  /** What the desk was last at, where it answers later. */
  busy: Promise<unknown> | null;
  /** Whether it took too long and was given up: what is still answered is not heard. */
  over: boolean;
  /** Calls off the watch over its time. Absent: nobody watches. */
  endWatch?: (() => void) | undefined;
}

/** What is handed out beside the trace. */
export interface CollectOptions {
  readonly collectReviews?: boolean;
  readonly collectExamples?: boolean;
}

const DONE: EpisodeEvent = { kind: 'done' };

/** Carries out a command that the desk or the operator answers. */
export function carryOut(
  slot: RunningEpisode,
  command: Command,
  keeps: CollectOptions,
): EpisodeEvent | Promise<EpisodeEvent> {
  const { environment } = slot;
  switch (command.kind) {
    case 'open':
      return done(environment.reset(command.opening), slot);
    case 'deliver':
      return done(environment.deliver(command.arrivals), slot);
    case 'perform':
      return keeps.collectExamples
        ? perform(slot, command)
        : done(environment.perform(command.action, command.actor), slot);
    case 'observe': {
      const screen = environment.observe();
      if (screen instanceof Promise) return screen.then((seen) => ({ kind: 'observed', screen: seen }));
      return { kind: 'observed', screen };
    }
    case 'ask':
      return ask(slot, command, keeps);
    default:
      throw new Error(`The command "${command.kind}" is not for the desk or the operator.`);
  }
}

function done(answer: void | Promise<void>, slot: RunningEpisode): EpisodeEvent | Promise<EpisodeEvent> {
  if (!(answer instanceof Promise)) return DONE;
  slot.later = true;
  return answer.then(() => DONE);
}

type Perform = Extract<Command, { kind: 'perform' }>;

/** Performs an action once its screen, which nobody may have looked at, and what was decided on it are written down. */
function perform(slot: RunningEpisode, { action, actor }: Perform): EpisodeEvent | Promise<EpisodeEvent> {
  const { environment } = slot;
  const go = (screen: Screen) => {
    slot.examples.push(exampleOf(slot.state, screen));
    return done(environment.perform(action, actor), slot);
  };
  const screen = slot.state.screen ?? environment.observe();
  return screen instanceof Promise ? screen.then(go) : go(screen);
}

/** What the step at hand teaches: in open loop, too, what was decided, not what the log then did. */
function exampleOf({ past, scenario, course }: EpisodeState, screen: Screen): Example {
  if (past === null) throw new Error('Nothing was decided yet: there is no example.');
  const { chosen, suggestion, verdict } = past.step;
  const rejected = verdict === 'correct' && suggestion !== null && !course.same(suggestion, chosen);
  return { screen, action: chosen, session: caseOf(scenario.session), ...(rejected ? { rejected: suggestion } : {}) };
}

type Ask = Extract<Command, { kind: 'ask' }>;

/** Asks the operator; the screen is built only where the answer needs it, if the desk can do that at once. */
function ask(slot: RunningEpisode, command: Ask, keeps: CollectOptions): EpisodeEvent | Promise<EpisodeEvent> {
  const { question } = command;
  if (question.screen === null && slot.later)
    return Promise.resolve(slot.environment.observe()).then((screen) =>
      ask(slot, { kind: 'ask', question: { ...question, screen } }, keeps),
    );
  const request: OperatorRequest = {
    suggestion: question.suggestion,
    confidence: question.confidence,
    truth: question.truth,
    ...(question.same && { same: question.same }),
    critical: question.critical,
    step: question.step,
    acceptsInRow: question.acceptsInRow ?? 0,
    aware: question.aware ?? false,
    unattendedSteps: question.unattendedSteps ?? 0,
    streams: slot.streams,
    screen: () => {
      const screen = question.screen ?? slot.environment.observe();
      if (screen instanceof Promise) throw new Error('The desk answers later, but the operator needs the screen now.');
      return screen;
    },
  };
  const feedback = slot.roles.operator.respond(question.work ? { ...request, work: question.work } : request);
  const { screen, suggestion, scenario } = slot.state;
  const { id, caseKey } = scenario.session;
  if (keeps.collectReviews && question.critical && question.suggestion && screen && suggestion)
    slot.reviews.push({
      screen,
      suggestion,
      accepted: feedback.verdict === 'accept',
      session: id,
      ...(caseKey !== undefined && { caseKey }),
      step: slot.state.index,
      action: question.suggestion,
    });
  return { kind: 'answered', feedback };
}

/** Takes in what happened to the episode of a slot. Returns what is to be done next. */
export function move(slot: RunningEpisode, event: EpisodeEvent): Command {
  const { state, command } = advance(slot.state, event);
  slot.state = state;
  return command;
}

/** Closes a desk whose own failure no longer matters. */
export function closeQuietly(desk: Environment): Promise<void> {
  return Promise.resolve()
    .then(() => desk.close())
    .catch(() => undefined);
}

/** What it means that the desk refuses an action. */
const REFUSED: Readonly<Record<Loop, string>> = {
  open: 'The log does not fit its procedures: check the dataset and its importer.',
  closed: 'The screen does not offer what the world calls right, the operator did or the scenario forces: check them.',
};

/** The error with the place where it arose, so that the episode can be played again by itself. */
export function locatedError(error: unknown, state: EpisodeState): Error {
  const reason = messageOf(error);
  if (reason.startsWith('Session "')) return error as Error;
  const remedy = error instanceof IllegalActionError ? ` ${REFUSED[state.scenario.cell.loop]}` : '';
  return new Error(`${place(state)}: ${reason}${remedy}`, { cause: error });
}
