import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amplification } from '../../reports/propagation/amplification.ts';
import { blastRadius } from '../../reports/propagation/blast-radius.ts';
import { detectionDelay } from '../../reports/propagation/detection-delay.ts';
import { fateOf } from '../../reports/propagation/error-fate.ts';
import { propagationDepth } from '../../reports/propagation/propagation-depth.ts';
import { furtherErrors, furtherParts, reproductionNumber } from '../../reports/propagation/reproduction-number.ts';
import { type Action, hasHole, sameAction } from '../contract/action.ts';
import { illegalReason } from '../contract/legal.ts';
import { uniformNoise } from '../contract/noise-rates.ts';
import type { Example } from '../contract/policy.ts';
import { ARMS, type Arm, type Scenario } from '../contract/scenario.ts';
import type { Trace, TraceStep } from '../contract/trace.ts';
import type { TwinPair } from '../contract/twin.ts';
import { CALM_WORLD } from '../contract/world.ts';
import { twinOf } from '../engine/twins.ts';
import { createStreams } from '../shared/streams.ts';
import { anyPolicy } from './any-policy.ts';
import { type ClosedPlay, closedScenario, closedWorld, pairClosed, playClosed, ROUGH_WORLD } from './closed-player.ts';
import { legalActions } from './legal-actions.ts';

const { sessions } = closedWorld;
const rate = fc.constantFrom(0, 0.05, 0.2, 0.5);
const names = fc.stringMatching(/^[a-z]{1,6}$/);

interface Case {
  readonly seed: string;
  readonly arm: Arm;
  readonly session: number;
  readonly policy: string;
  readonly rough: boolean;
  readonly noise: Readonly<Record<'alpha' | 'beta' | 'slip' | 'notice' | 'keeps', number>>;
}

/** One case under any settings. */
const anyCase: fc.Arbitrary<Case> = fc.record({
  seed: names,
  arm: fc.constantFrom(...ARMS),
  session: fc.nat(sessions.length - 1),
  policy: names,
  rough: fc.boolean(),
  noise: fc.record({
    alpha: rate,
    beta: rate,
    slip: rate,
    notice: fc.constantFrom(0, 0.3, 1),
    keeps: fc.constantFrom(0, 0.5),
  }),
});

function setUp({ seed, arm, session, policy, rough, noise: { alpha, beta, slip, notice, keeps } }: Case) {
  const world = closedWorld.world(rough ? ROUGH_WORLD : CALM_WORLD);
  const noise = { ...uniformNoise({ alpha, beta, slip }), notice, keeps };
  const play: ClosedPlay = { world, policy: anyPolicy(policy, sessions), noise };
  return { play, scenario: closedScenario(arm, sessions[session]!, play, { seed }) };
}

/** What may be injected: anything that the screen offers and that can be sent, and what was done before in the case. */
function candidates({ screen }: Example, done: readonly Action[]): Action[] {
  const again = done.filter((action) => illegalReason(action, screen) === null);
  return [...legalActions(screen), ...again].filter((action) => !hasHole(action));
}

/** Wrong actions that would leave the case as it was, in condition and in how it stands, by their step. */
function noOps({ session, seed }: Scenario, { world }: ClosedPlay, steps: readonly TraceStep[], seen: Example[]) {
  let now = world.begin(session, createStreams({ seed, session: session.id }));
  const found: { step: number; action: Action }[] = [];
  for (const { index, chosen, decision } of steps) {
    const { condition, truth } = now;
    const end = JSON.stringify(now.end);
    for (const action of candidates(
      seen[index]!,
      steps.slice(0, index).map((step) => step.chosen),
    )) {
      if ([chosen, ...truth.acceptable].some((one) => sameAction(one, action))) continue;
      const then = now.perform(action, 'operator');
      if (!then.over && then.condition === condition && JSON.stringify(then.end) === end)
        found.push({ step: index, action });
    }
    now = now.perform(chosen, decision === 'execute' ? 'automation' : 'operator');
  }
  return found;
}

/** Injects an act that does nothing somewhere in the case. */
async function injectNoOp(one: Case, pick: number): Promise<TwinPair | null> {
  const { play, scenario } = setUp(one);
  const [{ trace, examples } = expect.fail('nothing was played')] = await playClosed([scenario], play);
  const all = noOps(scenario, play, trace.steps, [...examples]);
  const forced = all[pick % all.length];
  if (!forced) return null;
  const { pairs } = await pairClosed([{ ...scenario, forced }], play);
  expect(pairs.map(({ error }) => error)).toEqual([forced.step]);
  expect(pairs[0]?.run.steps[forced.step]?.closed?.cause).toBe('injected');
  return pairs[0] ?? null;
}

function expectNoDamage(pair: TwinPair): void {
  expect(propagationDepth([pair])).toMatchObject({
    healed: { estimate: 0 },
    never: { estimate: 0 },
    contaminated: { estimate: 0 },
  });
  for (const [part, { estimate }] of Object.entries(blastRadius([pair]))) expect(estimate, part).toBe(0);
  expect(amplification([pair]).estimate).toBe(0);
  expect(reproductionNumber([pair]).estimate).toBe(0);
  // There is nothing to put right, and nobody does.
  expect(pair.run.steps.flatMap(({ closed }) => closed?.repaired ?? [])).not.toContain(pair.error);
}

const conditionAt = ({ steps }: Trace, index: number) => steps[index]?.closed?.condition;

