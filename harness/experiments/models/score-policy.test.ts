import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { figuresCsv } from '../../../reports/figures/figures-csv.ts';
import { embeddedDataset } from '../../bench/data/embedded-dataset.ts';
import { type ModelGroup, modelSplits } from '../../bench/data/model-splits.ts';
import { inProcessDesks } from '../../bench/desks/desks.ts';
import { scorePolicy, type Training } from '../../bench/models/score-policy.ts';
import { SessionExamples } from '../../bench/models/session-examples.ts';
import { actionTarget } from '../../contract/action.ts';
import type { Example, PolicyRecipe } from '../../contract/policy.ts';
import { hashScreen } from '../../engine/screen-hash.ts';
import { majorityLabel } from './majority-label.ts';
import { groupsTable, modelsTable } from './models-tables.ts';

const dataset = embeddedDataset(60);
const examples = new SessionExamples(inProcessDesks(dataset.catalog).openEnvironment(), dataset.catalog);
const splits = modelSplits(dataset, 'random', '1', null);
const [whole] = splits.groups as [ModelGroup];
const cache = mkdtempSync(join(tmpdir(), 'deskbench-models-'));
afterAll(() => rmSync(cache, { recursive: true, force: true }));

/** Knows what was done on the screens that it was trained on; proposes one other action elsewhere. Keeps what it saw. */
function parrot() {
  const trained: (readonly Example[])[] = [];
  const recipe: PolicyRecipe = {
    name: 'parrot',
    summary: '',
    fit: async (some) => {
      trained.push(some);
      const known = new Map(some.map(({ screen, action }) => [hashScreen(screen), action]));
      return {
        name: 'parrot',
        provider: 'none',
        suggest: async (screens) =>
          screens.map((screen) => {
            const action = known.get(hashScreen(screen)) ?? { kind: 'transfer' as const, queue: 'nowhere' };
            return { ranked: [{ action, confidence: 0.5 }] };
          }),
        dispose: async () => undefined,
      };
    },
  };
  return { recipe, trained };
}

const score = (group: ModelGroup, trainings: readonly Training[], recipe: PolicyRecipe, partial = false) =>
  scorePolicy({
    recipe,
    group,
    labelling: { ...splits.labelling, partial },
    trainings,
    examples,
    catalog: dataset.catalog,
    seed: '1',
    providers: ['cpu'],
    cache: null,
    onProgress: () => undefined,
    onLine: () => undefined,
  });

describe('scorePolicy', () => {
  it('trains on no test session, and judges every operator action of the test', async () => {
    const { recipe, trained } = parrot();
    const { judged } = await score(whole, ['all'], recipe);
    const tested = new Set(whole.test.map(({ id }) => id));
    expect(trained.flat().some(({ session }) => tested.has(session))).toBe(false);
    expect(judged?.map(({ session }) => session)).toEqual(whole.test.map(({ id }) => id));
    const steps = whole.test.reduce((sum, session) => sum + session.steps.length, 0);
    expect(judged?.reduce((sum, one) => sum + one.steps, 0)).toBe(steps);
    // A screen names its case, so that what it saw is of no use to it: a leak would show as agreement.
    expect(judged?.reduce((sum, one) => sum + one.actionRight, 0)).toBe(0);
  });

  it('would see a leak: what was trained on is all right', async () => {
    const { recipe } = parrot();
    const { judged, predicted } = await score(
      { ...whole, test: whole.train, testLabels: whole.trainLabels },
      ['all'],
      recipe,
    );
    expect(judged?.every(({ steps, actionRight, toolRight }) => steps === actionRight && steps === toolRight)).toBe(
      true,
    );
    expect(predicted?.every(({ labels, predictions }) => labels.join() === predictions.join())).toBe(true);
  });

  it('learns classification from labelled steps only, where only some are', async () => {
    const { recipe, trained } = parrot();
    const labelled = new Map([...whole.trainLabels].filter(([key]) => key.startsWith('1 ')));
    const group = { ...whole, trainLabels: labelled };
    const { predicted, judged } = await score(group, ['labelled', 'all'], recipe, true);
    expect(trained[0]).toHaveLength(labelled.size);
    expect(trained[1]?.length).toBeGreaterThan(labelled.size);
    expect(predicted?.flatMap(({ labels }) => labels)).toHaveLength(whole.testLabels.size);
    expect(judged).not.toBeNull();
  });

  it('classifies by the policy of labelled steps, and judges actions by that of all, where only some are labelled', async () => {
    const labelled = new Map([...whole.trainLabels].filter(([key]) => key.startsWith('1 ')));
    const seen = { ...whole, trainLabels: labelled, test: whole.train, testLabels: whole.trainLabels };
    const { predicted, judged } = await score(seen, ['labelled', 'all'], parrot().recipe, true);
    const right = predicted!.flatMap(({ labels, predictions }) =>
      labels.filter((label, at) => label === predictions[at]),
    );
    expect(right.length).toBeGreaterThanOrEqual(labelled.size);
    expect(right.length).toBeLessThan(0.5 * whole.trainLabels.size);
    expect(judged?.every(({ steps, actionRight }) => steps === actionRight)).toBe(true);
  });
});

describe('the tables', () => {
  it('average held-out groups without weights, and list why a policy has no figure', async () => {
    const { recipe } = parrot();
    const right = { ...whole, group: 'seen', test: whole.train.slice(0, 4), testLabels: whole.trainLabels };
    const wrong = { ...whole, group: 'unseen' };
    const scores = [await score(right, ['all'], recipe), await score(wrong, ['all'], recipe)];
    const rows = [
      { policy: 'parrot', scores, reason: null },
      { policy: 'llm', scores: [], reason: 'no endpoint is set' },
    ];
    const table = modelsTable(rows, [{ policy: 'SAM', accuracy: 0.55, note: 'elsewhere' }], true);
    expect(table.rows.map(({ kind }) => kind)).toEqual(['measured', 'reason', 'published']);
    expect(table.rows[0]?.cells.action_accuracy).toMatchObject({ estimate: 0.5 });
    expect(table.rows[0]?.cells.accuracy).toMatchObject({ estimate: 0.5 });
    expect(table.rows[1]?.cells.note).toBe('no endpoint is set');
    const lines = figuresCsv(groupsTable(rows)).split('\n');
    expect(lines[1]).toMatch(/^measured,seen,4,parrot,1,/);
    expect(lines[2]).toMatch(
      new RegExp(`^measured,unseen,${whole.test.length},parrot,[\\d.]+,[\\d.]+,[\\d.]+,${whole.test.length},0,0,`),
    );
  });

  it('give the commonest training label as a floor, where labels are published ones', () => {
    expect(majorityLabel(splits)).toBeNull();
    const published = { ...splits, labelling: { ...splits.labelling, partial: true } };
    const { cells } = modelsTable([majorityLabel(published)!], [], false).rows[0]!;
    const counts = new Map<string, number>();
    for (const label of whole.trainLabels.values()) counts.set(label, (counts.get(label) ?? 0) + 1);
    const [commonest] = [...counts].sort((a, b) => b[1] - a[1])[0]!;
    const tested = [...whole.testLabels.values()];
    const share = tested.filter((label) => label === commonest).length / tested.length;
    expect(cells.accuracy).toMatchObject({ estimate: share });
    expect(cells.tool_accuracy).toBeNull();
  });

  it('label a proposal as the log labels an action', () => {
    const [first] = whole.test;
    expect(whole.testLabels.get(`0 ${first?.id}`)).toBe(first && actionTarget(first.steps[0]!.action));
  });
});
