import { describe, expect, it } from 'vitest';
import { createKnowledgeBase } from '../../fixtures/knowledge/create-knowledge-base.ts';
import { planSession } from '../../fixtures/plans/plan-session.ts';
import { createWorld } from '../../simulators/case/create-world.ts';
import { createInProcessDesk } from '../../simulators/desk/in-process.ts';
import { surveyGoals } from '../bench/closed-loop/survey-goals.ts';
import { unreachableGoals } from '../bench/data/goals-given.ts';
import type { Action } from '../contract/action.ts';
import { type Catalog, catalogSchema } from '../contract/catalog.ts';
import type { Goal } from '../contract/goal.ts';
import { type Session, sessionSchema } from '../contract/session.ts';
import { CALM_WORLD, type WorldCase } from '../contract/world.ts';
import { createStreams } from '../shared/streams.ts';

const streams = createStreams({ seed: 'counts', session: 's' });

interface FormOf {
  readonly procedure: string;
  readonly form: string;
  readonly button?: object;
  readonly field?: object;
}

/** A procedure with a question, a form and an answer. */
function procedure({ procedure: id, form, button = {}, field = {} }: FormOf) {
  const replies = [
    { id: 'ask', text: 'What is your contract number?', critical: true },
    { id: 'done', text: 'Your request for contract {contract} is carried out.', critical: true },
  ];
  return {
    ...{ id, title: id, cluster: 'c', keywords: [], flow: [], replies },
    screens: [{ id: 'main', title: id, forms: [form], replies: ['ask', 'done'], buttons: [] }],
    forms: [
      {
        ...{ id: form, title: id },
        fields: [{ id: 'contract', label: 'Contract', kind: 'text', required: true, ...field }],
        buttons: [{ id: 'go', label: 'Go', critical: false, writes: true, ...button }],
      },
    ],
  };
}

function catalogOf(...procedures: readonly object[]): Catalog {
  const critical = { freeText: true, transfer: true, close: true };
  const desk = { queues: ['Q'], resolutions: ['Solved'], replies: [], critical };
  return catalogSchema.parse({ name: 'counts', desk, procedures });
}

const open = (id: string): Action => ({ kind: 'select_procedure', procedure: id });
const say = (reply: string, text: string): Action => ({ kind: 'send_text', reply, text });
const ask = say('ask', 'What is your contract number?');
const done = (value: string) => say('done', `Your request for contract ${value} is carried out.`);
const submit = (form: string, contract: string, button = 'go'): Action => ({
  ...{ kind: 'submit_form', form, button },
  values: { contract },
});
const close: Action = { kind: 'close', resolution: 'Solved' };

function sessionOf(
  actions: readonly Action[],
  goal: Goal | null = null,
  opening = 'It is about my contract.',
): Session {
  return sessionSchema.parse({
    ...{ id: 's', case: { subject: 'Chat', fields: {} }, offered: null, opened: null, operator: null },
    steps: actions.map((action, at) => ({
      arrivals: [...(at === 0 ? [opening] : []), ...(actions[at - 1] === ask ? ['C-1'] : [])].map((text) => ({
        ...{ text, atMs: 1000 * at },
      })),
      ...{ action, critical: true, atMs: 1000 * at + 500, activeMs: null, drafts: [], suggestion: null },
      result: action.kind === 'submit_form' ? { form: action.form, items: [], total: null, status: 'Saved' } : null,
    })),
    ...{ closing: [], outcome: 'resolved', complete: true, goal, tags: [] },
  });
}

function begin(catalog: Catalog, session: Session): WorldCase {
  const planned = planSession(session, catalog);
  if ('cause' in planned) throw new Error(planned.cause);
  const knowledge = createKnowledgeBase({ catalog, sessions: [session] });
  return createWorld({ catalog, knowledge, rates: CALM_WORLD, planOf: () => planned.plan }).begin(session, streams);
}

/** Does these, as far as the case goes on; then what is right until it is over. */
function play(catalog: Catalog, session: Session, actions: readonly Action[]): WorldCase['end'] {
  let moment = begin(catalog, session);
  for (const action of actions) if (!moment.over) moment = moment.perform(action, 'operator');
  for (let n = 0; !moment.over && n < 40; n++) moment = moment.perform(moment.truth.acceptable[0]!, 'operator');
  return moment.end;
}

/** Who took another procedure and goes on there as if it were the right one. */
const elsewhere = (form: string) => [open('cancel'), ask, submit(form, 'C-1'), done('C-1'), close];

