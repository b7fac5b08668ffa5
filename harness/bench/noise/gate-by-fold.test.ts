import { expect, it } from 'vitest';
import type { GateStand } from './describe-gate.ts';
import { gateByFold } from './gate-by-fold.ts';

const gate = (threshold: number | null): GateStand => ({ threshold });
const sliced = (thresholds: Record<string, number | null>): GateStand => {
  const slices = Object.entries(thresholds).map(([slice, threshold]) => ({ slice, threshold, reason: '' }));
  const open = slices.flatMap(({ threshold }) => threshold ?? []);
  return { threshold: open.length > 0 ? Math.min(...open) : null, slices };
};

it('tells thresholds in the order of the folds, once where they agree', () => {
  expect(gateByFold([gate(0.9)])).toBe('from 0.90');
  expect(gateByFold([gate(0.901), gate(0.9)])).toBe('from 0.90');
  expect(gateByFold([gate(null), gate(null), gate(null)])).toBe('closed');
  expect(gateByFold([gate(0.9), gate(null), gate(0.85)])).toBe('from 0.90 / closed / from 0.85');
});

it('tells them slice by slice; a gate that nothing passes closes every slice', () => {
  const folds = [sliced({ close: 0.9, text: null, click: 0.8 }), sliced({ close: 0.95, text: null, click: 0.8 })];
  expect(gateByFold(folds)).toBe('click from 0.80; close from 0.90 / from 0.95; closed: text');
  expect(gateByFold([sliced({ close: 0.9, text: 0.7 }), gate(null)])).toBe(
    'close from 0.90 / closed; text from 0.70 / closed',
  );
});
