import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTION_KINDS, type Action, sameAction } from '../../../harness/contract/action.ts';
import { illegalReason, OPTION_SEPARATOR } from '../../../harness/contract/legal.ts';
import { uniformNoise, uniformRate } from '../../../harness/contract/noise-rates.ts';
import type { Feedback } from '../../../harness/contract/operator.ts';
import type { Streams } from '../../../harness/contract/rng.ts';
import { insideBinomial } from '../testing/test-binomial.ts';
import { evenStreams, pairs, request, testScreen, testStreams } from '../testing/test-screen.ts';
import { createOperator } from './create-operator.ts';
import { STAR_TIMES } from './operator-times.ts';

/** A prime, for draws spread evenly. */
const DRAWS = 2003;
const streams = evenStreams(DRAWS);
const ask = (right: Action, suggestion: Action | null, step: number) => request(right, suggestion, step, { streams });

function expectShare(of: (step: number) => boolean, rate: number): void {
  let successes = 0;
  for (let step = 0; step < DRAWS; step++) if (of(step)) successes++;
  expect(Math.abs(successes - rate * DRAWS)).toBeLessThanOrEqual(1);
}

describe.each(ACTION_KINDS)('the rates are what was set: %s', (kind) => {
  const { right, wrong } = pairs[kind];
  const rates = [0, 0.03, 0.3, 0.9, 1];

  it.each(rates)('α = %s', (rate) => {
    const operator = createOperator({
      population: '',
      noise: { ...uniformNoise(), alpha: { ...uniformRate(0.5), [kind]: rate } },
    });
    expectShare((step) => operator.respond(ask(right, right, step)).verdict === 'correct', rate);
  });

  it.each(rates)('β = %s', (rate) => {
    const operator = createOperator({
      population: '',
      noise: { ...uniformNoise(), beta: { ...uniformRate(0.5), [kind]: rate } },
    });
    expectShare((step) => operator.respond(ask(right, wrong, step)).verdict === 'accept', rate);
  });

  it.each(rates)('slip = %s, unaided and when correcting', (rate) => {
    const operator = createOperator({
      population: '',
      noise: { ...uniformNoise(), slip: { ...uniformRate(0.5), [kind]: rate } },
    });
    for (const suggestion of [null, wrong]) {
      let mislabelled = 0;
      expectShare((step) => {
        const feedback = operator.respond(ask(right, suggestion, step));
        if (feedback.slipped === sameAction(feedback.action, right)) mislabelled++;
        return feedback.slipped;
      }, rate);
      expect(mislabelled).toBe(0);
    }
  });
});

const rate = fc.double({ min: 0, max: 1, noNaN: true });
const kinds = fc.constantFrom(...ACTION_KINDS);

