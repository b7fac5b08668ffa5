import { describe, expect, it } from 'vitest';
import { recipe as markov } from '../../../policies/models/markov.ts';
import { judgeFamily } from '../../../reports/stats/judge-family.ts';
import { type PairedDifference, pairedDifference } from '../../../reports/stats/paired-difference.ts';
import { embeddedDataset } from '../../bench/data/embedded-dataset.ts';
import { stepKey } from '../../bench/data/model-splits.ts';
import { inProcessDesks } from '../../bench/desks/desks.ts';
import { judgeSides } from '../../bench/feedback/judge-sides.ts';
import { SessionExamples } from '../../bench/models/session-examples.ts';
import type { Example, Policy } from '../../contract/policy.ts';
import { hashScreen } from '../../engine/screen-hash.ts';
import { hashText } from '../../shared/hash.ts';
import { type CorrectionRow, compareSets, controlOf, deployedSeed } from './compare-sets.ts';
import { correctionNotes } from './correction-notes.ts';
import { correctionParts } from './corrections.ts';
import { correctionFindings, correctionsTable } from './corrections-table.ts';
import type { Refusal } from './gather-corrections.ts';
import { trainingSets } from './training-sets.ts';

const dataset = embeddedDataset(200);
const parts = correctionParts({ dataset, source: 'embedded', importer: 'generator', notes: [] }, { seed: '1' });
const examples = new SessionExamples(inProcessDesks(dataset.catalog).openEnvironment(), dataset.catalog);
const baseLogs = await examples.ofAll(parts.base);
const logs = await examples.ofAll(parts.logs);
const feedback = await examples.ofAll(parts.feedback);
const judged = await examples.ofAll(parts.evaluation);
const truth = new Map([...judged, ...feedback].map((example) => [hashScreen(example.screen), example.action]));

type Learn = (taught: readonly Example[], seed: string) => Promise<Policy>;

const byCounts: Learn = (taught, seed) => markov.fit(taught, { seed, catalog: dataset.catalog });

/** Right on 7 screens in 10, whatever it learned; on which of them is the luck of its training, as of a network's. */
const byLuck: Learn = async (taught, seed) => ({
  name: 'by luck',
  provider: 'none',
  suggest: async (screens) =>
    screens.map((screen) => {
      const action = truth.get(hashScreen(screen));
      const luck = hashText(`${seed} ${taught.length} ${hashScreen(screen)}`);
      const isRight = Number.parseInt(luck.slice(0, 8), 16) % 10 < 7;
      return { ranked: action && isRight ? [{ action, confidence: 0.7 }] : [] };
    }),
  dispose: async () => undefined,
});

/** The same, but that corrections are not for nothing: they teach half of what it would get wrong. */
const byCorrections: Learn = async (taught, seed) => {
  const [own, second] = [await byLuck(taught, seed), await byLuck(taught, `${seed} taught`)];
  if (taught.every(({ rejected }) => rejected === undefined)) return own;
  const suggest = async (screens: Parameters<Policy['suggest']>[0]) => {
    const [first, other] = await Promise.all([own.suggest(screens), second.suggest(screens)]);
    return first.map((one, at) => (one.ranked.length > 0 ? one : other[at]!));
  };
  return { ...own, suggest };
};

/** Operators who never err, a policy that they answer to, and what is learned from them. */
async function bench(learn: Learn, seed = '1') {
  const base = await learn(baseLogs, deployedSeed(seed));
  const refusedOf = async (all: readonly Example[], sessions: typeof parts.feedback): Promise<Refusal[]> => {
    const answers = await base.suggest(all.map(({ screen }) => screen));
    const places = sessions.flatMap(({ id, steps }) => steps.map((_, step) => ({ session: id, step })));
    return all.flatMap((example, at) => {
      const rejected = answers[at]?.ranked[0]?.action ?? { kind: 'transfer' as const, queue: 'nowhere' };
      return examples.same(example.screen, rejected, example.action)
        ? []
        : [{ ...places[at]!, example: { ...example, rejected } }];
    });
  };
  const hard = new Set((await refusedOf(judged, parts.evaluation)).map(({ session, step }) => stepKey(session, step)));
  const refusals = await refusedOf(feedback, parts.feedback);
  const sets = trainingSets(logs, refusals, [0, 0.1], seed);
  const train = (_: string, taught: readonly Example[], own: string) => learn(taught, own);
  const rows = await compareSets(sets, { evaluation: parts.evaluation, hard, examples, seed, train });
  const deployed: CorrectionRow = {
    name: 'deployed',
    set: null,
    sides: await judgeSides(base, parts.evaluation, hard, examples),
  };
  return { rows, deployed, hardSteps: hard.size, available: refusals.length };
}

type Benched = Awaited<ReturnType<typeof bench>>;

