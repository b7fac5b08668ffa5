import { describe, expect, it } from 'vitest';
import type { Screen, TimelineEntry } from '../../../harness/contract/screen.ts';
import { control, screen } from '../../testing/small-desk.ts';
import { CANDIDATE_FEATURES, candidateFeatures } from './candidate-features.ts';
import { candidates } from './candidates.ts';

/** Places of the facts that each test asks for, among a candidate's own. */
const [DONE, JUST_DONE, OVERLAP, ORDER, SELECTED] = [1, 2, 3, 4, 5] as const;

const RESULTS = ['result:4', 'result:5', 'result:6'];
const CONTROLS = [...screen().controls, ...RESULTS.map((id) => control(id, 'result', id))];

/** The fact at a place of the candidate whose target ends so. */
function factOf(fact: number, more: Partial<Screen> = {}): (target: string) => number {
  const seen = screen({ controls: CONTROLS, ...more });
  const offered = candidates(seen);
  const { own } = candidateFeatures(seen, offered);
  return (target) => {
    const at = offered.findIndex((one) => one.target.endsWith(target));
    if (at < 0) throw new Error(`No candidate ends in ${target}.`);
    return own[at * CANDIDATE_FEATURES + fact]!;
  };
}

const results = (shown: readonly string[], selected: readonly string[] = []) => ({
  results: shown.map((id) => ({
    form: 'flight',
    items: [],
    total: null,
    status: null,
    control: id,
    selected: selected.includes(id),
  })),
});
const did = (...targets: string[]): Pick<Screen, 'timeline'> => ({
  timeline: targets.map(
    (target): TimelineEntry => ({ kind: 'send_text', target: `send_text ${target}`, values: {}, messageCount: 0 }),
  ),
});

describe('facts of a candidate', () => {
  it('set the newest result apart, of however many, and the selected ones', () => {
    const [oldest, middle, newest] = RESULTS as [string, string, string];
    const three = factOf(SELECTED, results(RESULTS));
    expect(three(oldest)).toBe(three(middle));
    expect(three(newest)).not.toBe(three(oldest));
    expect(factOf(SELECTED, results([oldest]))(oldest)).toBe(three(newest));
    const taken = factOf(SELECTED, results(RESULTS, [middle, newest]));
    expect(taken(oldest)).toBe(three(oldest));
    expect(new Set([three(middle), three(newest), taken(middle), taken(newest), three('ask_name')]).size).toBe(5);
  });

  it('count how often it was done, up to three times', () => {
    const [never, once, twice, thrice, more] = [0, 1, 2, 3, 5].map((times) =>
      factOf(DONE, did(...Array<string>(times).fill('ask_name'), 'confirm'))('ask_name'),
    );
    expect(new Set([never, once, twice, thrice]).size).toBe(4);
    expect(more).toBe(thrice);
    expect(factOf(DONE, did('ask_name'))('ask_city')).toBe(never);
  });

  it('say whether it was the last thing done, and how far after that it stands', () => {
    const last = factOf(JUST_DONE, did('ask_name', 'ask_city'));
    expect(last('ask_city')).not.toBe(last('ask_name'));
    expect(last('ask_name')).toBe(last('confirm'));
    const next = factOf(ORDER, did('ask_city', 'ask_name'));
    expect(next('ask_city')).toBe(factOf(ORDER, did('ask_city'))('confirm'));
    expect(next('ask_city')).not.toBe(factOf(ORDER, did('confirm'))('ask_city'));
    expect(factOf(ORDER)('ask_city')).toBe(factOf(ORDER, did('gone'))('confirm'));
  });

  it('count the words of its label that the customer wrote since the desk last wrote, up to four', () => {
    const heard = (...texts: string[]) =>
      factOf(OVERLAP, {
        messages: texts.map((text) => ({ author: text.startsWith('>') ? 'desk' : 'customer', text })),
      })('ask_city');
    const none = heard('hello');
    const one = heard('a city');
    expect(one).not.toBe(none);
    expect(heard('a city', '>so?')).toBe(none);
    expect(heard('a city', '>so?', 'hello')).toBe(none);
    expect(heard('>so?', 'a city', 'hello')).toBe(one);
    expect(heard('city', 'city city')).toBe(one);
    expect(heard('city', 'flying')).toBe(heard('flying to'));
    expect(heard('which city are you')).toBe(heard('which city are you flying to'));
    expect(heard('which city are')).not.toBe(heard('which city are you'));
  });
});