describe('two procedures with the same ids', () => {
  const same = catalogOf(procedure({ procedure: 'cancel', form: 'f' }), procedure({ procedure: 'renew', form: 'f' }));
  const own = catalogOf(
    procedure({ procedure: 'cancel', form: 'f_cancel' }),
    procedure({ procedure: 'renew', form: 'f_renew' }),
  );
  const renewal = (form: string) => sessionOf([open('renew'), ask, submit(form, 'C-1'), done('C-1'), close]);

  it('are two: to cancel for who wants to renew misses the goal, whatever forms are called', () => {
    for (const [catalog, cancel, renew] of [
      [same, 'f', 'f'],
      [own, 'f_cancel', 'f_renew'],
    ] as const) {
      // biome-ignore format: pairs
      const session = renewal(renew);
      expect(play(catalog, session, [])).toMatchObject({ how: 'resolved', goalReached: true });
      expect(play(catalog, session, elsewhere(cancel)).goalReached).toBe(false);
      // Nor does it help to renew as well: the contract was cancelled.
      expect(play(catalog, session, [open('cancel'), submit(cancel, 'C-1')]).goalReached).toBe(false);
    }
    expect(play(same, renewal('f'), [open('cancel'), open('renew')]).goalReached).toBe(true);
    const [key] = play(same, renewal('f'), elsewhere('f')).commitments.filter((name) => name.includes('submit_form'));
    expect(key).toMatch(/^cancel /);
  });

  it('both count in a session that does both', () => {
    for (const [catalog, cancel, renew] of [
      [same, 'f', 'f'],
      [own, 'f_cancel', 'f_renew'],
    ] as const) {
      // biome-ignore format: pairs
      const actions = [open('cancel'), submit(cancel, 'C-1'), open('renew'), submit(renew, 'C-2'), done('C-2'), close];
      const session = sessionOf(actions);
      const [known] = surveyGoals({ catalog, sessions: [session] }, '1').known;
      expect(known?.replay).toMatchObject({ right: 6, steps: 6, cause: null });
      expect(play(catalog, session, [open('renew'), submit(renew, 'C-2'), done('C-2'), close]).goalReached).toBe(false);
    }
  });

  it('opening the goal’s own procedure is never an error, also where the customer asked something else first', () => {
    const first = sessionOf([ask, open('renew'), submit('f', 'C-1'), done('C-1'), close]);
    const catalog = { ...same, desk: { ...same.desk, replies: [{ id: 'hello', text: 'Hello!', critical: true }] } };
    const greeted = sessionOf([say('hello', 'Hello!'), ...first.steps.slice(1).map(({ action }) => action)]);
    const { acceptable } = begin(catalog, greeted).truth;
    expect(acceptable).toContainEqual(open('renew'));
    expect(acceptable).not.toContainEqual(open('cancel'));
  });
});

describe('a form a.b with button c and a form a with button b.c', () => {
  const look = procedure({ procedure: 'p', form: 'a.b' });
  const pay = procedure({ procedure: 'p', form: 'a', button: { id: 'b.c', critical: true } });
  const [harmless, payment] = [look.forms[0]!, pay.forms[0]!];
  const catalog = catalogOf({
    ...look,
    screens: [{ ...look.screens[0], forms: ['a.b', 'a'] }],
    forms: [{ ...harmless, buttons: [{ id: 'c', label: 'Look', critical: false, writes: false }] }, payment],
  });

  it('are two controls: looking pays nothing', async () => {
    const desk = createInProcessDesk(catalog);
    await desk.reset({ id: 's', case: { subject: 'Chat', fields: {} }, offered: null, opened: 'p' });
    await desk.perform(submit('a.b', '1', 'c'), 'operator');
    const screen = await desk.observe();
    expect(screen.fields).toEqual({});
    expect(new Set(screen.controls.map(({ id }) => id)).size).toBe(screen.controls.length);
    await desk.perform(submit('a', '2', 'b.c'), 'operator');
    expect((await desk.observe()).fields).toEqual({ contract: '2' });
    expect(new Set((await desk.observe()).timeline.map(({ target }) => target)).size).toBe(2);
  });
});

describe('a critical submission', () => {
  it.each([
    ['that writes nothing', { critical: true, writes: false }],
    ['that writes', { critical: true, writes: true }],
  ])('%s commits: with a wrong value, unnoticed, the goal is missed', (_, button) => {
    const catalog = catalogOf(procedure({ procedure: 'pay', form: 'f', button }));
    const session = sessionOf([open('pay'), ask, submit('f', '100'), done('100'), close]);
    expect(play(catalog, session, []).goalReached).toBe(true);
    expect(play(catalog, session, [open('pay'), ask, submit('f', '1000'), done('1000'), close]).goalReached).toBe(
      false,
    );
    // What leaves no field behind cannot be written over, and is not to be done twice.
    const again = [open('pay'), ask, submit('f', '1000'), submit('f', '100')];
    expect(play(catalog, session, again).goalReached).toBe(button.writes);
    expect(play(catalog, session, [open('pay'), ask, submit('f', '100'), submit('f', '100')]).goalReached).toBe(
      button.writes,
    );
  });
});