describe('an operator', () => {
  it('without noise accepts what is right and does what is right', () => {
    const operator = createOperator({ population: '', noise: uniformNoise() });
    for (const { right, wrong } of Object.values(pairs)) {
      expect(operator.respond(request(right, right, 0))).toMatchObject({
        verdict: 'accept',
        action: right,
        slipped: false,
      });
      expect(operator.respond(request(right, wrong, 0))).toMatchObject({
        verdict: 'correct',
        action: right,
        slipped: false,
      });
      expect(operator.respond(request(right, null, 0))).toMatchObject({
        verdict: 'unaided',
        action: right,
        slipped: false,
      });
    }
  });

  it('does something else by hand than what it refused, where something else is right too', () => {
    const operator = createOperator({ population: '', noise: uniformNoise({ alpha: 1 }) });
    const { right } = pairs.close;
    const other = pairs.transfer.right;
    const refused = request(right, right, 0);
    const both = (acceptable: readonly Action[]) =>
      operator.respond({ ...refused, truth: { ...refused.truth, acceptable } });
    expect(both([right, other])).toMatchObject({ verdict: 'correct', action: other });
    expect(both([other, right])).toMatchObject({ verdict: 'correct', action: other });
    expect(both([right])).toMatchObject({ verdict: 'correct', action: right });
  });

  it('draws nothing for a rate of 0 or 1, and looks at the screen only to slip', () => {
    const drawn: string[] = [];
    const streams: Streams = (role, step, purpose) => {
      drawn.push(purpose);
      return testStreams('1')(role, step, purpose);
    };
    const screen = () => {
      throw new Error('looked');
    };
    const { right } = pairs.close;
    for (const level of [0, 1])
      createOperator({ population: '', noise: uniformNoise({ alpha: level }) }).respond(
        request(right, right, 0, { streams, screen }),
      );
    expect(drawn.filter((purpose) => !/^(review|by hand)/.test(purpose))).toEqual([]);
    const slipping = createOperator({ population: '', noise: uniformNoise({ slip: 1 }) });
    expect(() => slipping.respond(request(right, null, 0, { screen }))).toThrow('looked');
  });

  it('turns only accepts into refusals as α grows, and only refusals into accepts as β grows', () => {
    fc.assert(
      fc.property(kinds, rate, rate, fc.nat(), (kind, x, y, step) => {
        const [low, high] = [Math.min(x, y), Math.max(x, y)];
        const { right, wrong } = pairs[kind];
        const verdict = (alpha: number, beta: number, suggestion: Action) =>
          createOperator({ population: '', noise: uniformNoise({ alpha, beta }) }).respond(
            request(right, suggestion, step),
          ).verdict;
        if (verdict(low, 0, right) === 'correct') expect(verdict(high, 0, right)).toBe('correct');
        if (verdict(0, low, wrong) === 'accept') expect(verdict(0, high, wrong)).toBe('accept');
      }),
      { numRuns: 1000 },
    );
  });

  it('answers alike in cells that differ in one rate only, wherever that rate does not matter', () => {
    fc.assert(
      fc.property(kinds, rate, rate, rate, fc.nat(), (kind, alpha, beta, other, step) => {
        const { right, wrong } = pairs[kind];
        const respond = (rates: { alpha: number; beta: number }, suggestion: Action): Feedback =>
          createOperator({ population: '', noise: uniformNoise({ ...rates, slip: 0.5 }) }).respond(
            request(right, suggestion, step),
          );
        expect(respond({ alpha, beta }, right)).toEqual(respond({ alpha, beta: other }, right));
        expect(respond({ alpha, beta }, wrong)).toEqual(respond({ alpha: other, beta }, wrong));
      }),
    );
  });
});

describe('a slip', () => {
  const operator = createOperator({ population: '', noise: uniformNoise({ slip: 1 }) });
  const SLIPS = 1500;
  const slips = (right: Action, suggestion: Action | null) =>
    Array.from({ length: SLIPS }, (_, step) => operator.respond(request(right, suggestion, step)).action);

  it('is never right, never what was just refused, and always legal', () => {
    for (const { right, wrong } of Object.values(pairs))
      for (const suggestion of [null, wrong])
        for (const action of slips(right, suggestion)) {
          const faults = [
            sameAction(action, right),
            suggestion !== null && sameAction(action, suggestion),
            illegalReason(action, testScreen) !== null,
          ];
          if (faults.includes(true)) expect.fail(`${JSON.stringify(action)}: ${faults}`);
        }
  });

  it('takes another control, another value or omits a field, each as often as the others', () => {
    const { right } = pairs.submit_form;
    if (right.kind !== 'submit_form') throw new Error('unexpected');
    const counts = { button: 0, omitted: 0, value: 0 };
    for (const action of slips(right, null)) {
      if (action.kind !== 'submit_form') throw new Error('left the form');
      if (action.button !== right.button) counts.button++;
      else if (Object.keys(action.values).length < Object.keys(right.values).length) counts.omitted++;
      else counts.value++;
    }
    for (const n of Object.values(counts)) expect(insideBinomial(n, SLIPS, 1 / 3)).toBe(true);
  });

  it('changes every field that can be changed', () => {
    const { right } = pairs.submit_form;
    const changed = new Set<string>();
    for (const action of slips(right, null))
      if (action.kind === 'submit_form' && right.kind === 'submit_form')
        for (const [field, value] of Object.entries(action.values))
          if (right.values[field] !== value) changed.add(field);
    expect([...changed].sort()).toEqual(['day', 'extras', 'guests', 'name', 'size']);
  });

  it('ticks or unticks one option of a list, and leaves the others', () => {
    const { right } = pairs.submit_form;
    if (right.kind !== 'submit_form') throw new Error('unexpected');
    const chosen = (action: Action) =>
      new Set(action.kind === 'submit_form' ? action.values.extras?.split(OPTION_SEPARATOR).filter(Boolean) : []);
    let ticked = 0;
    for (const action of slips(right, null)) {
      if (action.kind !== 'submit_form' || !action.values.extras) continue;
      const apart = ['wifi', 'lunch', 'parking'].filter(
        (one) => chosen(action).has(one) !== chosen(right).has(one),
      ).length;
      expect(apart).toBeLessThanOrEqual(1);
      ticked += apart;
    }
    expect(ticked).toBeGreaterThan(0);
  });

  it('mistypes free text', () => {
    const right: Action = { kind: 'send_text', reply: null, text: 'Your code is 47' };
    const made = slips(right, null);
    for (const action of made) expect(action.kind).toBe('send_text');
    const texts = made.map((a) => (a.kind === 'send_text' ? `${a.reply} ${a.text}` : ''));
    expect(new Set(texts).size).toBeGreaterThan(3);
  });

  it('leaves the kind of action where the screen offers no other of it, and is still wrong', () => {
    const right: Action = { kind: 'close', resolution: 'solved' };
    const bare = { ...testScreen, controls: testScreen.controls.filter(({ kind }) => kind === 'compose') };
    for (const controls of [bare.controls, []]) {
      const screen = { ...testScreen, controls };
      const { action, slipped } = operator.respond(request(right, null, 1, { screen: () => screen }));
      expect(slipped).toBe(true);
      expect(sameAction(action, right)).toBe(false);
    }
  });
});

