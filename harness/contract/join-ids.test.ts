import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Action, actionTarget } from './action.ts';
import { fieldControlId, formButton, joinIds, submitControlId } from './join-ids.ts';

const id = fc.string({
  unit: fc.constantFrom('a', 'b', '.', '/', '=', ',', ' ', '\\', '*'),
  minLength: 1,
  maxLength: 5,
});

describe('joined ids', () => {
  it('leave ordinary ids as they are', () => {
    expect(formButton('booking', 'check')).toBe('booking/check');
    expect(submitControlId('booking', 'check')).toBe('submit:booking.check');
    expect(fieldControlId('booking', 'Name')).toBe('field:booking.Name');
  });

  it('never meet: form a.b with button c is not form a with button b.c', () => {
    expect(submitControlId('a.b', 'c')).not.toBe(submitControlId('a', 'b.c'));
    expect(formButton('a/b', 'c')).not.toBe(formButton('a', 'b/c'));
    fc.assert(
      fc.property(
        fc.constantFrom('.', '/', '=', ',', ' '),
        fc.array(id, { minLength: 2, maxLength: 3 }),
        fc.array(id, { minLength: 2, maxLength: 3 }),
        (separator, a, b) => {
          if (a.length === b.length)
            expect(joinIds(separator, ...a) === joinIds(separator, ...b)).toBe(a.every((one, at) => one === b[at]));
        },
      ),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('name what an action does: no two actions that do something else share a target', () => {
    const action: fc.Arbitrary<Action> = fc.oneof(
      fc.record({ kind: fc.constant('submit_form' as const), form: id, button: id, values: fc.constant({}) }),
      fc.record({ kind: fc.constant('send_text' as const), reply: fc.option(id), text: fc.constant('x') }),
      fc.record({ kind: fc.constant('transfer' as const), queue: id }),
    );
    fc.assert(
      fc.property(action, action, (a, b) => {
        expect(actionTarget(a) === actionTarget(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
      { seed: 2, numRuns: 3000 },
    );
    expect(actionTarget({ kind: 'send_text', reply: '*', text: 'x' })).not.toBe(
      actionTarget({ kind: 'send_text', reply: null, text: 'x' }),
    );
  });
});
