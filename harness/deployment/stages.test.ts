import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CriticExample, CriticRecipe } from '../contract/critic.ts';
import type { GateExample, GateRecipe } from '../contract/gate.ts';
import { uniformNoise } from '../contract/noise-rates.ts';
import type { Example } from '../contract/policy.ts';
import type { Cell } from '../contract/scenario.ts';
import type { Session } from '../contract/session.ts';
import type { Trace } from '../contract/trace.ts';
import { TestDesk, testCatalog } from '../engine/test-desk.ts';
import { testCritic, testOperator, testPolicy, testSession } from '../engine/test-roles.ts';
import { collectFeedback } from './collect-feedback.ts';
import { play } from './play.ts';
import { DEFAULT_SHARES, type Parts, splitSessions } from './split-sessions.ts';
import { type Deployment, trainCriticAndGate } from './train-critic-and-gate.ts';
import { trainPolicy } from './train-policy.ts';
import { withDeployments } from './with-deployments.ts';

const sessions = Array.from({ length: 200 }, (_, i) => testSession(`s${i}`));
const desk = { catalog: testCatalog, openEnvironment: () => new TestDesk() };
const fit = { seed: '1' };

const noisy = uniformNoise({ alpha: 0.1, beta: 0.2 });
const cells: Cell[] = [
  { id: 'selective', arm: 'selective', loop: 'open', noise: noisy },
  { id: 'copilot', arm: 'copilot', loop: 'open', noise: noisy },
  { id: 'human-only', arm: 'human-only', loop: 'open', noise: noisy },
];

/** A critic that scores by screen, and a gate at the mean score of what was accepted; both keep what they were given. */
function recipes() {
  const seen = { critic: [] as CriticExample[][], gate: [] as GateExample[][], disposed: 0 };
  const critic: CriticRecipe = {
    name: 'by-hash',
    summary: '',
    learns: true,
    fit: async (examples) => {
      seen.critic.push([...examples]);
      return { ...testCritic, dispose: async () => void seen.disposed++ };
    },
  };
  const gate: GateRecipe = {
    name: 'mean',
    summary: '',
    promise: 'none',
    fit: (examples) => {
      seen.gate.push([...examples]);
      const accepted = examples.filter((example) => example.accepted);
      const threshold = accepted.reduce((sum, { score }) => sum + score, 0) / accepted.length;
      return { name: 'mean', threshold, reason: '', decide: (score) => (score >= threshold ? 'execute' : 'defer') };
    },
  };
  return { seen, critic, gate };
}

async function run(parts: Parts, which = cells, extra: Partial<ReturnType<typeof recipes>> = {}) {
  const { seen, critic, gate } = { ...recipes(), ...extra };
  const traces: Trace[] = [];
  const deployments = new Map<string, Deployment | null>();
  const bench = {
    catalog: testCatalog,
    desks: desk,
    parts,
    policy: testPolicy(),
    operatorOf: () => testOperator,
    seed: '1',
    fit,
  };
  const settings = { critic, gate, gateOptions: { targetPrecision: 0.9, delta: 0.05 } };
  const deploying = {
    keyOf: ({ cell }: { cell: Cell }) => (cell.arm === 'selective' ? JSON.stringify(cell.noise) : null),
    deploy: async ({ cell }: { cell: Cell }) =>
      trainCriticAndGate(bench, await collectFeedback(bench, cell.noise), settings),
  };
  const planned = which.map((cell) => ({ cell }));
  await withDeployments(planned, deploying, async (deployed) => {
    for (const { cell, deployment } of deployed) deployments.set(cell.id, deployment);
    await play(bench, deployed, parts.evaluation, { onTrace: (trace) => traces.push(trace) });
  });
  return { deployments, traces, seen };
}

describe('the split', () => {
  it('puts every session into one part, near the shares, and none into two', () => {
    const parts = splitSessions(sessions, '1');
    const all = Object.values(parts).flat() as Session[];
    expect(all.length).toBe(sessions.length);
    expect(new Set(all.map(({ id }) => id)).size).toBe(sessions.length);
    for (const [name, share] of Object.entries(DEFAULT_SHARES))
      expect(Math.abs(parts[name as keyof Parts].length / sessions.length - share)).toBeLessThan(0.1);
  });

  it('leaves a session where it was when others come or go or change order', () => {
    const before = splitSessions(sessions, '7');
    const after = splitSessions(sessions.slice(40).reverse(), '7');
    for (const name of ['train', 'feedback', 'calibration', 'evaluation'] as const)
      expect(after[name].every((session) => before[name].includes(session))).toBe(true);
    expect(splitSessions(sessions, '8')).not.toEqual(before);
  });

  it('refuses shares that do not add up, and too few sessions', () => {
    expect(() => splitSessions(sessions, '1', { ...DEFAULT_SHARES, train: 0.9 })).toThrow(/add up to 1/);
    expect(() => splitSessions(sessions.slice(0, 2), '1')).toThrow(
      /No session falls to "\w+" among 2: use more sessions/,
    );
  });
});

