import { describe, expect, it } from 'vitest';
import { openCase } from '../desk/model/desk-state.ts';
import { type CaseState, DONE, OPEN, WRONG, type Wrong } from './case-state.ts';
import { conditionLanes, hexOf, situationOf } from './condition.ts';
import { planIndex } from './plan-index.ts';
import { testCatalog, testPlan, testSession } from './test-case.ts';

const session = { ...testSession(), opened: 'refund' };
const opened = openCase(session, testCatalog);
const plan = testPlan();
const index = planIndex(plan, session, opened);
const search = plan.steps.findIndex(({ actions }) => actions[0]?.kind === 'submit_form');
const wrong: Wrong = { actionIndex: 3, key: 'order/search', amiss: 'earlier error', final: false, known: false };
const doubt = { from: 'Broken', to: 'Late', wait: 2 };
const belief = { from: '48213', to: '48214', stepIndex: 1 };

/** In the middle of a case in which something went wrong and the customer has something in mind. */
const base: CaseState = {
  index,
  offer: opened.offer,
  view: opened.view,
  marks: plan.steps.map((_, at) => (at < search ? DONE : at === search + 2 ? WRONG : OPEN)),
  wrongs: new Map([[search + 2, wrong]]),
  results: new Map([[search, 0]]),
  resultCount: 1,
  fields: { channel: 'Chat', reason: 'Broken' },
  finals: ['x'],
  stray: ['x'],
  misled: [{ id: 'found', actionIndex: 2 }],
  beliefs: [belief],
  doubt,
  decided: true,
  actionCount: 5,
  ending: null,
};
const hashOf = (change: Partial<CaseState> = {}) => hexOf(conditionLanes({ ...base, ...change }));
const wrongs = (change: Partial<Wrong>) => ({ wrongs: new Map([[search + 2, { ...wrong, ...change }]]) });

const MATTERS: Readonly<Record<string, Partial<CaseState>>> = {
  'a step done': { marks: base.marks.with(search, DONE) },
  'a step undone': { marks: base.marks.with(0, OPEN) },
  'the screen': { view: openCase({ ...session, opened: 'address' }, testCatalog).view },
  'a field’s value': { fields: { ...base.fields, reason: 'Late' } },
  'a field of another name with that value': { fields: { channel: 'Chat', other: 'Broken' } },
  'a field less': { fields: { channel: 'Chat' } },
  'values of two fields exchanged': { fields: { channel: 'Broken', reason: 'Chat' } },
  'what was done wrongly': wrongs({ key: 'order/other' }),
  'that it came to light': wrongs({ known: true }),
  'that it cannot be put right': wrongs({ final: true }),
  'a final act that strayed': { stray: ['y'] },
  'no final act that strayed': { stray: [] },
  'another untruth': { misled: [{ id: 'refused', actionIndex: 2 }] },
  'no untruth': { misled: [] },
  'a belief': { beliefs: [{ ...belief, to: '48215' }] },
  'a belief in place of another value': { beliefs: [{ ...belief, from: '90557' }] },
  'no belief': { beliefs: [] },
  'no doubt': { doubt: null },
  'what the doubt comes to': { doubt: { ...doubt, to: 'Wrong item' } },
  'when the doubt is told': { doubt: { ...doubt, wait: 1 } },
  'that nothing is decided yet': { decided: false },
  'another goal': { index: { ...index, variant: 'Broken → Late' } },
  'a result that has gone from the screen': { results: new Map() },
  'an ending': { ending: 'abandoned' },
};

describe('the condition of a case', () => {
  it('is another one for each thing that matters', () => {
    const names = new Map([[hashOf(), 'none']]);
    for (const [name, change] of Object.entries(MATTERS)) {
      expect(names.get(hashOf(change)), `“${name}” is the condition of`).toBeUndefined();
      names.set(hashOf(change), name);
    }
  });

  it('is the same whatever came before it, in whatever order', () => {
    const same: readonly Partial<CaseState>[] = [
      { actionCount: 9, finals: [] },
      { fields: { reason: 'Broken', channel: 'Chat' } },
      wrongs({ actionIndex: 1 }),
      { misled: [{ id: 'found', actionIndex: 4 }] },
    ];
    for (const change of same) expect(hashOf(change)).toBe(hashOf());
    const done = { marks: base.marks.map(() => DONE), wrongs: new Map() };
    expect(hashOf({ ...done, results: new Map() }), 'nothing waits for the result any more').toBe(hashOf(done));
    const two = [
      { id: 'found', actionIndex: 2 },
      { id: 'refused', actionIndex: 3 },
    ];
    expect(hashOf({ misled: two.toReversed() })).toBe(hashOf({ misled: two }));
  });

  it('names a moment together with how often it was met', () => {
    const lanes = conditionLanes(base);
    const other = conditionLanes({ ...base, doubt: null });
    const moments = [0, 1, 2].flatMap((visits) => [situationOf(lanes, visits), situationOf(other, visits)]);
    expect(new Set(moments).size).toBe(moments.length);
    for (const moment of moments) expect(moment >= 0 && moment < 2 ** 32 && Number.isInteger(moment)).toBe(true);
  });
});
