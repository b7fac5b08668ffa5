import { describe, expect, it } from 'vitest';
import { createOperator } from '../../../simulators/operators/answering/create-operator.ts';
import { embeddedDataset } from '../../bench/data/embedded-dataset.ts';
import { stepKey } from '../../bench/data/model-splits.ts';
import { inProcessDesks } from '../../bench/desks/desks.ts';
import { judgeSides } from '../../bench/feedback/judge-sides.ts';
import { SessionExamples } from '../../bench/models/session-examples.ts';
import { sameAction } from '../../contract/action.ts';
import { uniformNoise } from '../../contract/noise-rates.ts';
import type { Example, Policy } from '../../contract/policy.ts';
import { hashScreen } from '../../engine/screen-hash.ts';
import { correctionParts } from './corrections.ts';
import { gatherRefusals } from './gather-corrections.ts';
import { controlSets, trainingSets } from './training-sets.ts';

const dataset = embeddedDataset(120);
const loaded = { dataset, source: 'embedded', importer: 'generator', notes: [] };
const parts = correctionParts(loaded, { seed: '1' });
const examples = new SessionExamples(inProcessDesks(dataset.catalog).openEnvironment(), dataset.catalog);

/** Proposes the right action on screens whose hash is even, the first control's procedure or a transfer elsewhere. */
async function halfRight(): Promise<Policy> {
  const known = new Map(
    (await examples.ofAll(dataset.sessions)).map(({ screen, action }) => [hashScreen(screen), action]),
  );
  return {
    name: 'half right',
    provider: 'none',
    suggest: async (screens) =>
      screens.map((screen) => {
        const right = known.get(hashScreen(screen));
        const even = Number.parseInt(hashScreen(screen).slice(-1), 16) % 2 === 0;
        const other = screen.controls.find(({ kind, enabled }) => kind === 'reply' && enabled);
        if (even && right) return { ranked: [{ action: right, confidence: 0.9 }] };
        return {
          ranked: other ? [{ action: { kind: 'send_text', reply: other.target, text: 'x' }, confidence: 0.5 }] : [],
        };
      }),
    dispose: async () => undefined,
  };
}

async function refusals(rates: Parameters<typeof uniformNoise>[0], sessions = parts.feedback) {
  const noise = uniformNoise(rates);
  const run = {
    catalog: dataset.catalog,
    policy: await halfRight(),
    noise,
    operator: createOperator({ population: '', noise }),
  };
  return (await gatherRefusals({ ...run, sessions, seed: '1' }, examples)).refusals;
}

describe('the parts', () => {
  it('share no session, so that no evaluation session is trained on', async () => {
    const ids = Object.values(parts).flatMap((sessions) => sessions.map(({ id }: { id: string }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    const evaluated = new Set(parts.evaluation.map(({ id }) => id));
    const sets = trainingSets(await examples.ofAll(parts.logs), await refusals({}), [0, 0.4], '1');
    for (const { logs, corrections } of sets)
      expect([...logs, ...corrections].some(({ session }) => evaluated.has(session))).toBe(false);
  });
});

describe('gatherRefusals', () => {
  it('brings the wrong suggestion and what the log has, on the screen where it was made', async () => {
    const found = await refusals({});
    expect(found.length).toBeGreaterThan(20);
    for (const { session, step, example } of found) {
      const logged = parts.feedback.find(({ id }) => id === session)?.steps[step]?.action;
      expect(logged && sameAction(example.action, logged)).toBe(true);
      expect(example.rejected && logged && sameAction(example.rejected, logged)).toBe(false);
      const own = await examples.of(parts.feedback.find(({ id }) => id === session)!);
      expect(hashScreen(example.screen)).toBe(hashScreen(own[step]!.screen));
    }
  });

  it('rejects nothing where the operator refuses what they then do themselves; β hides corrections', async () => {
    const exact = await refusals({});
    const strict = await refusals({ alpha: 1 });
    expect(strict.length).toBeGreaterThan(exact.length);
    expect(strict.every(({ example }) => !example.rejected || !sameAction(example.rejected, example.action))).toBe(
      true,
    );
    expect(strict.some(({ example }) => example.rejected === undefined)).toBe(true);
    expect(await refusals({ beta: 1 })).toEqual([]);
  });
});

describe('trainingSets', () => {
  const log = (session: number): Example => ({ session: `s${session}` }) as Example;
  const logs = Array.from({ length: 500 }, (_, i) => log(i));
  const some = Array.from({ length: 80 }, (_, i) => ({ session: `f${i}`, step: 0, example: log(1000 + i) }));

  it('take corrections by their share of the fewer logs, the larger set holding the smaller', () => {
    const [all, none, fifth, most, full] = trainingSets(logs, some, [0, 0.1, 0.2], '1');
    expect(all?.logs).toHaveLength(500);
    expect(none?.logs.length).toBeGreaterThan(250);
    expect(none?.logs.length).toBeLessThan(340);
    expect(none?.corrections).toEqual([]);
    expect(fifth?.corrections).toHaveLength(Math.round(0.1 * (none?.logs.length ?? 0)));
    expect(most?.corrections.slice(0, fifth?.corrections.length)).toEqual(fifth?.corrections);
    expect(full?.logs).toHaveLength(500);
    expect(full?.corrections).toEqual(most?.corrections);
  });

  it('take what there is where more is asked for, and say how much was asked', () => {
    const set = trainingSets(logs, some, [2], '1')[1];
    expect(set?.corrections).toHaveLength(80);
    expect(set?.name).toMatch(/of logs \+ all \d+ % corrections/);
    expect(set?.asked).toBeGreaterThan(400);
  });

  it('have a control for each choice of logs: the same logs, and no correction', () => {
    const sets = trainingSets(logs, some, [0, 0.1, 0.2], '1');
    const controls = controlSets(sets);
    expect(controls.map((control) => control.logs)).toEqual([sets[0]?.logs, sets[1]?.logs]);
    expect(controls.every(({ corrections, isControl }) => corrections.length === 0 && isControl)).toBe(true);
  });
});

it('judgeSides: the deployed policy is wrong on the whole hard set that it chose, where operators never err', async () => {
  const hard = new Set((await refusals({}, parts.evaluation)).map(({ session, step }) => stepKey(session, step)));
  const { historical, hard: side, hardOffered } = await judgeSides(await halfRight(), parts.evaluation, hard, examples);
  const total = (list: ArrayLike<number>) => Array.from(list).reduce((sum, value) => sum + value, 0);
  expect(total(side.denominators)).toBe(hard.size);
  expect(total(side.numerators)).toBe(0);
  expect(total(hardOffered.denominators)).toBeLessThanOrEqual(hard.size);
  expect(total(historical.denominators)).toBe(parts.evaluation.reduce((sum, { steps }) => sum + steps.length, 0));
  expect(total(historical.numerators)).toBeGreaterThan(0);
});
