import type { Environment } from '../contract/environment.ts';
import type { Streams } from '../contract/rng.ts';
import type { Command, EpisodeEvent } from './command.ts';
import type { EpisodeState } from './episode.ts';
import type { Review } from './review.ts';
import type { CellRoles } from './roles.ts';

/** One running episode and the desk that it runs on. */
export interface Slot {
  /** Place of the scenario in the order that was asked for. */
  readonly order: number;
  readonly roles: CellRoles;
  readonly streams: Streams;
  environment: Environment;
  state: EpisodeState;
  reviews: Review[];
  /** Whether the desk answers later: then it is looked at before the operator needs it. */
  later: boolean;
}

const DONE: EpisodeEvent = { kind: 'done' };

/** Carries out a command that the desk or the operator answers. */
export function carryOut(slot: Slot, command: Command, keepReviews: boolean): EpisodeEvent | Promise<EpisodeEvent> {
  const { environment } = slot;
  switch (command.kind) {
    case 'open':
      return done(environment.reset(command.opening), slot);
    case 'deliver':
      return done(environment.deliver(command.arrivals), slot);
    case 'perform':
      return done(environment.perform(command.action, command.actor), slot);
    case 'observe': {
      const screen = environment.observe();
      if (screen instanceof Promise) return screen.then((seen) => ({ kind: 'observed', screen: seen }));
      return { kind: 'observed', screen };
    }
    case 'ask':
      return ask(slot, command, keepReviews);
    default:
      throw new Error(`The command "${command.kind}" is not for the desk or the operator.`);
  }
}

function done(answer: void | Promise<void>, slot: Slot): EpisodeEvent | Promise<EpisodeEvent> {
  if (!(answer instanceof Promise)) return DONE;
  slot.later = true;
  return answer.then(() => DONE);
}

type Ask = Extract<Command, { kind: 'ask' }>;

/** Asks the operator; the screen is built only where the answer needs it, if the desk can do that at once. */
function ask(slot: Slot, command: Ask, keepReviews: boolean): EpisodeEvent | Promise<EpisodeEvent> {
  const { question } = command;
  if (question.screen === null && slot.later)
    return Promise.resolve(slot.environment.observe()).then((screen) =>
      ask(slot, { kind: 'ask', question: { ...question, screen } }, keepReviews),
    );
  const feedback = slot.roles.operator.respond({
    suggestion: question.suggestion,
    confidence: question.confidence,
    truth: question.truth,
    critical: question.critical,
    step: question.step,
    streams: slot.streams,
    screen: () => {
      const screen = question.screen ?? slot.environment.observe();
      if (screen instanceof Promise) throw new Error('The desk answers later, but the operator needs the screen now.');
      return screen;
    },
  });
  const { screen, suggestion } = slot.state;
  if (keepReviews && question.critical && question.suggestion && screen && suggestion)
    slot.reviews.push({
      screen,
      suggestion,
      accepted: feedback.verdict === 'accept',
      session: slot.state.scenario.session.id,
      step: question.step,
      action: question.suggestion,
    });
  return { kind: 'answered', feedback };
}
