import type { Draw } from '../contract/draw-names.ts';

/**
 * A 64-bit content hash in two 32-bit lanes, fast on short strings and the same on every machine.
 * Not cryptographic. Every item is closed by its length, so that neighbouring items cannot run together.
 */
export class Hasher {
  /** The lanes, as signed 32-bit integers. */
  a = 0x2545f491;
  b = 0x5851f42d;

  text(text: string): this {
    let { a, b } = this;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      a = Math.imul(a ^ code, 0x2c1b3c6d);
      a = (a << 13) | (a >>> 19);
      b = Math.imul(b ^ code, 0x297a2d39);
      b = (b << 17) | (b >>> 15);
    }
    this.a = a;
    this.b = b;
    return this.lanes(text.length, 0x3c6ef372);
  }

  number(value: number): this {
    return Number.isInteger(value) && Math.abs(value) < 2 ** 31
      ? this.lanes(value, 0x1b873593)
      : this.text(String(value));
  }

  /** Keys in sorted order: a record's own order says nothing. */
  record(record: Readonly<Record<string, string>>): this {
    const keys = Object.keys(record).sort();
    this.number(keys.length);
    for (const key of keys) this.text(key).text(record[key] ?? '');
    return this;
  }

  /** Takes in two 32-bit integers and lets each lane bear on the other. */
  lanes(first: number, second: number): this {
    const a = scramble(this.a ^ first);
    const b = scramble(this.b ^ second ^ 0x6a09e667);
    this.a = (a + Math.imul(b, 0x21f0aaad)) | 0;
    this.b = (b ^ scramble(this.a)) | 0;
    return this;
  }

  /** Sixteen hexadecimal digits. */
  digest(): string {
    const a = scramble(this.a ^ (this.b >>> 3));
    const b = scramble(this.b + a);
    return hex(a) + hex(b);
  }
}

/** Spreads every bit of a 32-bit integer over all of them; a bijection. */
export function scramble(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return x ^ (x >>> 15);
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}

/** The content hash of one text. */
export function hashText(text: string): string {
  return new Hasher().text(text).digest();
}

/** A number in [0, 1) that depends on the purpose and the texts only: for splits and samples that must not move. */
export function hashShare(purpose: Draw, ...texts: readonly string[]): number {
  const hasher = new Hasher().text(purpose);
  for (const text of texts) hasher.text(text);
  return Number.parseInt(hasher.digest().slice(0, 13), 16) / 2 ** 52;
}
