import type { Example, Policy, Suggestion } from '../../contract/policy.ts';
import { caseOf, type Session } from '../../contract/session.ts';
import { wallClockMs } from '../../runner/wall-clock.ts';
import { type Labelling, stepKey } from '../data/model-splits.ts';
import { suggestAll } from './decisions.ts';
import type { SessionExamples } from './session-examples.ts';

/** What a policy did on one session's steps. */
export interface SessionJudgement {
  readonly session: string;
  /** Its case: sessions of one case are one cluster. */
  readonly case: string;
  readonly steps: number;
  readonly toolRight: number;
  readonly actionRight: number;
}

/** A session's labels and what the policy gave for them. */
export interface SessionPredictions {
  readonly session: string;
  readonly case: string;
  readonly labels: readonly string[];
  readonly predictions: readonly string[];
}

export interface Timed<T> {
  readonly sessions: readonly T[];
  readonly decisions: number;
  readonly elapsedMs: number;
}

/** What stands for a proposal without a label. */
const NO_LABEL = '(none)';

/** Judges every operator action of the sessions by the policy's first proposal; none counts as wrong. */
export async function judgeActions(
  policy: Policy,
  sessions: readonly Session[],
  examples: SessionExamples,
): Promise<Timed<SessionJudgement>> {
  const perSession = await Promise.all(sessions.map((session) => examples.of(session)));
  const { answers, elapsedMs } = await ask(policy, perSession.flat());
  let at = 0;
  const judged = perSession.map((steps, i): SessionJudgement => {
    const own = steps.map(({ action, screen }) => ({ action, screen, proposed: answers[at++]?.ranked[0]?.action }));
    return {
      session: sessions[i]!.id,
      case: caseOf(sessions[i]!),
      steps: own.length,
      toolRight: own.filter(({ action, proposed }) => proposed?.kind === action.kind).length,
      actionRight: own.filter(({ action, screen, proposed }) => proposed && examples.same(screen, action, proposed))
        .length,
    };
  });
  return { sessions: judged, decisions: answers.length, elapsedMs };
}

/** What the policy gives for each labelled step: its best proposal that has a label. */
export async function predictLabels(
  policy: Policy,
  sessions: readonly Session[],
  examples: SessionExamples,
  labels: ReadonlyMap<string, string>,
  labelling: Labelling,
): Promise<Timed<SessionPredictions>> {
  const perSession: { session: Session; labels: string[]; examples: Example[] }[] = [];
  for (const session of sessions) {
    const own = (await examples.of(session)).flatMap((example, step) => {
      const label = labels.get(stepKey(session.id, step));
      return label === undefined ? [] : [{ example, label }];
    });
    perSession.push({
      session,
      labels: own.map(({ label }) => label),
      examples: own.map(({ example }) => example),
    });
  }
  const { answers, elapsedMs } = await ask(
    policy,
    perSession.flatMap((one) => one.examples),
  );
  let at = 0;
  const predicted = perSession.map(({ session, labels: truth }) => ({
    session: session.id,
    case: caseOf(session),
    labels: truth,
    predictions: truth.map(() => firstLabel(answers[at++], labelling)),
  }));
  return { sessions: predicted, decisions: answers.length, elapsedMs };
}

function firstLabel(suggestion: Suggestion | undefined, { labelOf }: Labelling): string {
  for (const { action } of suggestion?.ranked ?? []) {
    const label = labelOf(action);
    if (label !== null) return label;
  }
  return NO_LABEL;
}

/** The policy sees screens only: what was done on them stays here. */
async function ask(
  policy: Policy,
  examples: readonly Example[],
): Promise<{ answers: Suggestion[]; elapsedMs: number }> {
  const startMs = wallClockMs();
  const answers = await suggestAll(
    policy,
    examples.map(({ screen }) => screen),
  );
  return { answers, elapsedMs: wallClockMs() - startMs };
}
