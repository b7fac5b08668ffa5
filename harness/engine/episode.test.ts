import { describe, expect, it } from 'vitest';
import { sameAction } from '../contract/action.ts';
import { isCritical } from '../contract/critical.ts';
import type { CaseOpening } from '../contract/environment.ts';
import type { Operator } from '../contract/operator.ts';
import type { Policy } from '../contract/policy.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { Session } from '../contract/session.ts';
import type { Trace } from '../contract/trace.ts';
import { createStreams } from '../shared/streams.ts';
import { runEpisodes } from './batch.ts';
import { createCriticality } from './cached-criticality.ts';
import { advance, beginEpisode } from './episode.ts';
import { logExamples } from './log-examples.ts';
import { openEpisode } from './open-episode.ts';
import { LoggedEpisode } from './open-loop.ts';
import type { CellRoles } from './roles.ts';
import { TestDesk, testCatalog } from './test-desk.ts';
import { testCell, testCritic, testGate, testOperator, testPolicy, testSession } from './test-roles.ts';

const sessions = Array.from({ length: 60 }, (_, i) => testSession(`s${i}`));

async function play(
  arm: 'selective' | 'copilot' | 'human-only',
  roles: Partial<CellRoles> = {},
  which: readonly Session[] = sessions,
): Promise<Trace[]> {
  const traces: Trace[] = [];
  const scenarios = which.map((session): Scenario => ({ cell: testCell(arm), session, seed: '1' }));
  await runEpisodes(scenarios, {
    catalog: testCatalog,
    rolesOf: () => ({ policy: testPolicy(), critic: testCritic, gate: testGate, operator: testOperator, ...roles }),
    openEnvironment: () => new TestDesk(),
    onEpisode: (trace) => traces.push(trace),
  });
  return traces;
}

const stepsOf = (traces: readonly Trace[]) => traces.flatMap((trace) => trace.steps);

describe('open loop follows the log, whatever was decided', () => {
  it('plays every logged step up to the first close or transfer', async () => {
    for (const arm of ['selective', 'copilot', 'human-only'] as const) {
      const traces = await play(arm);
      traces.forEach((trace, i) => {
        const session = sessions[i]!;
        const over = session.steps.findIndex(({ action }) => action.kind === 'close' || action.kind === 'transfer');
        const played = over < 0 ? session.steps : session.steps.slice(0, over + 1);
        expect(trace.steps.map((step) => step.reference)).toEqual(played.map((step) => step.action));
        expect(trace.end).toBe(session.complete && played.length === session.steps.length ? 'completed' : 'truncated');
      });
    }
  });

  it('marks where the first wrong choice was made', async () => {
    for (const trace of await play('copilot')) {
      const first = trace.steps.findIndex((step) => !sameAction(step.chosen, step.reference));
      expect(trace.divergedAt).toBe(first < 0 ? null : first);
    }
  });

  it('stops after a close even where the log goes on', async () => {
    const [one] = sessions.filter(({ complete, steps }) => complete && steps.length < 6);
    const [trace] = await play('human-only', {}, [{ ...one!, steps: [...one!.steps, ...one!.steps] }]);
    expect(trace).toMatchObject({ end: 'truncated' });
    expect(trace?.steps).toHaveLength(one!.steps.length);
  });

  it('cannot be forced to perform anything else', async () => {
    const scenario = { cell: testCell('copilot'), session: sessions[0]!, seed: '1' };
    const forced = { step: 0, action: 'right' } as const;
    const streams = createStreams({ seed: '1', session: sessions[0]!.id });
    expect(() => openEpisode({ ...scenario, forced }, undefined, streams, testCatalog)).toThrow(/in closed loop only/);
  });
});

describe('who decides', () => {
  it('human-only: the operator, unaided; no one looks at the screen', async () => {
    for (const step of stepsOf(await play('human-only')))
      expect(step).toMatchObject({
        suggestion: null,
        screenHash: null,
        decision: 'defer',
        verdict: 'unaided',
        score: null,
      });
  });

  it('copilot: every legal suggestion goes to the operator', async () => {
    const steps = stepsOf(await play('copilot'));
    for (const step of steps) expect(step).toMatchObject({ decision: 'defer', score: null });
    for (const step of steps.filter(({ verdict }) => verdict === 'accept'))
      expect(step.chosen).toEqual(step.suggestion);
    expect(new Set(steps.map((step) => step.verdict))).toEqual(new Set(['accept', 'correct', 'unaided']));
  });

  it('a suggestion that the screen does not offer is never shown nor run, but stays in the trace', async () => {
    for (const arm of ['copilot', 'selective'] as const) {
      const policy: Policy = {
        ...testPolicy(),
        suggest: async (screens) =>
          screens.map(() => ({ ranked: [{ action: { kind: 'transfer', queue: 'nowhere' }, confidence: 1 }] })),
      };
      for (const step of stepsOf(await play(arm, { policy }))) {
        expect(step).toMatchObject({
          decision: 'defer',
          verdict: 'unaided',
          suggestion: { queue: 'nowhere' },
          score: null,
        });
        expect(step.chosen).not.toEqual(step.suggestion);
      }
    }
  });

  it('selective: non-critical runs without critic, critical by the gate, the rest as copilot', async () => {
    const steps = stepsOf(await play('selective')).filter((step) => step.verdict !== 'unaided');
    const kinds = new Set<string>();
    for (const step of steps) {
      const kind = !step.critical ? 'free' : step.score! >= 0.5 ? 'passed' : 'held';
      kinds.add(kind);
      expect(step.decision).toBe(kind === 'held' ? 'defer' : 'execute');
      expect(step.score === null).toBe(kind === 'free');
      if (kind !== 'held')
        expect(step).toMatchObject({ verdict: null, activeMs: 0, slipped: false, chosen: step.suggestion });
      else expect(['accept', 'correct']).toContain(step.verdict);
    }
    expect(kinds.size).toBe(3);
  });

  it('selective without critic or gate: every critical action is deferred', async () => {
    for (const roles of [{ critic: null }, { gate: null }])
      for (const step of stepsOf(await play('selective', roles)))
        if (step.critical && step.suggestion) expect(step).toMatchObject({ decision: 'defer', score: null });
  });

  it('a policy that proposes nothing leaves everything to the operator', async () => {
    for (const step of stepsOf(await play('selective', { policy: null })))
      expect(step).toMatchObject({ suggestion: null, screenHash: null, decision: 'defer', verdict: 'unaided' });
  });
});

