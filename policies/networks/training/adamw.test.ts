import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sumOver } from '../graph/functions.ts';
import { float32 } from '../onnx/tensor.ts';
import { ADAM_BETA1, ADAM_BETA2 } from './adamw.ts';
import { createTrainer } from './trainer.ts';

/** Away from 0, where a step turns on the sign of a rounding error. */
const number = fc
  .tuple(fc.double({ min: 0.01, max: 2, noNaN: true }), fc.boolean())
  .map(([size, negative]) => (negative ? -size : size));
const SIZE = 3;
const vector = fc.array(number, { minLength: SIZE, maxLength: SIZE });

interface Run {
  readonly start: number[];
  readonly gradients: number[][];
  readonly rate: number;
  readonly decay: number;
  readonly maxNorm: number;
}

/** AdamW as its paper writes it: moments, bias corrections, then the step, with decay apart from it. */
function byTheBook({ start, gradients, rate, decay, maxNorm }: Run): number[] {
  let weights = start;
  let [m, v] = [start.map(() => 0), start.map(() => 0)];
  for (const [index, raw] of gradients.entries()) {
    const norm = Math.hypot(...raw);
    const gradient = raw.map((g) => g * Math.min(1, maxNorm / norm));
    m = m.map((one, i) => ADAM_BETA1 * one + (1 - ADAM_BETA1) * gradient[i]!);
    v = v.map((one, i) => ADAM_BETA2 * one + (1 - ADAM_BETA2) * gradient[i]! ** 2);
    const mHat = m.map((one) => one / (1 - ADAM_BETA1 ** (index + 1)));
    const vHat = v.map((one) => one / (1 - ADAM_BETA2 ** (index + 1)));
    weights = weights.map((w, i) => w - rate * (mHat[i]! / (Math.sqrt(vHat[i]!) + 1e-8) + decay * w));
  }
  return weights;
}

it('the update is AdamW with the joint gradient clipped, whatever the parameters it is split over', async () => {
  const runs: fc.Arbitrary<Run> = fc.record({
    start: vector,
    gradients: fc.array(vector, { minLength: 1, maxLength: 6 }),
    rate: fc.double({ min: 1e-3, max: 0.2, noNaN: true }),
    decay: fc.double({ min: 0, max: 0.5, noNaN: true }),
    maxNorm: fc.double({ min: 0.1, max: 4, noNaN: true }),
  });
  const property = fc.asyncProperty(runs, async (run) => {
    const trainer = await createTrainer({
      parameters: {
        first: { shape: [1], data: Float32Array.from(run.start.slice(0, 1)) },
        rest: { shape: [SIZE - 1], data: Float32Array.from(run.start.slice(1)) },
      },
      // A loss that is linear in the parameters: its gradient is what is fed.
      build(graph, { first, rest }) {
        const both = graph.apply('Concat', [first!, rest!], { axis: 0 });
        return sumOver(graph, graph.apply('Mul', [both, graph.input('gradient', 'float32', [SIZE])]), [0]);
      },
      weightDecay: run.decay,
      maxGradientNorm: run.maxNorm,
    });
    for (const gradient of run.gradients)
      await trainer.step({ gradient: float32([SIZE], Float32Array.from(gradient)) }, run.rate);
    const { first, rest } = await trainer.parameters();
    await trainer.dispose();
    const found = [...first!.data, ...rest!.data];
    for (const [index, expected] of byTheBook(run).entries())
      expect(Math.abs(found[index]! - expected)).toBeLessThan(2e-5);
  });
  await fc.assert(property, { numRuns: 25 });
});
