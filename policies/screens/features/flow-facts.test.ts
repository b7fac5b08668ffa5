import { describe, expect, it } from 'vitest';
import type { Screen } from '../../../harness/contract/screen.ts';
import { control, screen } from '../../testing/small-desk.ts';
import type { CandidateFlow } from './flow.ts';
import { FLOW_FACTS, FlowFactWriter, flowRole } from './flow-facts.ts';
import { hashFeature } from './hash.ts';
import { kindFacts, orderFact, verbOf } from './kind-facts.ts';
import { namesOf } from './named.ts';
import type { Offer } from './offer.ts';
import { sayable } from './sayable.ts';

const FLOW: CandidateFlow = {
  ...{ charted: true, listed: true, start: false, follows: 'directly', condition: 'yes', distance: 2, beyond: 1 },
  ...{ prepared: 0.5, done: false, next: true },
};
const offer = {
  kinds: [kindFacts('send_text'), kindFacts('close')],
  targets: Int32Array.of(11, 12),
  verbs: Int32Array.of(21, 22),
} as unknown as Offer;
const entry = (kind: 'send_text' | 'close', target: string, messageCount: number) => ({
  ...{ kind, target, values: {}, messageCount },
});
const SCREEN = screen({
  timeline: [entry('send_text', 'send_text ask_name', 1)],
  messages: [
    { author: 'customer', text: 'hi' },
    { author: 'desk', text: 'name?' },
    { author: 'customer', text: 'yes' },
  ],
  results: [{ form: 'f', items: [{ a: '1' }], total: 1, status: 'seat found', control: 'result:0', selected: false }],
});

function facts(seen: Screen = SCREEN, flow: CandidateFlow = FLOW, place = 0, overlap = 1): number[] {
  const written = new Int32Array(FLOW_FACTS + 2);
  new FlowFactWriter(seen, offer, written).write(1, place, flow, overlap);
  expect([written[0], written[FLOW_FACTS + 1]]).toEqual([0, 0]);
  return [...written.slice(1, -1)];
}
const usual = facts();
/** Places of the facts that differ from the usual ones. */
const changed = (other: readonly number[]) => other.flatMap((fact, at) => (fact === usual[at] ? [] : [at]));