/** Gains on the hard set of the sets with corrections: over their controls, and over the deployed policy. */
function gains({ rows, deployed }: Benched) {
  const taught = rows.filter(({ set }) => set && set.corrections.length > 0);
  const gain = (row: CorrectionRow, over: CorrectionRow) =>
    pairedDifference(row.sides.hard, over.sides.hard, 'share', 'higher');
  return {
    overControl: taught.map((row) => gain(row, controlOf(row, rows)!)),
    overDeployed: taught.map((row) => gain(row, deployed)),
  };
}

const verdicts = (family: readonly PairedDifference[]) => judgeFamily(family, 'holm').map((one) => one?.verdict);
const mean = (family: readonly PairedDifference[]) =>
  family.reduce((sum, { estimate: difference }) => sum + (difference ?? 0), 0) / family.length;

const SEEDS = ['1', '2', '3', '4', '5', '6'];

describe('the hard set is what the deployed policy got wrong', () => {
  it('so that who learned nothing from corrections gains much over it, and nothing over the control', async () => {
    const found: ReturnType<typeof gains>[] = [];
    for (const seed of SEEDS) found.push(gains(await bench(byLuck, seed)));
    const overDeployed = found.flatMap((one) => one.overDeployed);
    expect(mean(overDeployed)).toBeGreaterThan(0.6);
    expect(new Set(found.flatMap((one) => verdicts(one.overDeployed)))).toEqual(new Set(['better']));
    expect(Math.abs(mean(found.flatMap((one) => one.overControl)))).toBeLessThan(0.05);
    const told = found.filter((one) => verdicts(one.overControl).includes('better'));
    expect(told.length).toBeLessThanOrEqual(1);
  });

  it('and what corrections do teach is a gain over the control', async () => {
    const { overControl } = gains(await bench(byCorrections));
    expect(verdicts(overControl)).toEqual(['better', 'better']);
  });
});

describe('a policy whose training draws nothing', () => {
  /** Counts what logs say, and is deaf to corrections. */
  const deaf: Learn = (taught, seed) =>
    byCounts(
      taught.filter(({ rejected }) => rejected === undefined),
      seed,
    );

  it('has a control that is no copy of the deployed one: it gains over that as others do, and they nothing over it', async () => {
    const { overControl, overDeployed } = gains(await bench(deaf));
    expect(mean(overDeployed)).toBeGreaterThan(0.1);
    expect(overControl.map(({ estimate: difference }) => difference)).toEqual([0, 0]);
  });

  it('is said to be one, and another is not', async () => {
    const notes = async (learn: Learn) => {
      const { deployed, ...rest } = await bench(learn);
      return correctionNotes(
        [{ feedback: 'simulated', point: '', crashes: [], base: deployed, ...rest }],
        'it',
        null,
      ).join('\n');
    };
    expect(await notes(byCounts)).toMatch(/its training draws nothing/);
    expect(await notes(byLuck)).toMatch(/it answers otherwise/);
  });
});

it('deployed policy, controls and the sets compared have three seeds', async () => {
  const seeds = new Map<boolean, Set<string>>([true, false].map((isControl) => [isControl, new Set()]));
  const sets = trainingSets(logs, [], [0], '1');
  await compareSets(sets, {
    ...{ evaluation: [], hard: new Set<string>(), examples, seed: '1' },
    train: (label, taught, own) => {
      seeds.get(label.startsWith('control'))?.add(own);
      return byLuck(taught, own);
    },
  });
  const [controls, compared] = [[...seeds.get(true)!], [...seeds.get(false)!]];
  expect([controls.length, compared.length]).toEqual([1, 1]);
  expect(new Set([...controls, ...compared, deployedSeed('1')]).size).toBe(3);
});

it('the table and the findings hold each set against the control of the same logs', async () => {
  const { deployed, ...rest } = await bench(byLuck);
  const result = { feedback: 'simulated' as const, point: 'exact', crashes: [], base: deployed, ...rest };
  const [all, fewer] = rest.rows.filter(({ set }) => set?.isControl);
  expect(all?.name).toBe('control: all logs, retrained');
  expect(rest.rows.map((row) => controlOf(row, rest.rows)?.name ?? null)).toEqual(
    [null, all, all, fewer, fewer, all].map((control) => control?.name ?? null),
  );
  const rows = correctionsTable([result]).rows.filter(({ kind }) => kind === 'measured');
  expect(rows.map(({ cells }) => cells.hard_difference === null)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
  const findings = correctionFindings([result]);
  expect(findings).toHaveLength(3);
  expect(findings[0]).toMatch(
    /^exact: right on the hard set without corrections: [67].* \(control: all logs, retrained\), [67].* \(all logs, .*\), 0\.0.% \(deployed policy\)\./,
  );
  expect(findings[1]).toMatch(
    /^exact: \d+ % of logs \+ 10 % corrections, against the control: \d+ % of logs, retrained:/,
  );
  expect(findings[2]).toMatch(/^exact: all logs \+ as many corrections, against the control: all logs, retrained:/);
});