describe('active time', () => {
  const operator = createOperator({ population: '', noise: uniformNoise() });
  const times = (right: Action, suggestion: Action | null) =>
    Array.from({ length: 20_000 }, (_, step) => operator.respond(request(right, suggestion, step)).activeMs).sort(
      (a, b) => a - b,
    );
  const quantile = (sorted: readonly number[], p: number) => sorted[Math.floor(p * sorted.length)]!;

  it('follows the lognormal of the act', () => {
    const { medianMs, sigma } = STAR_TIMES.form;
    const sorted = times(pairs.submit_form.right, null);
    for (const [p, z] of [
      [0.1, -1.28155],
      [0.25, -0.67449],
      [0.5, 0],
      [0.75, 0.67449],
      [0.9, 1.28155],
    ] as const)
      expect(Math.log(quantile(sorted, p) / medianMs) / sigma).toBeCloseTo(z, 1);
  });

  it('is the pick alone where a suggestion is accepted, and the pick and the work where it is not', () => {
    const { right, wrong } = pairs.send_text;
    expect(quantile(times(right, right), 0.5) / STAR_TIMES.pick.medianMs).toBeCloseTo(1, 1);
    for (const { right: kind } of Object.values(pairs))
      for (let step = 0; step < 200; step++) {
        const unaided = operator.respond(request(kind, null, step)).activeMs;
        const accepted = operator.respond(request(kind, kind, step)).activeMs;
        const corrected = operator.respond(
          request(kind, kind.kind === 'send_text' ? wrong : pairs[kind.kind].wrong, step),
        );
        expect(Math.abs(corrected.activeMs - accepted - unaided)).toBeLessThanOrEqual(1);
      }
    expect(right).not.toEqual(wrong);
  });
});

describe('an operator who has noticed what is amiss', () => {
  const { right, wrong } = pairs.send_text;
  const truth = { acceptable: [right], apparent: [wrong], repairs: [right], amiss: 'earlier error' } as const;
  const blind = createOperator({ population: '', noise: { ...uniformNoise(), notice: 0 } });

  it('does not forget it while it is amiss', () => {
    expect(blind.respond({ ...request(right, null, 0), truth }).action).toEqual(wrong);
    expect(blind.respond({ ...request(right, null, 0), truth, aware: true }).action).toEqual(right);
  });

  it('looks back once', () => {
    const seeing = createOperator({ population: '', noise: { ...uniformNoise(), notice: 1 } });
    const first = seeing.respond({ ...request(right, null, 0), truth });
    const again = seeing.respond({ ...request(right, null, 0), truth, aware: true });
    expect(first.noticed && again.noticed).toBe(true);
    expect(first.activeMs).toBeGreaterThan(again.activeMs);
  });
});
