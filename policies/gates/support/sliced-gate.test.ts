import fc from 'fast-check';
import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import type { Action } from '../../../harness/contract/action.ts';
import type { GateExample } from '../../../harness/contract/gate.ts';
import { recipe as clopperPearson } from '../clopper-pearson.ts';
import { recipe as plugIn } from '../plug-in.ts';
import { slicedGate } from './sliced-gate.ts';
import { byCluster, byKind } from './slicings.ts';

const OPTIONS = { targetPrecision: 0.9, delta: 0.05 };
const CLICK: Action = { kind: 'click_control', control: 'button:x' };
const CLOSE: Action = { kind: 'close', resolution: 'Solved' };
const SEND: Action = { kind: 'send_text', reply: 'hello', text: 'Hello.' };

function feedback(
  count: number,
  action: Action,
  rate: number,
  name: string,
  procedure: string | null = null,
): GateExample[] {
  const random = seedrandom(name);
  return Array.from({ length: count }, (_, at) => {
    const score = random();
    return { score, accepted: random() < rate, action, procedure, session: `s${at}` };
  });
}

const mixed = fc.array(
  fc.record({
    score: fc.integer({ min: 0, max: 20 }).map((score) => score / 20),
    accepted: fc.integer({ min: 0, max: 9 }).map((draw) => draw > 0),
    action: fc.constantFrom(CLICK, CLOSE, SEND),
    procedure: fc.constantFrom(null, 'refund', 'booking'),
    session: fc.constant('s'),
  }),
  { maxLength: 200 },
);

