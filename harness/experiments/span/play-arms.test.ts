import { afterAll, beforeAll, expect, it } from 'vitest';
import { fitAnswers } from '../../../simulators/pool/answer-times.ts';
import type { OpenBench } from '../../bench/closed-loop/open-closed-bench.ts';
import { openTestBench } from '../../bench/closed-loop/test-bench.ts';
import { crashingDesks } from '../../bench/closed-loop/test-crashes.ts';
import { sampleSessions } from '../../bench/data/sample-sessions.ts';
import type { Desks } from '../../bench/desks/desks.ts';
import type { Trace } from '../../contract/trace.ts';
import { playArms } from './play-arms.ts';

let open: OpenBench;

beforeAll(async () => {
  open = await openTestBench(120, { train: 0.5, feedback: 0.2, calibration: 0.2, evaluation: 0.1 });
}, 60_000);
afterAll(() => open?.close());

/** One desk, as a browser with one context has; it does not open twice. */
function oneDesk({ openEnvironment }: Desks): { desks: Desks; opened: () => number } {
  let opened = 0;
  let inUse = false;
  const desks: Desks = {
    driver: 'browser',
    concurrency: 1,
    close: async () => undefined,
    openEnvironment() {
      if (inUse) throw new Error('The only desk is in use.');
      inUse = true;
      opened++;
      const desk = openEnvironment();
      return {
        ...desk,
        async close() {
          inUse = false;
        },
      };
    },
  };
  return { desks, opened: () => opened };
}

it('plays every arm on the desks of the bench, as many at a time as there are, and with the same outcome', async () => {
  const { desks, opened } = oneDesk(open.bench.desks);
  const play = async (own: Desks) => {
    const traces: string[] = [];
    const request = {
      open: { ...open, bench: { ...open.bench, desks: own } },
      options: { sessions: 3, pressure: 1 },
      before: [],
      digest: { take: (trace: Trace) => void traces.push(JSON.stringify(trace)) },
    };
    const { libraries } = await playArms(request, [0, 8], fitAnswers(open.parts.train));
    return { libraries, traces };
  };
  const one = await play(desks);
  expect(opened()).toBe(3);
  expect(one.libraries.map(({ arm }) => arm)).toEqual(['human-only', 'copilot', 'selective']);
  expect(one.traces).toHaveLength(3 * 3 * 2);
  expect(one).toEqual(await play(open.bench.desks));
}, 30_000);

it('leaves a session in which a desk failed out of every arm, and names it', async () => {
  const lost = sampleSessions(open.parts.evaluation, open.bench.seed, 3)[1]!.id;
  const request = {
    open: { ...open, bench: { ...open.bench, desks: crashingDesks(open.bench.desks, new Set([lost])) } },
    options: { sessions: 3, pressure: 0 },
    before: [],
    digest: { take: () => undefined },
  };
  const { libraries, crashes } = await playArms(request, [0], fitAnswers(open.parts.train));
  expect(libraries.map(({ sessions }) => sessions.length)).toEqual([2, 2, 2]);
  expect(crashes.map(({ where, requested: asked, sessions }) => [where, asked, sessions])).toEqual(
    ['human-only', 'copilot', 'selective'].map((arm) => [arm, 3, [lost]]),
  );
});
