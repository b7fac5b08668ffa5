import { describe, expect, it } from 'vitest';
import type { LoadedDataset } from '../../bench/data/load-dataset.ts';
import type { ModelSplits } from '../../bench/data/model-splits.ts';
import { modelNotes, modelSplitInWords } from './model-words.ts';
import { publishedScores } from './published.ts';

const splits = (partial: boolean, ...groups: [string | null, number, number][]) =>
  ({
    ...{ text: 'the rule', labelling: { text: 'all of it', partial } },
    groups: groups.map(([group, train, test]) => ({ group, train: Array(train), test: Array(test) })),
  }) as unknown as ModelSplits;
const data = (...ids: string[]) => ({ dataset: { sessions: ids.map((id) => ({ id })) } }) as unknown as LoadedDataset;
const notes = (partial: boolean, trainings: ('all' | 'labelled')[], group: string | null = null, loaded = data('a')) =>
  modelNotes(splits(partial, [group, 1, 1]), trainings, loaded).join(' ');

describe('notes on models', () => {
  it('say on what each policy was trained', () => {
    expect(notes(false, ['all'])).toMatch(/^Labels: all of it\. .* Each policy is trained once/);
    expect(notes(false, ['all'])).not.toMatch(/another policy|were not asked for|labelled steps only/);
    expect(notes(true, ['labelled'])).toContain('trained on the labelled steps only');
    expect(notes(true, ['labelled'])).toContain('were not asked for: --training both');
    expect(notes(true, ['all', 'labelled'])).toContain('are of another policy, trained on every operator action');
    expect(notes(true, ['all', 'labelled'])).not.toMatch(/were not asked for|trained once/);
  });

  it('say what is known of what is held out, and whether it is a part of STAR', () => {
    expect(notes(false, ['all'], 'bank')).toContain('what is held out are known to the policies');
    expect(notes(false, ['all'])).not.toContain('held out');
    expect(notes(false, ['all'], null, data('star-1', 'star-2'))).toContain("These are 2 of STAR's 6,652 dialogues");
    expect(notes(false, ['all'], null, data('star-1', 'x'))).not.toContain('dialogues');
    const whole = data(...Array.from({ length: 6652 }, (_, at) => `star-${at}`));
    expect(notes(false, ['all'], null, whole)).not.toContain('dialogues');
  });

  it('say how many learnt and how many were judged: those to learn from on average', () => {
    expect(modelSplitInWords(splits(false, [null, 10, 4]))).toBe(
      'the rule: 10 sessions to learn from, 4 to be judged on',
    );
    expect(modelSplitInWords(splits(false, ['a', 10, 4], ['b', 21, 5]))).toBe(
      'the rule: 16 sessions to learn from on average, 9 to be judged on',
    );
  });
});

it('published scores stand beside ours where the split is theirs; the deployed system’s always', () => {
  const names = (split: Parameters<typeof publishedScores>[0]) => publishedScores(split).map(({ policy }) => policy);
  const deployed = ['prompted, the best', 'supervised 7B'];
  expect(names('random')).toEqual(deployed);
  expect(names('star-standard')).toEqual(['majority label', 'linear SVM, 1-2-grams', 'BERT-base', ...deployed]);
  expect(names('star-task-transfer')).toEqual(['SAM', ...deployed]);
  expect(names('star-domain-transfer')).toEqual(['BERT+S', 'SAM', ...deployed]);
  for (const split of ['random', 'last-20', 'star-standard', 'star-task-transfer', 'star-domain-transfer'] as const)
    for (const { tool, action, accuracy, weightedF1 } of publishedScores(split)) {
      // Being right in all is rarer than in kind, and F1 counts rare labels, which are harder.
      if (tool !== undefined) expect(action).toBeLessThan(tool);
      if (accuracy !== undefined) expect(weightedF1).toBeLessThan(accuracy);
    }
});
