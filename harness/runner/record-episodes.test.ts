import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Scenario } from '../contract/scenario.ts';
import { TestDesk, testCatalog } from '../engine/test-desk.ts';
import { testCritic, testGate, testOperator, testPolicy, testScenarios } from '../engine/test-roles.ts';
import { MachineError } from './exit-code.ts';
import { type RecordOptions, recordEpisodes } from './record-episodes.ts';
import { TraceStore } from './traces/trace-store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskbench-record-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const all = testScenarios(7);
const nameOf = ({ cell, session }: Scenario) => `${cell.id} ${session.id}`;
const roles = { policy: testPolicy(), critic: testCritic, gate: testGate, operator: testOperator };

/** Records scenarios in the folder's store: what was handed out, and whose episodes were begun on a desk. */
async function record(scenarios: readonly Scenario[], more: Partial<RecordOptions> = {}) {
  const own = more.store ? null : new TraceStore(folder);
  const out: { name: string; trace: string; reviews: number }[] = [];
  let begun = 0;
  try {
    await recordEpisodes(scenarios, {
      ...{ store: own!, play: 'p', catalog: testCatalog, rolesOf: () => roles },
      about: ({ cell }) => ({ arm: cell.arm, noise: '', operator: null, process: 'refund' }) as never,
      openEnvironment: () => {
        begun++;
        return new TestDesk();
      },
      onEpisode: (trace, reviews) => {
        out.push({ name: `${trace.cell} ${trace.session}`, trace: JSON.stringify(trace), reviews: reviews.length });
      },
      ...more,
    });
  } finally {
    own?.close();
  }
  return { out, begun };
}
const names = ({ out }: { out: readonly { name: string }[] }) => out.map(({ name }) => name);

describe('recorded episodes', () => {
  it('are handed out in the order of the scenarios, whether they were played now or before', async () => {
    const whole = await record(all);
    expect(names(whole)).toEqual(all.map(nameOf));
    const again = await record(all);
    expect(again.out).toEqual(whole.out);
    expect([whole.begun > 0, again.begun]).toEqual([true, 0]);
  });

  it('are played from where an earlier attempt had ended', async () => {
    const whole = await record(all);
    rmSync(folder, { recursive: true });
    await record(all.slice(0, 5));
    const rest = await record(all);
    expect(rest.out).toEqual(whole.out);
    expect((await record(all)).begun).toBe(0);
  });

  it('are other ones in another part of the run', async () => {
    const store = new TraceStore(folder);
    const played = [await record(all, { store }), await record(all, { store, play: 'q' })];
    expect(played.map((one) => one.begun > 0)).toEqual([true, true]);
    expect(played.map(names)).toEqual([all.map(nameOf), all.map(nameOf)]);
  });

  it('are all played where reviews are wanted, and stored once', async () => {
    const first = await record(all, { collectReviews: true });
    expect(first.out.reduce((sum, { reviews }) => sum + reviews, 0)).toBeGreaterThan(0);
    const again = await record(all, { collectReviews: true });
    expect([again.out, again.begun > 0]).toEqual([first.out, true]);
    const plain = await record(all);
    expect(plain.begun).toBe(0);
    expect(plain.out.map(({ trace }) => trace)).toEqual(first.out.map(({ trace }) => trace));
  });

  it('end where an earlier attempt had ended, if no more is asked for', async () => {
    await record(all.slice(0, 4));
    const out: string[] = [];
    const going = record(all, { onlyReached: true, onEpisode: ({ session }) => out.push(session) });
    await expect(going).rejects.toThrow(MachineError);
    expect(out).toEqual(all.slice(0, 4).map(({ session }) => session.id));
    expect((await record(all.slice(0, 4), { onlyReached: true })).begun).toBe(0);
  });

  it.each([{}, { collectReviews: true }])(
    'fail by the fault of who takes them, not by that of the session: %j',
    async (how) => {
      const fault = new Error('the disk is full');
      const failing = record(all, {
        ...how,
        onEpisode: () => {
          throw fault;
        },
      });
      await expect(failing).rejects.toBe(fault);
    },
  );

  it('are none where there are none', async () => {
    expect(await record([])).toEqual({ out: [], begun: 0 });
  });
});
