import type { ActionKind } from '../../../harness/contract/action.ts';
import type { Session, Step } from '../../../harness/contract/session.ts';
import { ACTS, type Act } from '../answering/operator-times.ts';

/** Suggestions that were answered, and how many of them were taken. */
export interface Answers {
  replies: number;
  picked: number;
}

/** What a log says of one operator. */
export interface OperatorLog extends Answers {
  readonly operator: string;
  sessions: number;
  /** By the kind of the first suggestion shown. */
  readonly answers: Map<ActionKind, Answers>;
  /** Milliseconds that each act took. */
  readonly times: Readonly<Record<Act, number[]>>;
  /** Active time of each complete session that has it. */
  readonly activeMs: number[];
}

/** Gathers what a log says of each operator, in the order in which they appear. */
export function tallyOperators(sessions: Iterable<Session>): OperatorLog[] {
  const logs = new Map<string, OperatorLog>();
  for (const session of sessions) {
    const operator = session.operator ?? '(unknown)';
    const log = logs.get(operator) ?? emptyLog(operator);
    logs.set(operator, log);
    addSession(log, session);
  }
  return [...logs.values()];
}

function emptyLog(operator: string): OperatorLog {
  const times = Object.fromEntries(ACTS.map((act) => [act, []])) as unknown as Record<Act, number[]>;
  return { operator, sessions: 0, replies: 0, picked: 0, answers: new Map(), times, activeMs: [] };
}

function addSession(log: OperatorLog, session: Session): void {
  log.sessions++;
  let readyMs = 0;
  let sum: number | null = session.complete && session.steps.length > 0 ? 0 : null;
  for (const step of session.steps) {
    for (const [act, ms] of timedActs(step, readyMs)) log.times[act].push(ms);
    readyMs = step.atMs;
    sum = sum === null || step.activeMs === null ? null : sum + step.activeMs;
    if (!step.suggestion) continue;
    const { shown, accepted } = step.suggestion;
    const kind = shown[0]?.kind ?? step.action.kind;
    const answers = log.answers.get(kind) ?? { replies: 0, picked: 0 };
    log.answers.set(kind, answers);
    for (const count of [log, answers]) {
      count.replies++;
      if (accepted) count.picked++;
    }
  }
  if (sum !== null) log.activeMs.push(sum);
}

/** The acts of a step with their times: each begins at the event before it, whoever's that was. */
function* timedActs(step: Step, readyMs: number): Generator<[Act, number]> {
  const heard = step.arrivals.map(({ atMs }) => atMs);
  const since = (atMs: number, own: readonly number[]) =>
    atMs - Math.max(readyMs, ...[...heard, ...own].filter((before) => before <= atMs));
  let draftingMs = 0;
  const drafted: number[] = [];
  for (const { atMs } of step.drafts) {
    const ms = since(atMs, drafted);
    drafted.push(atMs);
    draftingMs += ms;
    yield ['draft', ms];
  }
  const ms = step.activeMs === null ? since(step.atMs, drafted) : step.activeMs - draftingMs;
  if (ms >= 0) yield [lastAct(step), ms];
}

function lastAct({ action, drafts, suggestion }: Step): Act {
  switch (action.kind) {
    case 'select_procedure':
      return 'procedure';
    case 'submit_form':
      return 'form';
    case 'click_control':
      return 'click';
    case 'transfer':
    case 'close':
      return 'finish';
    case 'send_text':
      if (action.reply === null) return 'freeText';
      return drafts.length > 0 || suggestion ? 'pick' : 'draft';
  }
}
