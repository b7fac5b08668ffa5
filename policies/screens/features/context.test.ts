import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { screen } from '../../testing/small-desk.ts';
import { contextFeatures } from './context.ts';
import { FeatureFilter } from './feature-filter.ts';

const idsOf = (one: ReturnType<typeof screen>, named?: (name: string) => boolean) =>
  new Set(contextFeatures(one, named).ids);

describe('features of a screen', () => {
  const asked = (answer: string) => {
    const messages = [
      { author: 'desk' as const, text: 'What blocks a pipe?' },
      { author: 'customer' as const, text: answer },
    ];
    const result = { form: 'quiz', items: [{ Answer: 'The air lock' }], total: null, status: null };
    return screen({ messages, results: [{ ...result, control: 'result:0', selected: false }] });
  };

  it('tell whether the customer said what the result holds, however it is written', () => {
    const [right, again, wrong] = [asked('Air lock!'), asked('an air LOCK'), asked('Air clog!')].map((one) =>
      idsOf(one),
    );
    // Features that do not depend on the words said: those which both ways of being right share.
    const echoed = [...right!].filter((id) => again!.has(id) && !wrong!.has(id));
    expect(echoed.length).toBeGreaterThanOrEqual(2);
  });

  it('leave out the names that are not to be known', () => {
    const following = (target: string) =>
      screen({ timeline: [{ kind: 'send_text', target: `send_text ${target}`, values: {}, messageCount: 0 }] });
    const unknown = () => false;
    expect(idsOf(following('hotel_ask_day'))).not.toEqual(idsOf(following('doctor_ask_name')));
    expect(idsOf(following('hotel_ask_day'), unknown)).toEqual(idsOf(following('doctor_ask_name'), unknown));
    expect(idsOf(following('hotel_ask_day'), unknown)).not.toEqual(idsOf(following('hotel_inform_day'), unknown));
  });
});

describe('what fields were mentioned', () => {
  const said = (...texts: string[]) =>
    idsOf(screen({ messages: texts.map((text) => ({ author: 'customer' as const, text })) }));
  /** Of a field mentioned so, whatever the words: what two screens have that a third one has not. */
  const shared = (one: Set<number>, other: Set<number>, third: Set<number>) =>
    [...one].filter((id) => other.has(id) && !third.has(id));

  it('go by the newest message that has an option of theirs', () => {
    const [last, before] = [said('hm', 'Denver'), said('Denver', 'hm')];
    expect(shared(said('Boston', 'Boston'), last, before).length).toBeGreaterThan(0);
    expect(shared(said('Boston', 'so'), before, last).length).toBeGreaterThan(0);
    expect(shared(said('Boston', 'Boston'), before, last)).toEqual([]);
  });
});

describe('FeatureFilter', () => {
  const features = (ids: readonly number[]) => ({
    ids: Int32Array.from(ids),
    weights: Float32Array.from(ids, (id) => 1 + (id % 3)),
  });

  it('keeps what enough sessions showed, with its weights, whatever one session repeats', () => {
    const all = [
      { session: 'a', context: features([1, 2, 70_000]) },
      { session: 'a', context: features([3]) },
      { session: 'a', context: features([3]) },
      { session: 'b', context: features([2, 70_000]) },
    ];
    const kept = FeatureFilter.of(all, 2).keep(features([70_000, 1, 2, 3, 99]));
    expect(kept).toEqual(features([70_000, 2]));
    expect(FeatureFilter.of(all, 1).keep(features([1, 2, 3, 99]))).toEqual(features([1, 2, 3]));
  });

  it('changes nothing that it kept already', () => {
    const ids = fc.uniqueArray(fc.nat(2 ** 20 - 1), { maxLength: 50 });
    fc.assert(
      fc.property(ids, ids, (shown, asked) => {
        const filter = FeatureFilter.of([{ session: 'a', context: features(shown) }], 1);
        const once = filter.keep(features(asked));
        expect(filter.keep(once)).toEqual(once);
        expect([...once.ids]).toEqual(asked.filter((id) => shown.includes(id)));
      }),
      { numRuns: 30 },
    );
  });
});
