import { node } from '../export/model-file.ts';
import { smallModel } from './small-model.ts';
import { float32, type TensorData, type Tensors } from './tensor.ts';

const SIZE = 64;
export const PROBE_SHAPE: readonly number[] = [SIZE, SIZE];

/**
 * A model that needs what every network needs: the product of its input with itself, as `y`. A provider that copies
 * well may still lack the library or the driver for this.
 */
export function probeModel(): Uint8Array {
  return smallModel([node('MatMul', ['x', 'x'], ['y'])], { x: PROBE_SHAPE }, { y: PROBE_SHAPE });
}

/** Its input: whole numbers, of which any arithmetic, half precision included, makes the same product. */
export function probeFeeds(): Tensors {
  return {
    x: float32(
      PROBE_SHAPE,
      Float32Array.from({ length: SIZE * SIZE }, (_, at) => numberAt(at)),
    ),
  };
}

/** What is wrong with its output, in words; null where it is right. */
export function probeFault({ data }: TensorData): string | null {
  for (let at = 0; at < SIZE * SIZE; at++) {
    const [row, column] = [Math.floor(at / SIZE), at % SIZE];
    let expected = 0;
    for (let k = 0; k < SIZE; k++) expected += numberAt(row * SIZE + k) * numberAt(k * SIZE + column);
    if (data[at] !== expected) return `a product of matrices comes to ${data[at]} where it is ${expected}`;
  }
  return null;
}

const numberAt = (at: number) => ((at * 7) % 5) - 2;