describe('the staged deployment', () => {
  const parts = splitSessions(sessions, '1');

  it('teaches critic and gate from disjoint phases and measures on sessions that neither saw', async () => {
    const { seen, traces } = await run(parts);
    const ids = (list: readonly { session: string }[]) => new Set(list.map(({ session }) => session));
    const inside = (part: readonly Session[]) => expect.arrayContaining(part.map(({ id }) => id));
    const critic = ids(seen.critic.flat());
    const gate = ids(seen.gate.flat());
    const measured = ids(traces);
    expect(parts.feedback.map(({ id }) => id)).toEqual(expect.arrayContaining([...critic]));
    expect(parts.calibration.map(({ id }) => id)).toEqual(expect.arrayContaining([...gate]));
    expect([...measured]).toEqual(inside(parts.evaluation));
    expect([...critic].every((id) => !gate.has(id))).toBe(true);
    expect([...measured].some((id) => critic.has(id) || gate.has(id))).toBe(false);
  });

  it('learns from critical suggestions only, and of those from the accept or reject only', async () => {
    const { seen } = await run(parts);
    expect(seen.critic.flat().length).toBeGreaterThan(20);
    for (const example of seen.critic.flat()) {
      expect(Object.keys(example).sort()).toEqual(['accepted', 'screen', 'session', 'suggestion']);
      expect(example.suggestion.ranked[0]?.action.kind).not.toBe('select_procedure');
    }
    for (const example of seen.gate.flat())
      expect(Object.keys(example).sort()).toEqual(['accepted', 'action', 'procedure', 'score', 'session']);
  });

  it('teaches once for each noise setting, and only where a gate is used; critics are disposed of', async () => {
    const other: Cell = { ...cells[0]!, id: 'other', noise: uniformNoise({ beta: 0.5 }) };
    const again: Cell = { ...cells[0]!, id: 'again' };
    const { seen, deployments } = await run(parts, [...cells, other, again]);
    expect(seen.critic).toHaveLength(2);
    expect(seen.disposed).toBe(2);
    expect(deployments.get('again')).toBe(deployments.get('selective'));
    expect(deployments.get('copilot')).toBeNull();
  });

  it('gives the same traces for the same input, and gates by the threshold that was set', async () => {
    const one = await run(parts);
    const two = await run(parts);
    expect(JSON.stringify(two.traces)).toBe(JSON.stringify(one.traces));
    const threshold = one.deployments.get('selective')?.gate.threshold ?? Number.NaN;
    const scored = one.traces.flatMap(({ steps }) => steps).filter(({ score }) => score !== null);
    expect(new Set(scored.map(({ decision }) => decision)).size).toBe(2);
    for (const { score, decision } of scored) expect(decision).toBe(score! >= threshold ? 'execute' : 'defer');
  });

  it('without any critical feedback defers every critical action and says why', async () => {
    const { deployments, traces } = await run({ ...parts, feedback: [] });
    expect(deployments.get('selective')).toMatchObject({
      critic: null,
      gate: { threshold: null, reason: 'Everything is deferred: no critical suggestion was reviewed.' },
    });
    const automated = traces.flatMap(({ steps }) => steps).filter(({ decision }) => decision === 'execute');
    expect(automated.some(({ critical }) => critical)).toBe(false);
  });

  it('trains the policy on each logged action and the screen that it was done on', async () => {
    let given: readonly Example[] = [];
    const recipe = {
      name: 'x',
      summary: '',
      fit: async (examples: readonly Example[]) => {
        given = examples;
        return testPolicy();
      },
    };
    await trainPolicy({ sessions: parts.train, recipe, desk, fit });
    expect(given.map(({ action }) => action)).toEqual(
      parts.train.flatMap(({ steps }) => steps.map(({ action }) => action)),
    );
    for (const { screen, session } of given) expect(screen.caseId).toBe(session);
  });
});

describe('truth reaches no model', () => {
  const parts = splitSessions(sessions, '1');
  const hidden = (session: Session, secret: string): Session => ({
    ...session,
    goal: { procedure: 'refund', facts: { secret }, finalFields: { secret } },
    outcome: 'abandoned',
    operator: secret,
    tags: [secret],
  });

  it('goals, outcomes and operators’ names change nothing at all', async () => {
    const scrambled = Object.fromEntries(
      Object.entries(parts).map(([name, list]) => [name, list.map((s: Session) => hidden(s, 'x'))]),
    ) as unknown as Parts;
    const honest = await run(parts);
    const other = await run(scrambled);
    expect(JSON.stringify(other.traces)).toBe(JSON.stringify(honest.traces));
    expect(JSON.stringify(other.seen)).toBe(JSON.stringify(honest.seen));
  });

  it('a scrambled future changes no suggestion, score or decision before it', async () => {
    const honest = await run(parts);
    await fc.assert(
      fc.asyncProperty(fc.nat(6), fc.constantFrom('send_text', 'close'), async (from, kind) => {
        const action =
          kind === 'close'
            ? ({ kind, resolution: 'unsolved' } as const)
            : ({ kind: 'send_text', reply: null, text: 'scrambled' } as const);
        const evaluation = parts.evaluation.map((session) => ({
          ...hidden(session, 'y'),
          steps: session.steps.map((step, i) => (i < from ? step : { ...step, action, critical: !step.critical })),
        }));
        const other = await run({ ...parts, evaluation });
        const judged = (traces: readonly Trace[]) =>
          traces.map(({ steps }) =>
            steps
              .slice(0, from + 1)
              .map(({ screenHash, suggestion, confidence, score, decision }) => [
                screenHash,
                suggestion,
                confidence,
                score,
                decision,
              ]),
          );
        expect(judged(other.traces)).toEqual(judged(honest.traces));
        expect(JSON.stringify(other.traces)).not.toBe(JSON.stringify(honest.traces));
        expect(JSON.stringify(other.seen)).toBe(JSON.stringify(honest.seen));
      }),
      { numRuns: 12 },
    );
  });
});
