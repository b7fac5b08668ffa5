import { expect, it } from 'vitest';
import type { ModelSplits } from '../../bench/data/model-splits.ts';
import { trainingsFor } from './models.ts';

function splits(partial: boolean, groups: number): Pick<ModelSplits, 'labelling' | 'groups'> {
  const group = { group: 'task', train: [], test: [], testLabels: new Map(), trainLabels: new Map() };
  return { labelling: { text: '', partial, labelOf: () => null }, groups: Array(groups).fill(group) };
}

it.each([
  { partial: false, groups: 1, asked: undefined, trainings: ['all'] },
  { partial: false, groups: 3, asked: 'labelled', trainings: ['all'] },
  { partial: true, groups: 1, asked: undefined, trainings: ['labelled', 'all'] },
  { partial: true, groups: 2, asked: undefined, trainings: ['labelled'] },
  { partial: true, groups: 2, asked: 'both', trainings: ['labelled', 'all'] },
  { partial: true, groups: 1, asked: 'all', trainings: ['all'] },
  { partial: true, groups: 1, asked: 'labelled', trainings: ['labelled'] },
] as const)('partly labelled $partial, $groups splits, asked for $asked: $trainings', (one) => {
  expect(trainingsFor(splits(one.partial, one.groups), one.asked)).toEqual(one.trainings);
});
