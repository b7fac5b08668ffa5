import fc from 'fast-check';
import type { Action } from '../contract/action.ts';
import type { Gate, GateExample, GateOptions, GateRecipe } from '../contract/gate.ts';

/** Throws where the recipe breaks the law. */
export type GateLaw = (recipe: GateRecipe) => void;

const ACTIONS: readonly Action[] = [
  { kind: 'click_control', control: 'button:x' },
  { kind: 'send_text', reply: 'hello', text: 'Hello.' },
  { kind: 'close', resolution: 'Solved' },
];

const example = fc.record({
  score: fc.oneof(
    fc.integer({ min: 0, max: 20 }).map((score) => score / 20),
    fc.double({ min: 0, max: 1, noNaN: true }),
  ),
  // Mostly accepted, so that gates also open.
  accepted: fc.integer({ min: 0, max: 9 }).map((draw) => draw > 0),
  action: fc.constantFrom(...ACTIONS),
  procedure: fc.constantFrom(null, 'refund'),
  session: fc.integer({ min: 0, max: 50 }).map((at) => `s${at}`),
});

const examples = fc.oneof(
  fc.array(example, { maxLength: 60 }),
  fc.array(example, { minLength: 100, maxLength: 400, size: 'max' }),
);

const options = fc.record({
  targetPrecision: fc.double({ min: 0.05, max: 0.99, noNaN: true }),
  delta: fc.constantFrom(0.01, 0.05, 0.2),
});

const OPTIONS: GateOptions = { targetPrecision: 0.9, delta: 0.05 };

