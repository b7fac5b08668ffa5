import { expect, it } from 'vitest';
import type { GateRecipe } from '../../contract/gate.ts';
import { discover } from '../models/discover.ts';
import { promiseNote } from './describe-gate.ts';

it('says of each gate what it promises, and of one that promises nothing that it does', async () => {
  const gates = await discover<GateRecipe>('policies/gates', 'recipe');
  const notes = new Map(gates.map((gate) => [gate.promise, promiseNote(gate)]));
  expect(notes.get('sessions')).toContain('over sessions drawn');
  expect(notes.get('actions')).toContain('over actions drawn one by one');
  expect(notes.get('none')).toContain('promises: nothing');
});
