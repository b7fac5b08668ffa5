import { expect, it } from 'vitest';
import type { Action } from '../../contract/action.ts';
import type { GateExample, GateRecipe } from '../../contract/gate.ts';
import { neverPasses, type TrainingSettings } from '../../deployment/train-critic-and-gate.ts';
import { testCatalog } from '../../engine/test-desk.ts';
import { MIN_SUPPORT } from './gate-slices.ts';
import { withKnownNoise } from './with-known-noise.ts';

const answers = (action: Action): GateExample[] =>
  Array.from({ length: MIN_SUPPORT }, (_, i) => ({
    score: 0.5,
    accepted: true,
    action,
    procedure: null,
    session: `s${i}`,
  }));

it('tells the critic the rates of all actions, and each kind’s threshold the rates of that kind', () => {
  const given: unknown[] = [];
  const gate: GateRecipe = {
    name: 'spy',
    summary: 'Keeps what it is told.',
    promise: 'none',
    fit: (_, { noise }) => {
      given.push(noise);
      return neverPasses('it only listens');
    },
  };
  const all = { alpha: 0.1, beta: 0.2 };
  const texts = { alpha: 0.3, beta: 0.4 };
  const closes = { alpha: 0.05, beta: 0.6 };
  const byKind = new Map([
    ['send_text', texts],
    ['close', closes],
  ]);
  const { known } = withKnownNoise({ gate } as TrainingSettings, { all, byKind }, testCatalog);
  expect(known.rates).toEqual(all);
  known.gate.fit(
    [...answers({ kind: 'send_text', reply: null, text: '' }), ...answers({ kind: 'close', resolution: 'solved' })],
    { targetPrecision: 0.9, delta: 0.05 },
  );
  expect(given).toEqual(expect.arrayContaining([texts, closes]));
});
