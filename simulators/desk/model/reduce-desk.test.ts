import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action } from '../../../harness/contract/action.ts';
import { IllegalActionError } from '../../../harness/contract/environment.ts';
import { illegalReason } from '../../../harness/contract/legal.ts';
import { type Move, randomMoves } from '../testing/moves.ts';
import { breakAction, resolveMove } from '../testing/resolve-move.ts';
import { sampleCatalog, sampleOpening } from '../testing/sample-catalog.ts';
import { type DeskState, openCase, screenOf } from './desk-state.ts';
import { deskIllegalReason } from './legality.ts';
import { reduceDesk } from './reduce-desk.ts';

const act = (state: DeskState, ...actions: Action[]): DeskState =>
  actions.reduce((now, action) => reduceDesk(now, { kind: 'act', action, actor: 'operator' }), state);
const start = openCase(sampleOpening, sampleCatalog);
const refund: Action = { kind: 'select_procedure', procedure: 'refund' };
const ids = (state: DeskState) => screenOf(state).controls.map(({ id }) => id);

describe('the desk', () => {
  it('opens a case with the offered procedures and what the desk always has', () => {
    expect(ids(start)).toEqual([
      'procedure:refund',
      'procedure:address',
      'procedure:identity',
      'reply:hello',
      'reply:goodbye',
      'compose',
      'transfer',
      'close',
    ]);
    const offered = openCase({ ...sampleOpening, offered: ['address'] }, sampleCatalog);
    expect(ids(offered)[0]).toBe('procedure:address');
    expect(ids(offered)).toHaveLength(6);
  });

  it('opens a procedure at its first screen, whose replies come before the desk’s of the same id', () => {
    const screen = screenOf(act(start, refund));
    expect(screen.procedure).toEqual({
      id: 'refund',
      title: 'Refund an order',
      screen: 'find',
      screenTitle: 'Find the order',
    });
    const replies = screen.controls.filter(({ kind }) => kind === 'reply');
    expect(replies.map(({ target, label }) => [target, label])).toEqual([
      ['ask_order', 'What is the order number, please?'],
      ['hello', 'Hello, you want your money back?'],
      ['goodbye', 'Thank you and goodbye.'],
    ]);
  });

  it('writes case fields and moves on where the button says so, and only there', () => {
    const decide = act(start, refund, { kind: 'click_control', control: 'button:skip' });
    expect(screenOf(decide).procedure?.screen).toBe('decide');
    const values = { reason: 'Late', amount: '5' };
    const checked = act(decide, { kind: 'submit_form', form: 'decision', button: 'check', values });
    expect(checked.fields).toBe(decide.fields);
    expect(screenOf(checked).procedure?.screen).toBe('decide');
    const granted = screenOf(act(checked, { kind: 'submit_form', form: 'decision', button: 'grant', values }));
    expect(granted.fields).toEqual({ customer: 'Ada', tier: '', reason: 'Late', amount: '5' });
    expect(granted.procedure?.screen).toBe('find');
  });

  it('shows the last results with the number that they have in the case, one of them selected', () => {
    let state = act(start, refund);
    for (let n = 0; n < 5; n++)
      state = reduceDesk(state, {
        kind: 'arrive',
        arrival: { kind: 'result', result: { form: 'order', items: [{ n: String(n) }], total: null, status: null } },
      });
    expect(screenOf(state).results.map(({ control }) => control)).toEqual(['result:2', 'result:3', 'result:4']);
    expect(ids(state).slice(-3)).toEqual(['result:2', 'result:3', 'result:4']);
    const taken = act(
      state,
      { kind: 'click_control', control: 'result:3' },
      { kind: 'click_control', control: 'result:2' },
    );
    expect(screenOf(taken).results.map(({ selected }) => selected)).toEqual([true, false, false]);
    expect(() => act(state, { kind: 'click_control', control: 'result:1' })).toThrow(IllegalActionError);
  });

  it('keeps the last thirty messages and entries, and counts all', () => {
    let state = start;
    for (let n = 0; n < 40; n++) state = act(state, { kind: 'send_text', reply: null, text: `m${n}` });
    const screen = screenOf(state);
    expect(screen.messages).toHaveLength(30);
    expect(screen.messages.at(0)).toEqual({ author: 'desk', text: 'm10' });
    expect([screen.messageCount, screen.timeline.length, state.actors.length, state.actionCount]).toEqual([
      40, 30, 30, 40,
    ]);
    expect(screen.timeline.at(-1)?.messageCount).toBe(39);
  });

  it.each<Action>([
    { kind: 'transfer', queue: 'Fraud team' },
    { kind: 'close', resolution: 'Solved' },
  ])('takes no action after $kind', (end) => {
    const ended = act(start, end);
    expect(screenOf(ended).controls).toEqual([]);
    expect(() => act(ended, refund)).toThrow(/is not possible: the case is (closed|transferred)/);
  });

  it('says which procedure, form, reply or screen a catalog lacks', () => {
    expect(() => openCase({ ...sampleOpening, opened: 'none' }, sampleCatalog)).toThrow('no procedure "none"');
    const broken = structuredClone(sampleCatalog);
    broken.procedures[0]?.screens[0]?.forms.push('ghost');
    expect(() => openCase(sampleOpening, broken)).toThrow(
      /Procedure "refund" has no form "ghost", named in screen "find"/,
    );
  });
});