describe('what is critical', () => {
  it('is what the catalog says of the action under the procedure that is open', async () => {
    let otherwise = 0;
    for (const { steps } of await play('copilot'))
      for (const { index, suggestion, critical } of steps) {
        if (suggestion === null) continue;
        // The first step of every session opens the procedure.
        expect(critical).toBe(isCritical(suggestion, testCatalog, index === 0 ? null : 'refund'));
        if (index > 0 && critical !== isCritical(suggestion, testCatalog, null)) otherwise++;
      }
    expect(otherwise).toBeGreaterThan(0);
  });
});

describe('what an operator is told of the steps before', () => {
  it.each(['selective', 'copilot'] as const)('%s: accepts in a row, and what ran unattended since', async (arm) => {
    let acrossUnattended = 0;
    for (const session of sessions) {
      const told: unknown[] = [];
      const operator: Operator = {
        respond: (request) => {
          told.push([request.acceptsInRow, request.unattendedSteps]);
          return testOperator.respond(request);
        },
      };
      const expected: unknown[] = [];
      let acceptsInRow = 0;
      let unattended = 0;
      for (const { decision, verdict } of stepsOf(await play(arm, { operator }, [session]))) {
        if (decision === 'execute') {
          unattended++;
          continue;
        }
        expected.push([acceptsInRow, unattended]);
        if (acceptsInRow > 0 && unattended > 0) acrossUnattended++;
        acceptsInRow = verdict === 'accept' ? acceptsInRow + 1 : 0;
        unattended = 0;
      }
      expect(told).toEqual(expected);
    }
    if (arm === 'selective') expect(acrossUnattended).toBeGreaterThan(0);
  });
});

describe('the state machine is pure', () => {
  it('leaves the state that it was given alone, and answers the same again', () => {
    const rules = { critical: createCriticality(testCatalog), suggests: true, gate: testGate };
    const first = beginEpisode(
      { cell: testCell('copilot'), session: sessions[3]!, seed: '1' },
      rules,
      new LoggedEpisode(sessions[3]!, testCatalog),
    );
    const frozen = Object.freeze({ ...first.state });
    expect(advance(frozen, { kind: 'done' })).toEqual(advance(frozen, { kind: 'done' }));
    expect(frozen).toEqual(first.state);
  });

  it('refuses an answer to another question', () => {
    const rules = { critical: () => true, suggests: true, gate: null };
    const { state } = beginEpisode(
      { cell: testCell('copilot'), session: sessions[3]!, seed: '1' },
      rules,
      new LoggedEpisode(sessions[3]!, testCatalog),
    );
    expect(() => advance(state, { kind: 'scored', score: 1 })).toThrow(/Session "s3", step 0.*"scored".*"opening"/);
  });
});

describe('truth stays hidden', () => {
  it('the desk is told what the case is, and nothing of its log', async () => {
    const openings: CaseOpening[] = [];
    class Watched extends TestDesk {
      override reset(opening: CaseOpening): void {
        openings.push(opening);
        super.reset(opening);
      }
    }
    await logExamples(sessions, new Watched());
    for (const opening of openings) expect(Object.keys(opening).sort()).toEqual(['case', 'id', 'offered', 'opened']);
  });

  it('scrambling the logged future changes no suggestion, score or decision before it', async () => {
    const scramble = (session: Session, from: number): Session => ({
      ...session,
      steps: session.steps.map((step, i) =>
        i < from
          ? step
          : { ...step, action: { kind: 'send_text', reply: null, text: `scrambled ${i}` }, critical: !step.critical },
      ),
      goal: { procedure: 'refund', facts: { secret: 'x' }, finalFields: { secret: 'y' } },
      outcome: 'abandoned',
      tags: ['scrambled'],
    });
    const judged = (traces: readonly Trace[], upTo: number) =>
      traces.map(({ steps }) =>
        steps.slice(0, upTo + 1).map(({ screenHash, suggestion, confidence, score, decision }) => ({
          screenHash,
          suggestion,
          confidence,
          score,
          decision,
        })),
      );
    const honest = await play('selective');
    for (const from of [0, 1, 2, 4]) {
      const scrambled = await play(
        'selective',
        {},
        sessions.map((session) => scramble(session, from)),
      );
      expect(scrambled).not.toEqual(honest);
      expect(judged(scrambled, from)).toEqual(judged(honest, from));
    }
  });
});

describe('the log as training examples', () => {
  it('pairs each logged action with the screen that the policy would see', async () => {
    const examples = await logExamples(sessions, new TestDesk());
    const steps = stepsOf(await play('copilot'));
    expect(examples.map(({ action }) => action)).toEqual(steps.map(({ reference }) => reference));
    const suggested = await testPolicy().suggest(examples.map(({ screen }) => screen));
    expect(suggested.map(({ ranked }) => ranked[0]?.action ?? null)).toEqual(steps.map(({ suggestion }) => suggestion));
  });
});