describe('facts by the place in the flow', () => {
  it('are ten that differ', () => {
    expect(new Set(usual).size).toBe(FLOW_FACTS);
    expect(changed(facts())).toEqual([]);
  });

  it.each<[string, Partial<CandidateFlow>, number[]]>([
    ['how it follows', { follows: 'holds' }, [0, 2, 3, 4, 6, 7, 9]],
    ['its condition', { condition: 'no' }, [2, 3, 4]],
    ['its distance', { distance: 3 }, [1, 8]],
    ['whether it is next', { next: false }, [0, 1, 5, 6, 7, 8]],
    ['whether it was done', { done: true }, [1, 5, 6, 7, 8]],
    ['whether it is listed', { listed: false }, [1, 5, 6, 7, 8]],
    ['whether there is a chart', { charted: false }, [1, 5, 6, 7, 8]],
    ['how deep it lies', { beyond: 2 }, [5]],
    ['how well it is prepared', { prepared: 1 }, [5]],
    ['whether it begins the flow', { start: true }, []],
    ['a little of how well it is prepared', { prepared: 0.6 }, []],
  ])('hang on %s', (_, change, places) => {
    expect(changed(facts(SCREEN, { ...FLOW, ...change }))).toEqual(places);
  });

  it('hang on the kind, the target and the verb of the candidate, and on its words that were said', () => {
    expect(changed(facts(SCREEN, FLOW, 1))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(changed(facts(SCREEN, FLOW, 0, 2))).toEqual([6]);
  });

  const seen = (more: Partial<Screen>) => ({ ...SCREEN, ...more }) as Screen;
  it('hang on what was heard since the last action: nothing, one message, more', () => {
    const heard = [0, 1, 2, 3, 4].map((messageCount) => facts(seen({ messageCount })));
    // The desk’s own message is no answer: of 1, 2, 3, 4 messages, one before it, none, 0, 1 and 2 were heard.
    expect(heard[2]).toEqual(heard[1]);
    expect(heard[3]).toEqual(usual);
    expect(heard[4]).not.toEqual(heard[3]);
    expect(changed(heard[2]!)).toEqual([0, 1, 2, 4, 6, 7, 8, 9]);
    expect(facts(seen({ messageCount: 9 }))).toEqual(heard[4]);
  });

  it('hang on what was done last, on the last result, and on a yes or no', () => {
    const last = (kind: 'send_text' | 'close', target: string, messageCount: number) =>
      changed(facts(seen({ timeline: [entry(kind, target, messageCount)] })));
    expect(last('send_text', 'send_text inform_x', 1)).toEqual([9]);
    expect(last('send_text', 'send_text ask_city', 1)).toEqual([]);
    // Of the same count heard, but another kind, and so another verb.
    expect(last('close', 'close x', 2)).toEqual([0, 2, 7, 8, 9]);
    const result = SCREEN.results[0]!;
    const reached = (more: object) => changed(facts(seen({ results: [{ ...result, ...more }] })));
    expect(reached({ status: 'no seat' })).toEqual([3]);
    expect(reached({ items: [] })).toEqual([3]);
    expect(reached({ items: [{}, {}] })).toEqual([3]);
    expect(reached({ total: 0 })).toEqual([3]);
    expect(reached({ total: 5 })).toEqual([]);
    expect(changed(facts(seen({ results: [] })))).toEqual([3]);
    const messages = SCREEN.messages.with(2, { author: 'customer', text: 'no' });
    expect(changed(facts(seen({ messages })))).toEqual([4]);
  });

  it('are not mixed up between candidates that are written one after the other', () => {
    const both = new Int32Array(2 * FLOW_FACTS);
    const writer = new FlowFactWriter(SCREEN, offer, both);
    const other = { ...FLOW, distance: 5 };
    writer.write(0, 1, other, 0);
    writer.write(FLOW_FACTS, 0, FLOW, 1);
    expect([...both.slice(0, FLOW_FACTS)]).toEqual(facts(SCREEN, other, 1, 0));
    expect([...both.slice(FLOW_FACTS)]).toEqual(usual);
  });

  it('give a role to candidates that no example showed', () => {
    const roles = [
      flowRole(1, FLOW),
      flowRole(2, FLOW),
      ...(['follows', 'condition', 'next', 'done', 'listed', 'charted'] as const).map((key) =>
        flowRole(1, { ...FLOW, [key]: key === 'follows' ? 'maybe' : key === 'condition' ? null : !FLOW[key] }),
      ),
    ];
    expect(new Set(roles).size).toBe(roles.length);
    expect(flowRole(1, { ...FLOW, distance: 9, beyond: 4, prepared: 0 })).toBe(roles[0]);
  });
});

describe('verbs', () => {
  it.each([
    ['send_text ask_name', 'send_text request_name', false],
    ['send_text ask_name', 'send_text ask_city', true],
    ['send_text xask_name', 'send_text plain', true],
    ['send_text x_inform', 'send_text inform_y', true],
    ['send_text inform_x', 'close inform_x', false],
    ['submit_form a/book', 'submit_form b/book', true],
    ['submit_form a/book', 'submit_form a/check', false],
    ['select_procedure x', 'select_procedure y', true],
  ])('of %s and %s are the same: %s', (one, other, same) => {
    expect(verbOf(one) === verbOf(other)).toBe(same);
  });

  it('order facts are cut at four places either way', () => {
    const facts = kindFacts('close');
    expect(orderFact(facts, -9)).toBe(orderFact(facts, -4));
    expect(orderFact(facts, 9)).toBe(orderFact(facts, 4));
    expect(new Set([-4, -3, -1, 0, 1, 4].map((after) => orderFact(facts, after))).size).toBe(6);
    expect(kindFacts('close').itself).not.toBe(kindFacts('transfer').itself);
  });
});

it('names that are not known go by what kind of thing they are; procedures by one name', () => {
  const named = (name: string) => name === 'send_text ask_name' || name === 'procedure known';
  const { targets, procedures } = namesOf(named);
  expect(targets('send_text ask_name')).toEqual({ hash: hashFeature('send_text ask_name'), known: true });
  expect(targets('send_text ask_city')).toEqual({ hash: verbOf('send_text ask_city'), known: false });
  expect(procedures('known')).toEqual({ hash: hashFeature('known'), known: true });
  expect(procedures('other')).toEqual({ hash: 1, known: false });
  expect(namesOf(undefined).targets('x')).toEqual({ hash: hashFeature('x'), known: true });
});

describe('values that a message may say', () => {
  const field = (target: string, label: string) => control(`field:f.${target}`, 'text', label, { target, form: 'f' });
  const of = (label: string, value: string, target = 'x') =>
    Object.keys(sayable({ [target]: value }, screen({ controls: [field(target, label)] }))).length === 1;

  it.each([
    ['Order number', 'mistake', false],
    ['Order number', 'A7', true],
    ['Phone', 'mobile', false],
    ['Post code', 'here', false],
    ['No.', 'a', false],
    ['Casino', 'a', true],
    ['Number of seats', 'two', true],
    ['E-mail', 'me', false],
    ['email address', 'a@b', true],
    ['Name', 'Ada', true],
  ])('of %s: %s? %s', (label, value, may) => {
    expect(of(label, value)).toBe(may);
  });

  it('go by the field’s id, too; what no field asks for may be said', () => {
    expect(of('Which one?', 'mine', 'order_number')).toBe(false);
    expect(sayable({ y: 'mine' }, screen({ controls: [field('order_number', 'x')] }))).toEqual({ y: 'mine' });
  });
});