describe('a goal that the log gives', () => {
  const plan = { kind: 'select', options: ['Basic', 'Plus'] };
  const catalog = catalogOf(procedure({ procedure: 'plan', form: 'f', button: { critical: true }, field: plan }));
  const goal = (contract: string): Goal => ({ procedure: 'plan', facts: { contract }, finalFields: { contract } });
  const log = [open('plan'), ask, submit('f', 'Basic'), done('Basic'), close];

  it('is what counts, not what the operator saved', () => {
    const wanted = sessionOf(log, goal('Plus'));
    const [known] = surveyGoals({ catalog, sessions: [wanted] }, '1').known;
    expect(known?.replay.end.goalReached).toBe(false);
    const right = [open('plan'), ask, submit('f', 'Plus'), done('Plus'), close];
    expect(play(catalog, wanted, right)).toMatchObject({ how: 'resolved', goalReached: true, misled: [] });
    expect(play(catalog, wanted, []).fields).toEqual({ contract: 'Plus' });
    // Without one, it is taken from what was saved.
    expect(surveyGoals({ catalog, sessions: [sessionOf(log)] }, '1').known[0]?.replay.end.goalReached).toBe(true);
  });

  it('is what is said from then on, whole words of it', () => {
    const own: Action = { kind: 'send_text', reply: null, text: 'UltraBasic and Basics aside, Basic is carried out.' };
    const planned = planSession(sessionOf([...log.slice(0, -1), own, close], goal('Plus')), catalog);
    const steps = 'cause' in planned ? [] : planned.plan.steps;
    const said = steps.flatMap(({ actions }) => actions).flatMap((one) => (one.kind === 'send_text' ? [one.text] : []));
    expect(said).toContain('Your request for contract Plus is carried out.');
    expect(said).toContain('UltraBasic and Basics aside, Plus is carried out.');
    expect(said.join()).not.toMatch(/\bBasic\b/);
  });

  it('is named where nothing on the desk leads to it', () => {
    const causeOf = (given: Goal, actions = log) => {
      const session = sessionOf(actions, given);
      const planned = planSession(session, catalog);
      expect(unreachableGoals({ catalog, sessions: [session] })[0]?.cause).toBe('cause' in planned && planned.cause);
      return 'cause' in planned ? planned.cause : null;
    };
    expect(causeOf(goal('Gold'))).toMatch(/wants "Gold" in field "contract", which is none of its options/);
    expect(causeOf({ ...goal('Plus'), finalFields: { contract: 'Plus', street: 'x' } })).toMatch(/no form .* writes/);
    const kept = { ...sessionOf(log, goal('Plus')), case: { subject: 'Chat', fields: { channel: 'Chat' } } };
    expect(unreachableGoals({ catalog, sessions: [kept] })[0]?.cause).toMatch(/nothing takes away/);
    const unsaved = planSession(sessionOf([open('plan'), ask, close], goal('Plus')), catalog);
    expect(unsaved).toMatchObject({ cause: expect.stringMatching(/never submits a form that writes it/) });
  });
});

describe('messages', () => {
  const catalog = catalogOf(procedure({ procedure: 'renew', form: 'f' }));
  const session = sessionOf([open('renew'), ask, submit('f', 'C-1'), done('C-1'), close]);
  const before = [open('renew'), ask, submit('f', 'C-1')];

  it('with holes are never right', () => {
    for (const text of [
      'Your request for contract {contract} is carried out.',
      'Your request for contract [contract] is carried out.',
    ])
      expect(play(catalog, session, [...before, say('done', text), close]).goalReached).toBe(false);
  });

  it('are what they say, whatever reply they were begun from; another value in a slot is not judged', () => {
    expect(play(catalog, session, [...before, say('done', 'Go away, we are closed.'), close]).goalReached).toBe(false);
    expect(play(catalog, session, [...before, done('C-7'), close]).goalReached).toBe(true);
  });

  it('that the log’s operator rewrote may be said as the reply has it, too', () => {
    const rewritten = say('done', 'All right, your contract C-1 is carried on, as you requested.');
    const other = sessionOf([open('renew'), ask, submit('f', 'C-1'), rewritten, close]);
    expect(play(catalog, other, [...before, rewritten]).goalReached).toBe(true);
    expect(play(catalog, other, [...before, done('C-1')]).goalReached).toBe(true);
  });
});
