import { describe, expect, it } from 'vitest';
import type { Policy } from '../contract/policy.ts';
import type { Trace } from '../contract/trace.ts';
import { runEpisodes } from './batch.ts';
import type { EpisodeLimits } from './episode-limits.ts';
import { laterDesk, TestDesk, testCatalog } from './test-desk.ts';
import { testCritic, testGate, testOperator, testPolicy, testScenarios } from './test-roles.ts';

/** Far more than an episode here takes on a busy machine. */
const LIMIT_MS = 400;
const watch: EpisodeLimits['watch'] = (onOver) => {
  const timer = setTimeout(onOver, LIMIT_MS);
  return () => clearTimeout(timer);
};

/** Answers as `policy` does, and never on the screens of these cases. */
const hangingOn = (ids: readonly string[], policy = testPolicy()): Policy => ({
  ...policy,
  suggest: (screens) =>
    screens.some(({ caseId }) => ids.includes(caseId)) ? new Promise(() => undefined) : policy.suggest(screens),
});

async function play(limits: EpisodeLimits | undefined, policy = testPolicy(), later = false): Promise<Trace[]> {
  const traces: Trace[] = [];
  await runEpisodes(testScenarios(30), {
    catalog: testCatalog,
    rolesOf: () => ({ policy, critic: testCritic, gate: testGate, operator: testOperator }),
    openEnvironment: () => (later ? laterDesk(new TestDesk()) : new TestDesk()),
    limits,
    onEpisode: (trace) => traces.push(trace),
  });
  return traces;
}

describe('the time of an episode', () => {
  it('changes nothing of what ends in time', async () => {
    expect(await play({ watch })).toEqual(await play(undefined));
  });

  it.each([false, true])(
    'ends those alone whose model hangs, in their turn, and says so (desk later: %s)',
    async (later) => {
      const whole = await play(undefined);
      const lost = [whole[3]!.session, whole[4]!.session, whole[29]!.session];
      const copilot = whole.filter(({ cell }) => !cell.startsWith('human-only'));
      const crashed: string[] = [];
      const onCrash = ({ session }: Trace) => {
        crashed.push(session);
        return null;
      };
      const traces = await play({ watch, onCrash }, hangingOn(lost), later);
      expect(traces.map(({ session }) => session)).toEqual(whole.map(({ session }) => session));
      expect(crashed).toEqual(copilot.map(({ session }) => session).filter((id) => lost.includes(id)));
      for (const [at, trace] of traces.entries())
        if (lost.includes(trace.session) && copilot.includes(whole[at]!))
          expect(trace).toMatchObject({ end: 'crashed', timedOut: true, steps: [] });
        else expect(trace).toEqual(whole[at]);
    },
  );
});

describe('crashes', () => {
  it('end the run with the error that they are answered with, once that episode was handed out', async () => {
    const ids = testScenarios(30).map(({ session }) => session.id);
    const stop = new Error('Enough.');
    const traces: Trace[] = [];
    let left = 2;
    const policy = hangingOn([ids[2]!, ids[5]!, ids[9]!]);
    const run = runEpisodes(testScenarios(30), {
      catalog: testCatalog,
      rolesOf: () => ({ policy, critic: testCritic, gate: testGate, operator: testOperator }),
      openEnvironment: () => new TestDesk(),
      limits: { watch, onCrash: () => (--left === 0 ? stop : null) },
      onEpisode: (trace) => traces.push(trace),
    });
    await expect(run).rejects.toBe(stop);
    const crashed = traces.filter(({ end }) => end === 'crashed').map(({ session }) => session);
    expect(crashed.slice(0, 2)).toEqual([ids[2], ids[5]]);
    expect(traces.length).toBeLessThan(30);
  });
});
