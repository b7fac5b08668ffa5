import { beforeAll, describe, expect, it } from 'vitest';
import { hasStarArchive, starArchive } from '../../fixtures/importers/star/test-archive.ts';
import { importer } from '../../fixtures/importers/star.ts';
import { createInProcessDesk } from '../../simulators/desk/in-process.ts';
import { createOperator } from '../../simulators/operators/answering/create-operator.ts';
import { STAR_TIMES } from '../../simulators/operators/answering/operator-times.ts';
import { fitOperators } from '../../simulators/operators/fitting/fit-operators.ts';
import type { Dataset } from '../contract/dataset.ts';
import { uniformNoise } from '../contract/noise-rates.ts';
import type { Policy } from '../contract/policy.ts';
import type { Arm } from '../contract/scenario.ts';
import type { Trace } from '../contract/trace.ts';
import { runEpisodes } from '../engine/batch.ts';

/** Always proposes the first canned reply on the screen. */
const firstReply: Policy = {
  name: 'first-reply',
  provider: 'none',
  suggest: async (screens) =>
    screens.map(({ controls }) => {
      const reply = controls.find(({ kind }) => kind === 'reply');
      if (!reply) return { ranked: [] };
      return { ranked: [{ action: { kind: 'send_text', reply: reply.target, text: reply.label }, confidence: 0.5 }] };
    }),
  dispose: async () => {},
};

describe.skipIf(!hasStarArchive)('STAR’s operators', () => {
  let dataset: Dataset;
  beforeAll(() => {
    ({ dataset } = importer.read(starArchive()));
  });

  it('have the times and the acceptance that were published of them, as far as the archive goes', () => {
    const { acts, operators, acceptance } = fitOperators(dataset.sessions);
    const medians = Object.fromEntries(Object.entries(acts).map(([act, { medianMs }]) => [act, medianMs / 1000]));
    expect(medians).toMatchObject({ draft: 10, pick: 2, form: 10, freeText: 9, procedure: 5 });
    expect(operators).toHaveLength(107);
    expect(acceptance?.median).toBeGreaterThan(0.84);
    expect(acceptance?.median).toBeLessThan(0.9);
    for (const act of ['draft', 'pick', 'freeText', 'form', 'procedure', 'click'] as const)
      expect(acts[act].sigma).toBeCloseTo(STAR_TIMES[act].sigma, 1);
  });

  it('at zero noise do what the log says, in every session', async () => {
    for (const arm of ['human-only', 'copilot'] as const) {
      const traces = await replay(arm, 0);
      expect(traces).toHaveLength(dataset.sessions.length);
      for (const { divergedAt, steps, session } of traces) {
        if (divergedAt !== null) expect.fail(`session ${session} diverged at ${divergedAt}`);
        if (steps.some(({ slipped }) => slipped)) expect.fail(`session ${session} has a slip`);
      }
    }
  });

  it('slip at the rate that was set on the log’s own screens', async () => {
    const steps = (await replay('human-only', 0.1)).flatMap((trace) => trace.steps);
    const slips = steps.filter(({ slipped }) => slipped).length;
    expect(Math.abs(slips / steps.length - 0.1)).toBeLessThan(4 * Math.sqrt((0.1 * 0.9) / steps.length));
  });

  async function replay(arm: Arm, slip: number): Promise<Trace[]> {
    const noise = uniformNoise({ slip });
    const cell = { id: arm, arm, loop: 'open' as const, noise };
    const roles = { policy: firstReply, critic: null, gate: null, operator: createOperator({ population: '', noise }) };
    const traces: Trace[] = [];
    await runEpisodes(
      dataset.sessions.map((session) => ({ cell, session, seed: '1' })),
      {
        catalog: dataset.catalog,
        rolesOf: () => roles,
        openEnvironment: () => createInProcessDesk(dataset.catalog),
        onEpisode: (trace) => traces.push(trace),
      },
    );
    return traces;
  }
});