/** Whether the case goes on after the act as its twin does at once, and is never again where the act was done. */
function goesOnAlike({ run, twin, error }: TwinPair): boolean {
  const [next, right] = [run.steps[error + 1], twin.steps[error]];
  return (
    next !== undefined &&
    right !== undefined &&
    sameAction(next.chosen, right.chosen) &&
    conditionAt(run, error + 2) === conditionAt(twin, error + 1) &&
    run.steps.slice(error + 2).every(({ closed }) => closed?.condition !== conditionAt(run, error)) &&
    run.end !== 'truncated'
  );
}

describe('an injected act that does nothing', () => {
  it('has no damage by any measure where operators do not err, whatever the policy', async () => {
    let injected = 0;
    const calm = anyCase.map(
      (one): Case => ({ ...one, rough: false, noise: { ...one.noise, beta: 0, slip: 0, notice: 1 } }),
    );
    const arm = fc.constantFrom('human-only', 'copilot', 'oracle');
    await fc.assert(
      fc.asyncProperty(calm, arm, fc.nat(), async (one, arm, pick) => {
        const pair = await injectNoOp({ ...one, arm }, pick);
        if (!pair) return;
        injected++;
        expectNoDamage(pair);
        expect(fateOf(pair)).toBe('harmless');
        expect(detectionDelay([pair.run])).toMatchObject({ repaired: { estimate: 0 }, delay: { estimate: null } });
      }),
      { numRuns: 30, seed: 21 },
    );
    expect(injected).toBeGreaterThan(20);
  });

  // It gives operators, policy and customer one more chance to err; what is no more of their doing than of the twin's is left.
  // A case that an operator keeps is another matter: after the act somebody else decides than in the twin.
  it('has none under any noise, arm and world, where the case goes on as its twin does', async () => {
    let alike = 0;
    await fc.assert(
      fc.asyncProperty(anyCase, fc.nat(), async (one, pick) => {
        const pair = await injectNoOp({ ...one, noise: { ...one.noise, keeps: 0 } }, pick);
        if (!pair || !goesOnAlike(pair)) return;
        alike++;
        expectNoDamage(pair);
        const { run, twin, error } = pair;
        const later = ({ steps }: Trace, from: number) =>
          steps.slice(from).map(({ chosen, slipped }) => [chosen, slipped]);
        expect(later(run, error + 2)).toEqual(later(twin, error + 1));
      }),
      { numRuns: 40, seed: 22 },
    );
    expect(alike).toBeGreaterThan(10);
  });
});

/** The forms that the log sends, each with one value changed, by their step. */
function wrongForms({ steps }: Trace, screens: readonly Example[]): { step: number; action: Action }[] {
  return steps.flatMap(({ index, chosen }) => {
    if (chosen.kind !== 'submit_form') return [];
    return Object.entries(chosen.values)
      .map(([field, value]) => ({ ...chosen, values: { ...chosen.values, [field]: `${value}x` } }))
      .filter((action) => illegalReason(action, screens[index]!.screen) === null)
      .slice(0, 1)
      .map((action) => ({ step: index, action }));
  });
}

describe('further errors, told apart', () => {
  const world = closedWorld.world(CALM_WORLD);
  const policy = anyPolicy('a', sessions);

  it('all seem right where operators act rightly for the case as it looks, and notice nothing', async () => {
    const play: ClosedPlay = { world, policy, noise: { ...uniformNoise({}), notice: 0 } };
    const plain = sessions.map((session) => closedScenario('human-only', session, play));
    const injected = (await playClosed(plain, play)).flatMap(({ trace, examples }, at) =>
      wrongForms(trace, examples).map((forced) => ({ ...plain[at]!, forced })),
    );
    const { pairs } = await pairClosed(injected, play);
    const spread = pairs.filter((pair) => furtherErrors(pair) > 0);
    expect(spread.length).toBeGreaterThan(5);
    for (const pair of pairs) expect(furtherParts(pair)).toEqual({ seeming: furtherErrors(pair), fresh: 0 });
    for (const pair of spread) expect(fateOf(pair)).not.toBe('harmless');
  });

  it('are mostly new where whatever is proposed is done, as the case looks or not', async () => {
    const play: ClosedPlay = { world, policy, noise: uniformNoise({ beta: 1 }) };
    const { pairs } = await pairClosed(
      sessions.slice(0, 4).map((session) => closedScenario('copilot', session, play)),
      play,
    );
    const sum = (part: 'seeming' | 'fresh') => pairs.reduce((all, pair) => all + Math.abs(furtherParts(pair)[part]), 0);
    expect(sum('fresh')).toBeGreaterThan(5 * sum('seeming'));
  });
});

it('a twin of a twin is the original, byte for byte', async () => {
  let made = 0;
  const bytes = ({ forced: _, ...trace }: Trace) => JSON.stringify(trace);
  await fc.assert(
    fc.asyncProperty(anyCase, fc.nat(), async (one, pick) => {
      const { play, scenario } = setUp(one);
      const [{ trace: run } = expect.fail('nothing was played')] = await playClosed([scenario], play);
      const errors = run.steps.filter(({ closed }) => closed?.right === false);
      const error = errors[pick % errors.length];
      if (!error) return;
      made++;
      const twin = twinOf(scenario, error.index);
      const [without, back] = await playClosed([twin, twinOf(twin, error.index, error.chosen)], play);
      expect(without!.trace.steps[error.index]?.closed?.right).toBe(true);
      expect(bytes(back!.trace)).toBe(bytes(run));
    }),
    { numRuns: 50, seed: 23 },
  );
  expect(made).toBeGreaterThan(25);
});
