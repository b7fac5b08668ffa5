import { z } from 'zod';
import { messageOf } from '../../../harness/shared/message-of.ts';
import { productOf } from '../../../harness/shared/numbers.ts';
import { float16Bits } from '../../networks/export/in-precision.ts';
import type { Parameter, Parameters } from '../../networks/training/trainer.ts';

/** Bytes of one number, and how it is read. */
const TYPES: Readonly<Record<string, { readonly bytes: number; read(view: DataView, at: number): number }>> = {
  F32: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  F16: { bytes: 2, read: (view, at) => halfToNumber(view.getUint16(at, true)) },
  BF16: { bytes: 2, read: (view, at) => bfloatToNumber(view.getUint16(at, true)) },
};

const LENGTH_BYTES = 8;

const entry = z.looseObject({
  dtype: z.string(),
  shape: z.array(z.int().min(0)),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});
type Entry = z.infer<typeof entry>;

/** The tensors of one file, read when they are asked for. */
export class Safetensors {
  readonly path: string;
  readonly #bytes: Buffer;
  readonly #start: number;
  readonly #entries: ReadonlyMap<string, Entry>;

  /** `path` names the file in errors. Throws: one line, where the bytes are no file of this kind. */
  constructor(path: string, bytes: Buffer) {
    this.path = path;
    this.#bytes = bytes;
    const headerBytes = this.#bytes.length < LENGTH_BYTES ? Number.NaN : Number(this.#bytes.readBigUInt64LE(0));
    this.#start = LENGTH_BYTES + headerBytes;
    if (!(this.#start <= this.#bytes.length)) throw new Error(`${path} is cut short, or no safetensors file`);
    this.#entries = entriesOf(path, this.#bytes.toString('utf8', LENGTH_BYTES, this.#start));
  }

  get names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** Throws: one line, where it is missing. */
  shapeOf(name: string): readonly number[] {
    const found = this.#entries.get(name);
    if (!found) throw new Error(`${this.path}: tensor "${name}" is missing`);
    return found.shape;
  }

  /** A tensor as 32-bit numbers. Throws: one line naming the file, where it is missing, cut short, or of another shape or type. */
  read(name: string, shape: readonly number[]): Parameter {
    const found = this.#entries.get(name);
    const refuse = (why: string) => new Error(`${this.path}: tensor "${name}" ${why}`);
    if (!found) throw refuse('is missing');
    if (found.shape.join() !== shape.join())
      throw refuse(`has shape [${found.shape.join(', ')}], and the configuration asks for [${shape.join(', ')}]`);
    const type = TYPES[found.dtype];
    if (!type) throw refuse(`is of type ${found.dtype}: ${Object.keys(TYPES).join(', ')} can be read`);
    const [from, to] = found.data_offsets;
    const count = productOf(shape);
    if (to - from !== count * type.bytes || this.#start + to > this.#bytes.length) throw refuse('is cut short');
    const view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset + this.#start + from, to - from);
    const data = new Float32Array(count);
    for (let at = 0; at < count; at++) data[at] = type.read(view, at * type.bytes);
    return { shape: [...shape], data };
  }
}

/** How a number is written. */
const WRITERS = {
  F32: (bytes: Buffer, value: number, at: number) => bytes.writeFloatLE(value, 4 * at),
  F16: (bytes: Buffer, value: number, at: number) => bytes.writeUInt16LE(float16Bits(value), 2 * at),
};

/** Tensors as the bytes of such a file, in 32-bit numbers or in half precision. */
export function safetensorsBytes(tensors: Parameters, dtype: keyof typeof WRITERS = 'F32'): Buffer {
  const { bytes: size } = TYPES[dtype]!;
  let at = 0;
  const entries = Object.entries(tensors).map(([name, { shape, data }]) => {
    const described = { dtype, shape, data_offsets: [at, at + size * data.length] };
    at += size * data.length;
    return [name, described];
  });
  const json = JSON.stringify(Object.fromEntries([['__metadata__', { format: 'pt' }], ...entries]));
  // The header is filled up with spaces, so that the numbers begin at a multiple of 8.
  const header = Buffer.from(json.padEnd(Math.ceil(Buffer.byteLength(json) / 8) * 8));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeBigUInt64LE(BigInt(header.length));
  const numbers = Object.values(tensors).map(({ data }) => {
    const bytes = Buffer.alloc(size * data.length);
    for (const [place, value] of data.entries()) WRITERS[dtype](bytes, value, place);
    return bytes;
  });
  return Buffer.concat([length, header, ...numbers]);
}

/** A matrix with its axes exchanged: products are [out, in] in such files, and [in, out] in our graphs. */
export function transposed({ shape, data }: Parameter): Parameter {
  const [rows, columns] = shape as [number, number];
  const turned = new Float32Array(data.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) turned[column * rows + row] = data[row * columns + column]!;
  return { shape: [columns, rows], data: turned };
}

function entriesOf(path: string, header: string): ReadonlyMap<string, Entry> {
  let read: unknown;
  try {
    read = JSON.parse(header);
  } catch (error) {
    throw new Error(`${path} is no safetensors file (${messageOf(error)})`);
  }
  const found = z.record(z.string(), z.unknown()).safeParse(read);
  if (!found.success) throw new Error(`${path} is no safetensors file: its header is no object`);
  const entries = new Map<string, Entry>();
  for (const [name, value] of Object.entries(found.data)) {
    if (name === '__metadata__') continue;
    const tensor = entry.safeParse(value);
    if (!tensor.success) throw new Error(`${path}: tensor "${name}" is not described: the file is damaged`);
    entries.set(name, tensor.data);
  }
  return entries;
}

/** A half-precision number from its bits: 1 sign, 5 exponent, 10 fraction. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const scratch = new DataView(new ArrayBuffer(4));

/** A bfloat16 number from its bits: the upper half of a 32-bit one. */
export function bfloatToNumber(bits: number): number {
  scratch.setUint16(0, bits);
  return scratch.getFloat32(0);
}
