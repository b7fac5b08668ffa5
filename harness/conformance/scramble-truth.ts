import { createInProcessDesk } from '../../simulators/desk/in-process.ts';
import { type Action, sameAction } from '../contract/action.ts';
import type { Catalog } from '../contract/catalog.ts';
import { illegalReason } from '../contract/legal.ts';
import type { Screen } from '../contract/screen.ts';
import type { Session } from '../contract/session.ts';
import { logExamples } from '../engine/log-examples.ts';

/**
 * The session as it would stand in the log had the operator done something else at this step: everything
 * that the screens up to there do not show is changed. Goal, outcome, operator, times, drafts, verdicts and
 * flags are others, the action at the step is another legal one, and nothing follows it.
 */
export async function scrambleTruth(session: Session, at: number, catalog: Catalog): Promise<Session> {
  const past = session.steps.slice(0, at);
  const step = session.steps[at];
  if (!step) throw new Error(`Session "${session.id}" has no step ${at}.`);
  const examples = await logExamples(
    [{ ...session, steps: session.steps.slice(0, at + 1) }],
    createInProcessDesk(catalog),
  );
  const screen = examples[at]?.screen;
  const other = screen && otherActions(screen).find((action) => !sameAction(action, step.action));
  if (!other) throw new Error(`Session "${session.id}", step ${at}: nothing else could be done.`);
  const elsewhere = catalog.procedures.find(({ id }) => id !== session.goal?.procedure);
  return {
    ...session,
    steps: [
      ...past.map((one) => ({ ...one, critical: !one.critical, atMs: 0, activeMs: 9, drafts: [], suggestion: null })),
      { ...step, action: other, critical: !step.critical, activeMs: 9, drafts: [], suggestion: null, result: null },
    ],
    closing: [],
    operator: session.operator === null ? 'someone' : null,
    outcome: session.outcome === 'resolved' ? 'unresolved' : 'resolved',
    complete: !session.complete,
    goal: { procedure: elsewhere?.id ?? 'elsewhere', facts: { name: 'Someone else' }, finalFields: {} },
    tags: ['scrambled'],
  };
}

/** Some of what the screen offers: at least two different actions on any open case. */
function otherActions(screen: Screen): Action[] {
  const found = screen.controls.flatMap((control): Action[] => {
    switch (control.kind) {
      case 'transfer':
        return control.options.map((queue) => ({ kind: 'transfer', queue }));
      case 'close':
        return control.options.map((resolution) => ({ kind: 'close', resolution }));
      case 'compose':
        return [
          { kind: 'send_text', reply: null, text: 'Something else.' },
          { kind: 'send_text', reply: null, text: 'Something else again.' },
        ];
      default:
        return [];
    }
  });
  return found.filter((action) => illegalReason(action, screen) === null);
}
