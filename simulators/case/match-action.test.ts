import { describe, expect, it } from 'vitest';
import type { Action } from '../../harness/contract/action.ts';
import { viewAfter } from '../desk/model/view-after.ts';
import { trueProgress } from './case-progress.ts';
import { DONE, OPEN, WRONG } from './case-state.ts';
import { matchAction } from './match-action.ts';
import { ACTS, noStreams, submit, testPlan, testSession, testWorld } from './test-case.ts';
import { play } from './test-play.ts';
import { stateOf } from './test-state.ts';

const plan = testPlan({ courtesies: false });
const NAMES = [
  'askNumber',
  'askShop',
  'search',
  'found',
  'askReason',
  'grant',
  'askAccount',
  'confirm',
  'pay',
  'paid',
  'close',
];
type Name = keyof typeof ACTS;

/** The step that an action fits, and how, on the procedure's screen; where steps are done, and others done wrongly. */
function matched(action: Action, done: readonly Name[], wrongly: readonly Name[] = []) {
  const marks = NAMES.map((name) =>
    wrongly.includes(name as Name) ? WRONG : done.includes(name as Name) ? DONE : OPEN,
  );
  const before = stateOf(plan, marks);
  const state = { ...before, view: viewAfter(before.view, before.offer, ACTS.select) };
  const match = matchAction(action, state, trueProgress(state));
  return match && `${NAMES[match.indexed.stepIndex]} ${match.fit}`;
}
const UNTIL_REASON: Name[] = ['askNumber', 'askShop', 'search', 'found', 'askReason'];

describe('an action fits a step of the plan', () => {
  it.each<[string, Action, Name[], Name[], string | null]>([
    ['whose turn has come', ACTS.askShop, [], [], 'askShop right'],
    ['whose turn has come after others', ACTS.search, ['askNumber', 'askShop'], [], 'search right'],
    ['whose turn has not come', ACTS.search, ['askNumber'], [], 'search early'],
    ['far ahead', ACTS.pay, [], [], 'pay early'],
    ['that is done', ACTS.askNumber, ['askNumber'], [], 'askNumber again'],
    ['that rests on a wrong one', ACTS.found, ['askNumber', 'askShop'], ['search'], 'found fouled'],
    ['far behind a wrong one', ACTS.pay, ['askNumber', 'askShop'], ['search'], 'pay fouled'],
    ['that was done wrongly before', ACTS.search, ['askNumber', 'askShop'], ['search'], 'search right'],
    ['but not so', submit('order', 'search', { number: '1' }), ['askNumber', 'askShop'], [], 'search wrong'],
    ['but not so, and too soon', submit('decision', 'grant', { reason: 'Late' }), [], [], 'grant wrong'],
    [
      'but not so, and done',
      submit('decision', 'grant', { reason: 'Late' }),
      [...UNTIL_REASON, 'grant'],
      [],
      'grant wrong',
    ],
    ['in nothing', ACTS.refused, [], [], null],
    ['in nothing but its kind', { kind: 'close', resolution: 'Withdrawn' }, [], [], null],
    ['in nothing, though of the desk', ACTS.hello, [], [], null],
    ['in nothing, as another procedure', ACTS.stray, [], [], null],
    ['in nothing, as a result that no step takes up', ACTS.takeUp, [], [], null],
  ])('%s', (_, action, done, wrongly, fit) => {
    expect(matched(action, done, wrongly)).toBe(fit);
  });
});

it('a procedure that is opened before its turn is opened for good, and not asked for again', () => {
  const other = { ...plan.steps[0]!, id: 'other', actions: [ACTS.stray], procedure: null, after: ['5'], replies: [] };
  const steps = plan.steps.map((step) => (step.id === '10' ? { ...step, after: [...step.after, 'other'] } : step));
  const world = testWorld({ ...plan, steps: [...steps.slice(0, 6), other, ...steps.slice(6)] });
  const taken = (first: readonly Action[]) => {
    let now = play(world.begin(testSession(), noStreams), ...first);
    const done: Action[] = [];
    for (let n = 0; !now.over && n < 40; n++) {
      const next = now.truth.acceptable[0]!;
      done.push(next);
      now = play(now, next);
    }
    expect(now.end.goalReached).toBe(true);
    return done.filter(({ kind, ...rest }) => kind === 'select_procedure' && Object.values(rest).includes('address'))
      .length;
  };
  expect(taken([])).toBe(1);
  expect(taken([ACTS.stray])).toBe(0);
});