describe('slicedGate', () => {
  it('sets each slice by its own examples alone, and keeps small ones closed', () => {
    fc.assert(
      fc.property(mixed, fc.integer({ min: 1, max: 60 }), (examples, minSupport) => {
        const gate = slicedGate(plugIn, byKind(minSupport)).fit(examples, OPTIONS);
        for (const action of [CLICK, CLOSE, SEND]) {
          const own = examples.filter((one) => one.action === action);
          const slice = gate.slices?.find((one) => one.slice === action.kind);
          const alone = plugIn.fit(own, OPTIONS);
          const open = own.length >= minSupport;
          if (own.length > 0) expect(slice?.threshold).toBe(open ? alone.threshold : null);
          else expect(slice).toBeUndefined();
          for (const score of [0, 0.3, 0.5, 0.95, 1])
            expect(gate.decide(score, action, null)).toBe(open ? alone.decide(score, action, null) : 'defer');
        }
      }),
    );
  });

  it('says in words which slices are closed and why', () => {
    const examples = [
      ...feedback(500, CLICK, 1, 'click'),
      ...feedback(500, SEND, 0.5, 'send'),
      ...feedback(12, CLOSE, 1, 'close'),
    ];
    const gate = slicedGate(clopperPearson, byKind(50)).fit(examples, OPTIONS);
    expect(gate.slices?.map(({ slice, threshold }) => [slice, threshold !== null])).toEqual([
      ['click_control', true],
      ['close', false],
      ['send_text', false],
    ]);
    expect(gate.slices?.[1]?.reason).toBe('stays closed: it has 12 held-out examples, and 50 are asked for');
    expect(gate.reason).toContain('1 of 3 slices by kind have a threshold; closed: close, send_text (close: stays');
    expect(gate.threshold).toBe(gate.slices?.[0]?.threshold);
    expect(gate.decide(1, { kind: 'transfer', queue: 'billing' } as unknown as Action, null)).toBe('defer');
  });

  it('shares delta among the supported slices where the guarantee is to be joint', () => {
    const seen: number[] = [];
    const spy = {
      ...plugIn,
      fit: (list: readonly GateExample[], options: typeof OPTIONS) => {
        if (list.length > 0) seen.push(options.delta);
        return plugIn.fit(list, options);
      },
    };
    const examples = [...feedback(100, CLICK, 1, 'a'), ...feedback(100, SEND, 1, 'b'), ...feedback(5, CLOSE, 1, 'c')];
    slicedGate(spy, { ...byKind(50), joint: true }).fit(examples, OPTIONS);
    expect(new Set(seen)).toEqual(new Set([0.025]));
    seen.length = 0;
    slicedGate(spy, byKind(50)).fit(examples, OPTIONS);
    expect(new Set(seen)).toEqual(new Set([0.05]));
  });

  it('keeps all slices together to delta when joint, and breaks one far more often when not', () => {
    const own = new Map(Array.from({ length: 12 }, (_, at) => [`p${at}`, `p${at}`]));
    // Twelve procedures, each just short of the target: every open slice is a miss.
    const runs = 200;
    const broken = { joint: 0, each: 0 };
    const random = seedrandom('many');
    for (let run = 0; run < runs; run++) {
      const examples = Array.from({ length: 12 * 60 }, (_, at) => ({
        score: random(),
        accepted: random() < 0.899,
        action: CLICK,
        procedure: `p${at % 12}`,
        session: 's',
      }));
      const open = (joint: boolean) =>
        slicedGate(clopperPearson, { ...byCluster(own, 30), joint }).fit(examples, OPTIONS).threshold !== null;
      if (open(true)) broken.joint++;
      if (open(false)) broken.each++;
    }
    expect(broken.joint / runs).toBeLessThanOrEqual(0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs));
    expect(broken.each / runs).toBeGreaterThan(0.12);
  });

  it('has as its own threshold the lowest of its slices’, below which nothing passes', () => {
    const scored = (of: readonly GateExample[], least: number) =>
      of.map((example, at) => ({ ...example, score: least + ((1 - least) * at) / of.length }));
    const examples = [...scored(feedback(500, CLICK, 1, 'high'), 0.8), ...scored(feedback(500, SEND, 1, 'low'), 0.4)];
    const gate = slicedGate(clopperPearson, byKind(50)).fit(examples, OPTIONS);
    const thresholds = (gate.slices ?? []).map(({ threshold }) => threshold as number);
    expect(new Set(thresholds).size).toBe(2);
    expect(gate.threshold).toBe(Math.min(...thresholds));
  });

  it('takes noise rates a slice', () => {
    const examples = [...feedback(2000, CLICK, 0.85, 'strict'), ...feedback(2000, SEND, 0.85, 'plain')];
    const noiseOf = (slice: string) => (slice === 'click_control' ? { alpha: 0.15, beta: 0.1 } : undefined);
    const gate = slicedGate(clopperPearson, { ...byKind(50), noiseOf }).fit(examples, OPTIONS);
    expect(gate.slices?.map(({ threshold }) => threshold !== null)).toEqual([true, false]);
  });

  it('groups procedures by cluster, and those of no cluster with those that have none open', () => {
    const clusters = new Map([
      ['refund', 'money'],
      ['invoice', 'money'],
    ]);
    const examples = [
      ...feedback(60, CLICK, 1, 'a', 'refund'),
      ...feedback(60, CLICK, 1, 'b', 'invoice'),
      ...feedback(60, CLICK, 0, 'c', 'odd'),
      ...feedback(60, CLICK, 0, 'd', null),
    ];
    const gate = slicedGate(clopperPearson, byCluster(clusters, 100)).fit(examples, OPTIONS);
    expect(gate.slices?.map(({ slice }) => slice)).toEqual(['(none)', 'money']);
    expect(gate.decide(1, CLICK, 'invoice')).toBe('execute');
    expect(gate.decide(1, CLICK, 'odd')).toBe('defer');
    expect(gate.decide(1, CLICK, null)).toBe('defer');
  });

  it('refuses a support that is no whole number, and bad settings even where all is closed', () => {
    for (const minSupport of [0, 1.5, -3, Number.NaN])
      expect(() => slicedGate(plugIn, byKind(minSupport))).toThrow('minimum support');
    expect(() => slicedGate(plugIn, byKind(9)).fit([], { targetPrecision: 2, delta: 0.05 })).toThrow('targetPrecision');
  });
});
