import { expect, it } from 'vitest';
import { referenceLayers } from './reference-layers.ts';

const placesOf = (from: number, to: number) =>
  referenceLayers([{ axis: 'y', from, to, label: 'limit' }]).map((layer) =>
    JSON.parse(JSON.stringify((layer as { data?: unknown }).data)),
  );

it('a band lies from its one end to the other, its words at the upper end; a rule where both ends are', () => {
  expect(placesOf(0.2, 0.4)).toEqual([{ values: [{ from: 0.2, to: 0.4 }] }, { values: [{ at: 0.4, label: 'limit' }] }]);
  expect(placesOf(0.3, 0.3)).toEqual([{ values: [{ at: 0.3 }] }, { values: [{ at: 0.3, label: 'limit' }] }]);
});
