import { describe, expect, it } from 'vitest';
import { createInProcessDesk } from '../../simulators/desk/in-process.ts';
import { createOperator } from '../../simulators/operators/answering/create-operator.ts';
import { sameAction } from '../contract/action.ts';
import type { Dataset } from '../contract/dataset.ts';
import { illegalReason } from '../contract/legal.ts';
import { uniformNoise } from '../contract/noise-rates.ts';
import type { NoiseSettings, Operator } from '../contract/operator.ts';
import type { Policy } from '../contract/policy.ts';
import type { Arm } from '../contract/scenario.ts';
import type { Screen } from '../contract/screen.ts';
import type { Trace } from '../contract/trace.ts';
import { runEpisodes } from '../engine/batch.ts';
import { logExamples } from '../engine/log-examples.ts';
import { hashScreen } from '../engine/screen-hash.ts';
import { cellOf, NOISE } from './small-deployment.ts';
import { bundledDataset, smallWorld } from './small-world.ts';

/** Proposes what was logged on every other screen, and the first reply on the others. */
async function halfRight({ catalog, sessions }: Dataset): Promise<Policy> {
  const examples = await logExamples(sessions, createInProcessDesk(catalog));
  const logged = new Map(examples.map(({ screen, action }) => [hashScreen(screen), action]));
  const suggest = async (screens: readonly Screen[]) =>
    screens.map((screen) => {
      const right = logged.get(hashScreen(screen));
      const reply = screen.controls.find(({ kind }) => kind === 'reply');
      const other = reply && { kind: 'send_text' as const, reply: reply.target, text: reply.label };
      const action = screen.timeline.length % 2 === 0 ? right : other;
      return { ranked: action ? [{ action, confidence: 0.5 }] : [] };
    });
  return { name: 'half-right', provider: 'none', suggest, dispose: async () => undefined };
}

async function play(data: Dataset, arm: Arm, noise: NoiseSettings, wrap = (one: Operator) => one): Promise<Trace[]> {
  const operator = wrap(createOperator({ population: '', noise }));
  const roles = { policy: await halfRight(data), critic: null, gate: null, operator };
  const traces: Trace[] = [];
  await runEpisodes(
    data.sessions.map((session) => ({ cell: cellOf(arm, noise), session, seed: '1' })),
    {
      catalog: data.catalog,
      rolesOf: () => roles,
      openEnvironment: () => createInProcessDesk(data.catalog),
      onEpisode: (trace) => traces.push(trace),
    },
  );
  return traces;
}

const stepsOf = (traces: readonly Trace[]) => traces.flatMap(({ steps }) => steps);

describe.each([
  { name: 'the bundled sessions', data: bundledDataset() },
  { name: 'generated sessions', data: smallWorld(70) },
])('operators on $name', ({ data }) => {
  it('without noise do what the log says, and accept what is right and nothing else', async () => {
    for (const arm of ['human-only', 'copilot'] as const) {
      const traces = await play(data, arm, uniformNoise());
      expect(traces.map(({ divergedAt }) => divergedAt)).toEqual(traces.map(() => null));
      expect(stepsOf(traces).some(({ slipped }) => slipped)).toBe(false);
      for (const { suggestion, reference, verdict } of stepsOf(traces))
        if (suggestion && verdict !== 'unaided')
          expect(verdict).toBe(JSON.stringify(suggestion) === JSON.stringify(reference) ? 'accept' : 'correct');
    }
  });

  it('with noise do only what the screen offers, wrong just where it is a slip, and accept only what they were shown', async () => {
    let asked = 0;
    const watch = (operator: Operator): Operator => ({
      respond(request) {
        const feedback = operator.respond(request);
        asked++;
        const screen = request.screen();
        const reason = illegalReason(feedback.action, screen);
        if (reason !== null) expect.fail(`${JSON.stringify(feedback)} on ${screen.caseId}: ${reason}`);
        if (!(feedback.activeMs >= 0 && feedback.activeMs < 1e8)) expect.fail(`${feedback.activeMs} ms`);
        if (feedback.verdict === 'accept') expect(feedback.action).toEqual(request.suggestion);
        expect(feedback.verdict === 'unaided').toBe(request.suggestion === null);
        const right = request.truth.acceptable.some((action) => sameAction(action, feedback.action));
        if (feedback.slipped && right) expect.fail(`a slip that is right: ${JSON.stringify(feedback.action)}`);
        if (feedback.verdict !== 'accept' && !feedback.slipped) expect(right).toBe(true);
        return feedback;
      },
    });
    const wild = uniformNoise({ alpha: 0.5, beta: 0.5, slip: 1 });
    for (const arm of ['human-only', 'copilot'] as const) await play(data, arm, wild, watch);
    expect(asked).toBeGreaterThan(1000);
  });

  it('draw each decision from a stream of its own: slips move no verdict, and arms share what they have in common', async () => {
    const verdicts = (traces: readonly Trace[]) => stepsOf(traces).map(({ verdict }) => verdict);
    const { alpha, beta } = NOISE;
    const [calm, slipping] = [uniformNoise().slip, uniformNoise({ slip: 1 }).slip];
    expect(verdicts(await play(data, 'copilot', { alpha, beta, slip: slipping }))).toEqual(
      verdicts(await play(data, 'copilot', { alpha, beta, slip: calm })),
    );
    const slips = (traces: readonly Trace[]) => stepsOf(traces).map(({ slipped }) => slipped);
    const [alone, aided] = [await play(data, 'human-only', NOISE), await play(data, 'copilot', NOISE)];
    const acted = stepsOf(aided).map(({ verdict }) => verdict !== 'accept');
    expect(slips(aided).filter((_, at) => acted[at])).toEqual(slips(alone).filter((_, at) => acted[at]));
  });

  it('more noise errs where less noise erred: rates are thresholds on the same draws', async () => {
    const wrongAt = async (slip: number) =>
      stepsOf(await play(data, 'human-only', uniformNoise({ slip }))).map(({ slipped }) => slipped);
    const [little, much] = [await wrongAt(0.05), await wrongAt(0.3)];
    expect(little.some(Boolean)).toBe(true);
    expect(little.every((slipped, at) => !slipped || much[at])).toBe(true);
    expect(much.filter(Boolean).length).toBeGreaterThan(2 * little.filter(Boolean).length);
  });
});
