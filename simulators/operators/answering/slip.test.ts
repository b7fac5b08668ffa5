import { describe, expect, it } from 'vitest';
import { type Action, sameAction } from '../../../harness/contract/action.ts';
import type { Control } from '../../../harness/contract/control.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import { testScreen } from '../testing/test-screen.ts';
import { slipOf } from './slip.ts';

const controls = (change: (all: readonly Control[]) => Control[]): Screen => ({
  ...testScreen,
  controls: change(testScreen.controls),
});
const book = (values: Record<string, string>, button = 'book'): Action => ({
  ...{ kind: 'submit_form', form: 'trip', button },
  values,
});
/** Controls that make no slip of a form. */
const onlyForm = (...fields: string[]) =>
  controls((all) =>
    all.filter(
      ({ form, target, kind }) => form === 'trip' && (kind === 'submit' ? target === 'book' : fields.includes(target)),
    ),
  );

/** Every slip that can come first in a channel: 0 another control, 1 another value, 2 a field left out. */
function slips(meant: Action, channel: 0 | 1 | 2, screen: Screen = testScreen, excluded: Action[] = [meant]): Action[] {
  const found = new Map<string, Action>();
  for (let at = 0; at < 60; at++) {
    const action = slipOf({
      ...{ meant, excluded, same: sameAction, screen },
      channel: () => ({ next: () => (channel + 0.5) / 3 }),
      choice: () => ({ next: () => (at + 0.5) / 60 }),
    });
    found.set(JSON.stringify(action), action);
  }
  return [...found.values()];
}
const values = (meant: Action, screen: Screen) =>
  slips(meant, 1, screen).map((action) => (action.kind === 'submit_form' ? action.values : action));
const sorted = (actions: readonly Action[]) => actions.map((action) => JSON.stringify(action)).sort();

describe('a slip of the hand', () => {
  it.each<[Action, Action[]]>([
    [
      { kind: 'select_procedure', procedure: 'refund' },
      ['address', 'fault'].map((procedure) => ({ kind: 'select_procedure', procedure })),
    ],
    [
      { kind: 'click_control', control: 'button:peek' },
      ['button:poke', 'result:0'].map((control) => ({ kind: 'click_control', control })),
    ],
    [
      { kind: 'send_text', reply: 'ask', text: 'ask' },
      ['greet', 'thank'].map((reply) => ({ kind: 'send_text', reply, text: reply })),
    ],
    [{ kind: 'transfer', queue: 'expert' }, ['billing', 'sales'].map((queue) => ({ kind: 'transfer', queue }))],
    [{ kind: 'close', resolution: 'solved' }, [{ kind: 'close', resolution: 'unsolved' }]],
    [book({ name: 'Bob', day: '2026-12-30' }), [book({ name: 'Bob', day: '2026-12-30' }, 'check')]],
  ])('takes a neighbour that is enabled: %j', (meant, others) => {
    expect(sorted(slips(meant, 0))).toEqual(sorted(others));
  });

  it('is none of what would be right, too, or was just refused', () => {
    const meant: Action = { kind: 'transfer', queue: 'expert' };
    expect(slips(meant, 0, testScreen, [meant, { kind: 'transfer', queue: 'billing' }])).toEqual([
      { kind: 'transfer', queue: 'sales' },
    ]);
  });
});

describe('a slip in a value', () => {
  it('of a day is the next day or the next month; the last wraps around', () => {
    const of = (day: string) => values(book({ day }), onlyForm('day'));
    expect(of('2026-12-27')).toEqual([{ day: '2026-12-28' }, { day: '2026-01-27' }]);
    expect(of('2026-03-28')).toEqual([{ day: '2026-03-01' }, { day: '2026-04-28' }]);
    expect(of('2026-11-09')).toEqual([{ day: '2026-11-10' }, { day: '2026-12-09' }]);
    // There is no 31st of April.
    expect(of('2026-03-31')).toEqual([{ day: '2026-03-04' }]);
  });

  it('of a choice is another option; of a list one more or one less', () => {
    expect(values(book({ size: 'small' }), onlyForm('size'))).toEqual([{ size: 'large' }, { size: 'huge' }]);
    expect(values(book({ extras: 'wifi | parking' }), onlyForm('extras'))).toEqual([
      { extras: 'parking' },
      { extras: 'wifi | lunch | parking' },
      { extras: 'wifi' },
    ]);
  });

  it('of a text is two letters swapped, a digit one higher, or the last letter lost', () => {
    const of = (name: string) =>
      values(book({ name }), onlyForm('name')).map((made) => (made as { name: string }).name);
    expect(of('Ann 49')).toEqual(['nAn 49', 'Ann 59', 'Ann 4']);
    expect(of('9')).toEqual(['0', '999']);
    expect(of('aab')).toEqual(['aba', 'aa']);
    // What only differs in case or by a blank does not show.
    expect(of('aA b c')).toEqual(['aA b ']);
    expect(of('a')).toEqual(['aaa']);
  });

  it('of own words is mistyped likewise; canned words are not', () => {
    const typed = slips({ kind: 'send_text', reply: null, text: 'no 7' }, 1);
    expect(typed.map((action) => action.kind === 'send_text' && action.text)).toEqual(['on 7', 'no 8', 'no ']);
    expect(slips({ kind: 'send_text', reply: 'ask', text: 'Who?' }, 1).every(({ kind }) => kind === 'send_text')).toBe(
      true,
    );
  });

  it('of memory leaves out a field that need not be filled', () => {
    const meant = book({ name: 'Bob', day: '2026-12-30', size: 'small', guests: '2' });
    expect(slips(meant, 2)).toEqual([
      book({ name: 'Bob', day: '2026-12-30', guests: '2' }),
      book({ name: 'Bob', day: '2026-12-30', size: 'small' }),
    ]);
  });
});

describe('where nothing of the kind can be done', () => {
  const meant: Action = { kind: 'close', resolution: 'solved' };
  const bare = (...ids: string[]) => controls((all) => all.filter(({ id }) => ids.includes(id)));

  it('something else is', () => {
    expect(slips(meant, 0, bare('transfer', 'button:peek', 'button:off'))).toEqual([
      { kind: 'click_control', control: 'button:peek' },
      ...['billing', 'expert', 'sales'].map((queue) => ({ kind: 'transfer', queue })),
    ]);
  });

  it('own words are, which are never the right ones', () => {
    const texts = (of: Action, excluded: Action[] = [of], screen = bare('compose')) =>
      slips(of, 0, screen, excluded).map((action) => action.kind === 'send_text' && action.text);
    expect(texts(meant)).toEqual(['sorry, one moment', 'one moment']);
    const said: Action = { kind: 'send_text', reply: null, text: 'one moment' };
    expect(texts(meant, [meant, said])).toEqual(['sorry, one moment']);
    // Nothing at all is offered: what was meant is mistyped.
    expect(texts({ kind: 'send_text', reply: 'ask', text: 'Who?' }, [], bare())).toEqual(['hWo?']);
    expect(texts({ kind: 'send_text', reply: 'ask', text: 'Dear [name]' }, [], bare())).toEqual(['osrry']);
  });
});