/** What every gate must keep to, for whatever feedback. */
export const gateLaws = {
  'what passed of the held-out feedback was accepted as often as asked for'(recipe) {
    forAll((list, asked) => {
      const gate = recipe.fit(list, asked);
      const passed = list.filter(({ score, action, procedure }) => gate.decide(score, action, procedure) === 'execute');
      const accepted = passed.filter((one) => one.accepted).length;
      if (passed.length > 0 && accepted / passed.length < asked.targetPrecision)
        throw new Error(`${accepted} of ${passed.length} were accepted, but ${asked.targetPrecision} was asked for.`);
      if (gate.threshold !== null && passed.length === 0) throw new Error('A threshold that nothing passes.');
    });
  },

  'executes at and above the threshold, defers below, and always without one'(recipe) {
    forAll((list, asked) => {
      const gate = recipe.fit(list, asked);
      const scores = [...list.map(({ score }) => score), 0, 1, gate.threshold ?? 0.5];
      for (const action of ACTIONS)
        for (const procedure of [null, 'refund']) assertThresholds(gate, action, procedure, scores);
      const parts = gate.slices?.flatMap(({ threshold }) => threshold ?? []) ?? [];
      const lowest = parts.length > 0 ? Math.min(...parts) : null;
      if (gate.slices && gate.threshold !== lowest)
        throw new Error(`The threshold is ${gate.threshold}, but the lowest of the slices ${lowest}.`);
      if (gate.threshold !== null && !(gate.threshold >= 0 && gate.threshold <= 1))
        throw new Error(`The threshold ${gate.threshold} is not in [0, 1].`);
    });
  },

  'is closed without feedback, and where everything was rejected'(recipe) {
    assertClosed(recipe.fit([], OPTIONS));
    forAll((list, asked) => {
      const rejected = list.map((one) => ({ ...one, accepted: false }));
      assertClosed(recipe.fit(rejected, asked));
    });
  },

  'opens where thousands of clear answers leave no doubt'(recipe) {
    const clear = Array.from({ length: 4000 }, (_, at): GateExample => {
      const score = ((at * 7919) % 4000) / 4000;
      return { score, accepted: score >= 0.5, action: ACTIONS[0]!, procedure: null, session: `s${at}` };
    });
    const { threshold, reason } = recipe.fit(clear, OPTIONS);
    if (threshold === null || threshold > 0.55 || threshold < 0.4) throw new Error(`Threshold ${threshold}: ${reason}`);
  },

  'gives a reason in one line of words'(recipe) {
    forAll((list, asked) => {
      const { reason } = recipe.fit(list, asked);
      if (reason.trim().split(/\s+/).length < 3 || /[\n\r]|NaN|undefined|Infinity/.test(reason))
        throw new Error(`The reason is ${JSON.stringify(reason)}.`);
    });
  },

  'depends on nothing but the feedback: not on its order, nor on an earlier call, and leaves it as it was'(recipe) {
    fc.assert(
      fc.property(examples, options, fc.integer({ min: 1, max: 1e6 }), (list, asked, turn) => {
        const before = list.map((one) => ({ ...one }));
        const gate = recipe.fit(list, asked);
        const order = list
          .map((one, at) => ({ one, key: ((at + 1) * turn * 7919) % 10_007 }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const again = recipe.fit(order, asked);
        if (again.threshold !== gate.threshold) throw new Error(`${gate.threshold}, then ${again.threshold}.`);
        if (again.reason !== gate.reason) throw new Error(`${gate.reason} | ${again.reason}`);
        if (JSON.stringify(list) !== JSON.stringify(before)) throw new Error('The feedback was changed.');
      }),
      { numRuns: 60, seed: 5 },
    );
  },

  'asks for right suggestions where it is told the noise: what passed was accepted as often as that takes'(recipe) {
    forAll((list, asked) => {
      const noise = { alpha: 0.1, beta: 0.3 };
      const gate = recipe.fit(list, { ...asked, noise });
      const share = 0.3 + 0.6 * asked.targetPrecision;
      const passed = list.filter(({ score, action, procedure }) => gate.decide(score, action, procedure) === 'execute');
      const accepted = passed.filter((one) => one.accepted).length;
      if (passed.length > 0 && accepted / passed.length < share - 1e-9)
        throw new Error(`${accepted} of ${passed.length} were accepted, but it takes ${share}.`);
      assertClosed(recipe.fit(list, { ...asked, noise: { alpha: 0.4, beta: 0.6 } }));
    });
  },

  'refuses settings outside (0, 1) and scores that are no numbers'(recipe) {
    const bad = [0, 1, -0.1, 1.1, Number.NaN];
    for (const value of bad) {
      assertThrows(() => recipe.fit([], { ...OPTIONS, targetPrecision: value }), `targetPrecision ${value}`);
      assertThrows(() => recipe.fit([], { ...OPTIONS, delta: value }), `delta ${value}`);
    }
    const broken = { score: Number.NaN, accepted: true, action: ACTIONS[0]!, procedure: null, session: 's' };
    assertThrows(() => recipe.fit([broken], OPTIONS), 'a score of NaN');
  },
} as const satisfies Record<string, GateLaw>;

function forAll(check: (list: GateExample[], asked: GateOptions) => void): void {
  fc.assert(fc.property(examples, options, check), { numRuns: 120, seed: 4 });
}

function assertClosed(gate: Gate): void {
  const opens = [0, 0.5, 1].some((score) => ACTIONS.some((action) => gate.decide(score, action, null) === 'execute'));
  if (gate.threshold !== null || opens) throw new Error(`Not closed, but at ${gate.threshold}: ${gate.reason}`);
}

/** One threshold for this action and procedure, and it is one that the gate names. */
function assertThresholds(gate: Gate, action: Action, procedure: string | null, scores: readonly number[]): void {
  const named = gate.slices ? gate.slices.map(({ threshold }) => threshold) : [gate.threshold];
  const behaves = [...named, null].some((threshold) => {
    // Only a gate with slices may keep closed an action that it has seen no feedback of.
    if (threshold === null && !gate.slices && gate.threshold !== null) return false;
    const expected = (score: number) => (threshold !== null && score >= threshold ? 'execute' : 'defer');
    const tried = threshold === null ? scores : [...scores, threshold];
    return tried.every((score) => gate.decide(score, action, procedure) === expected(score));
  });
  if (!behaves) throw new Error(`${action.kind} is decided by none of the thresholds ${named.join(', ')}.`);
}

function assertThrows(act: () => unknown, what: string): void {
  try {
    act();
  } catch {
    return;
  }
  throw new Error(`Took ${what}.`);
}
