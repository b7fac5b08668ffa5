import { describe, expect, it } from 'vitest';
import { recipe as clopperPearson } from '../../../policies/gates/clopper-pearson.ts';
import type { Action } from '../../contract/action.ts';
import type { GateExample, GateRecipe } from '../../contract/gate.ts';
import { embeddedDataset } from '../data/embedded-dataset.ts';
import { type GateSlices, sliceGate } from './gate-slices.ts';

const { catalog } = embeddedDataset(1);
const [procedure] = catalog.procedures;
const CLOSE: Action = { kind: 'close', resolution: 'Solved' };
const SEND: Action = { kind: 'send_text', reply: 'hello', text: 'Hello.' };

/** Forty answers to each kind of action, half of them in a procedure. */
const ANSWERS = [CLOSE, SEND].flatMap((action) =>
  Array.from({ length: 40 }, (_, at): GateExample => {
    const open = at % 2 === 0 ? (procedure?.id ?? null) : null;
    return { score: at / 40, accepted: true, action, procedure: open, session: `s${at}` };
  }),
);

function fitted(slices: GateSlices) {
  const deltas: number[] = [];
  const spy: GateRecipe = {
    ...clopperPearson,
    fit(examples, options) {
      if (examples.length > 0) deltas.push(options.delta);
      return clopperPearson.fit(examples, options);
    },
  };
  const gate = sliceGate(spy, slices, catalog).fit(ANSWERS, { targetPrecision: 0.9, delta: 0.1 });
  return { name: gate.name, slices: gate.slices?.map(({ slice }) => slice), deltas };
}

describe('sliceGate', () => {
  it('divides by what it is asked to, and δ only where the promise is to be joint', () => {
    expect(fitted('global')).toEqual({ name: 'clopper-pearson', slices: undefined, deltas: [0.1] });
    const kinds = ['close', 'send_text'];
    expect(fitted('kind')).toEqual({ name: 'clopper-pearson by kind', slices: kinds, deltas: [0.1, 0.1] });
    const joint = { name: 'clopper-pearson by kind-joint', slices: kinds, deltas: [0.05, 0.05] };
    expect(fitted('kind-joint')).toEqual(joint);
    const clusters = ['(none)', procedure?.cluster ?? ''];
    expect(fitted('cluster')).toMatchObject({ slices: clusters, deltas: [0.1, 0.1] });
    expect(fitted('cluster-joint')).toMatchObject({ slices: clusters, deltas: [0.05, 0.05] });
  });
});
