import { describe, expect, it } from 'vitest';
import { executed, RIGHT, reviewed, trace, WRONG_FORM } from '../../../reports/metrics/support/test-traces.ts';
import type { TraceStep } from '../../contract/trace.ts';
import { classifyDifference, LAYERS, type Layer } from './classify-difference.ts';

const STEP: Required<Omit<TraceStep, 'index'>> = {
  arrivals: [],
  screenHash: 'a',
  reference: RIGHT,
  critical: true,
  suggestion: RIGHT,
  confidence: 0.5,
  alternatives: [{ action: WRONG_FORM, confidence: 0.2 }],
  score: 0.5,
  decision: 'defer',
  verdict: 'accept',
  reason: 'model error',
  slipped: false,
  chosen: RIGHT,
  activeMs: 1000,
  closed: { condition: 'c', suggestionRight: true, right: true, cause: null, deceivedBy: null, repaired: [] },
  logged: { suggestionRight: true, right: true },
};

/** Another value of every field, and the layer that it belongs to. */
const OTHERS: Readonly<Record<keyof typeof STEP, readonly [Layer, unknown]>> = {
  arrivals: ['arrivals', [{ kind: 'message', text: 'hello' }]],
  screenHash: ['screens', 'b'],
  suggestion: ['suggestions', WRONG_FORM],
  alternatives: ['suggestions', []],
  confidence: ['scores', 0.5 + Number.EPSILON],
  score: ['scores', 0.6],
  decision: ['decisions', 'execute'],
  verdict: ['acts', 'correct'],
  reason: ['acts', 'unsure'],
  slipped: ['acts', true],
  chosen: ['acts', WRONG_FORM],
  reference: ['truth', WRONG_FORM],
  critical: ['truth', false],
  closed: ['truth', { ...STEP.closed, right: false }],
  logged: ['truth', { suggestionRight: false, right: false }],
  activeMs: ['times', 1001],
};

describe('what two episodes differ in', () => {
  it.each(Object.entries(OTHERS))('%s', (field, [layer, value]) => {
    const [base, next] = [trace([STEP as TraceStep]), trace([{ ...STEP, [field]: value } as TraceStep])];
    expect(classifyDifference(base, next)).toMatchObject([{ layer, step: 0, field }]);
    expect(classifyDifference(base, base)).toEqual([]);
  });

  it('is what comes first in a step, whatever follows from it', () => {
    const fields = Object.entries(OTHERS);
    for (const [at, layer] of LAYERS.entries()) {
      const later = fields.filter(([, [own]]) => LAYERS.indexOf(own) >= at).map(([field, [, value]]) => [field, value]);
      const next = trace([{ ...STEP, ...Object.fromEntries(later) } as TraceStep]);
      expect(classifyDifference(trace([STEP as TraceStep]), next)[0]?.layer).toBe(layer);
    }
  });

  it('is every step in open loop, and only the first in closed loop, where the rest may be its effect', () => {
    const steps = [reviewed(RIGHT, 'accept'), reviewed(RIGHT, 'accept'), reviewed(RIGHT, 'accept')];
    const others = [steps[0]!, executed(RIGHT), reviewed(WRONG_FORM, 'correct')];
    const found = (loop: 'open' | 'closed') => classifyDifference(trace(steps, { loop }), trace(others, { loop }));
    expect(found('open').map(({ step }) => step)).toEqual([1, 2]);
    expect(found('closed').map(({ step }) => step)).toEqual([1]);
  });

  it('is the end where one goes on, and not how often the desk failed', () => {
    const step = reviewed(RIGHT, 'accept');
    expect(classifyDifference(trace([step]), trace([step, step]))).toMatchObject([
      { layer: 'acts', field: 'end', step: 1 },
    ]);
    expect(classifyDifference(trace([step]), trace([step], { retries: 2 }))).toEqual([]);
  });
});