describe('laws of the desk', () => {
  const play = (moves: readonly Move[], look: (before: DeskState, after: DeskState) => void) => {
    let state = start;
    for (const move of moves) {
      const frozen = JSON.stringify(screenOf(state));
      const next = step(state, move);
      expect(JSON.stringify(screenOf(state))).toBe(frozen);
      look(state, next);
      state = next;
    }
  };
  function step(state: DeskState, move: Move): DeskState {
    if (move.kind === 'arrive')
      return move.arrivals.reduce((now, arrival) => reduceDesk(now, { kind: 'arrive', arrival }), state);
    const legal = resolveMove(screenOf(state), move.pick, move.texts);
    if (!legal) return state;
    const action = move.kind === 'break' ? breakAction(legal, move.pick) : legal;
    // The quick answer from look-up tables agrees with the contract's, word for word.
    expect(deskIllegalReason(action, state)).toBe(illegalReason(action, screenOf(state)));
    return illegalReason(action, screenOf(state)) === null
      ? reduceDesk(state, { kind: 'act', action, actor: move.actor })
      : state;
  }

  it('never changes a state in place, and hands out the same controls for the same screen', () => {
    fc.assert(
      fc.property(randomMoves(25), (moves) => {
        play(moves, (before, after) => {
          if (
            before.status === 'open' &&
            after.status === 'open' &&
            before.view === after.view &&
            before.resultCount === after.resultCount
          )
            expect(screenOf(after).controls).toBe(screenOf(before).controls);
        });
      }),
      { numRuns: 200 },
    );
  });

  it('gives the same screen for the same events', () => {
    fc.assert(
      fc.property(randomMoves(25), (moves) => {
        const ends: string[] = [];
        for (let round = 0; round < 2; round++) {
          let last = start;
          play(moves, (_, after) => {
            last = after;
          });
          ends.push(JSON.stringify(screenOf(last)));
        }
        expect(ends[0]).toBe(ends[1]);
      }),
      { numRuns: 100 },
    );
  });

  it('keeps every part of a screen that an event did not touch', () => {
    const withMessage = reduceDesk(start, { kind: 'arrive', arrival: { kind: 'message', text: 'hi' } });
    const opened = act(withMessage, refund);
    expect(opened.messages).toBe(withMessage.messages);
    expect(opened.fields).toBe(withMessage.fields);
    expect(opened.results).toBe(withMessage.results);
  });
});
