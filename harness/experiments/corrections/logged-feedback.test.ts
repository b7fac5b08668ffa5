import { describe, expect, it } from 'vitest';
import { recipe as markov } from '../../../policies/models/markov.ts';
import { embeddedDataset } from '../../bench/data/embedded-dataset.ts';
import { stepKey } from '../../bench/data/model-splits.ts';
import { inProcessDesks } from '../../bench/desks/desks.ts';
import { judgeSides } from '../../bench/feedback/judge-sides.ts';
import { SessionExamples } from '../../bench/models/session-examples.ts';
import { crossNoise } from '../../bench/noise/noise-grid.ts';
import { hasStarArchive, starSample } from '../../conformance/star-sample.ts';
import { type Action, sameAction } from '../../contract/action.ts';
import type { Dataset } from '../../contract/dataset.ts';
import type { Session, Step } from '../../contract/session.ts';
import { chooseFeedback } from './choose-feedback.ts';
import { correctionParts } from './corrections.ts';
import { loggedRefusals } from './logged-refusals.ts';

const embedded = embeddedDataset(40);
const examplesOf = ({ catalog }: Dataset) => new SessionExamples(inProcessDesks(catalog).openEnvironment(), catalog);
const partsOf = (dataset: Dataset) => correctionParts({ dataset, source: '', importer: '', notes: [] }, { seed: '1' });
const silent = crossNoise({ alpha: '0', beta: '0', slip: '0' });
const noisy = crossNoise({ alpha: '0,0.1', beta: '0', slip: '0' });

const OTHER: Action = { kind: 'transfer', queue: 'elsewhere' };
const FREE: Action = { kind: 'send_text', reply: null, text: 'in my own words' };

/** The session with a suggestion at its first steps, one way of answering to it each. */
function answered(session: Session): Session {
  const ways: ((step: Step) => Step)[] = [
    (step) => ({ ...step, suggestion: { shown: [step.action, OTHER], accepted: true } }),
    (step) => ({ ...step, suggestion: { shown: [OTHER, step.action], accepted: true } }),
    (step) => ({ ...step, suggestion: { shown: [OTHER], accepted: false } }),
    (step) => ({ ...step, suggestion: { shown: [], accepted: false } }),
  ];
  return { ...session, steps: session.steps.map((step, at) => ways[at]?.(step) ?? step) };
}

const dataset: Dataset = { ...embedded, sessions: embedded.sessions.map(answered) };

describe('loggedRefusals', () => {
  it('takes what the log says was shown and refused, and no more', async () => {
    const [session] = dataset.sessions.filter(({ steps }) => steps.length > 4);
    const found = await loggedRefusals([session!], examplesOf(dataset));
    expect(found).toMatchObject({ answered: 4, another: 1, unseen: 1 });
    expect(found.refusals.map(({ step, example }) => [step, example.rejected])).toEqual([
      [1, OTHER],
      [2, OTHER],
      [3, undefined],
    ]);
    for (const { step, example } of found.refusals)
      expect(sameAction(example.action, session!.steps[step]!.action)).toBe(true);
  });

  it('counts free text, which no screen offers', async () => {
    const session = embedded.sessions[0]!;
    const at = session.steps.findIndex(({ action }) => action.kind === 'send_text');
    const steps = session.steps.map((step, i) =>
      i === at ? { ...step, action: FREE, suggestion: { shown: [], accepted: false } } : step,
    );
    const found = await loggedRefusals([{ ...session, steps }], examplesOf(embedded));
    expect(found).toMatchObject({ answered: 1, another: 0, unseen: 1, freeText: 1 });
  });
});

describe('chooseFeedback', () => {
  it('is the log’s own where it has any and no noise is asked for', async () => {
    const parts = partsOf(dataset);
    const choose = (source: 'auto' | 'log' | 'simulated', points = silent, of = dataset) =>
      chooseFeedback(source, points, of === dataset ? parts : partsOf(of), examplesOf(of));
    for (const source of ['auto', 'log'] as const) {
      const own = await choose(source);
      const evaluated = new Set(parts.evaluation.map(({ id }) => id));
      expect(own?.corrections.refusals.some(({ session }) => evaluated.has(session))).toBe(false);
      expect(own?.hard.refusals.every(({ session }) => evaluated.has(session))).toBe(true);
    }
    expect(await choose('auto', noisy)).toBeNull();
    expect(await choose('auto', silent, embedded)).toBeNull();
    expect(await choose('simulated')).toBeNull();
    await expect(choose('log', noisy)).rejects.toThrow(/leave --alpha, --beta and --slip away/);
    await expect(choose('log', silent, embedded)).rejects.toThrow(/or --feedback simulated/);
  });
});

describe.skipIf(!hasStarArchive)('STAR', () => {
  it('holds refusals of three kinds, and rejected suggestions only where they were shown', async () => {
    const star = starSample(55);
    const examples = examplesOf(star);
    const { refusals, answered: all, another, unseen, freeText } = await loggedRefusals(star.sessions, examples);
    expect(all).toBeGreaterThan(200);
    expect(another + unseen).toBe(refusals.length);
    expect(refusals.filter(({ example }) => example.rejected)).toHaveLength(another);
    expect(another).toBeGreaterThan(10);
    expect(freeText).toBeGreaterThan(10);
    const bySession = new Map(star.sessions.map((session) => [session.id, session]));
    for (const { session, step, example } of refusals) {
      const shown = bySession.get(session)?.steps[step]?.suggestion?.shown ?? [];
      if (example.rejected) expect(shown[0]).toEqual(example.rejected);
    }
    const hard = new Set(refusals.map(({ session, step }) => stepKey(session, step)));
    const policy = await markov.fit(await examples.ofAll(star.sessions), { seed: '1', catalog: star.catalog });
    const sides = await judgeSides(policy, star.sessions, hard, examples);
    const total = (list: ArrayLike<number>) => Array.from(list).reduce((sum, value) => sum + value, 0);
    expect(total(sides.hard.denominators)).toBe(refusals.length);
    expect(total(sides.hardOffered.denominators)).toBe(refusals.length - freeText);
    expect(total(sides.hardOffered.numerators)).toBeGreaterThan(0);
  });
});
