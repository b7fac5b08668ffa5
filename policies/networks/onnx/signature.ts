import type { TensorType } from './tensor.ts';

/** What one input or output must be; a null dimension may have any size. */
export interface TensorSpec {
  readonly type: TensorType;
  readonly shape: readonly (number | null)[];
}

/** Inputs and outputs that a model must have, by name: these and no others. */
export interface ModelSignature {
  readonly inputs: Readonly<Record<string, TensorSpec>>;
  readonly outputs: Readonly<Record<string, TensorSpec>>;
}

/** One input or output as a model file declares it. */
export interface Declared {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly (number | string)[];
}

/** The first way in which a model's declarations differ from what is expected, in one line; null where none does. */
export function signatureFault(
  role: 'input' | 'output',
  declared: readonly Declared[],
  expected: Readonly<Record<string, TensorSpec>>,
): string | null {
  const byName = new Map(declared.map((one) => [one.name, one]));
  for (const [name, spec] of Object.entries(expected)) {
    const found = byName.get(name);
    if (!found) return `has no ${role} "${name}"`;
    if (found.type !== spec.type) return `${role} "${name}" is ${found.type}, expected ${spec.type}`;
    const fits =
      found.shape.length === spec.shape.length &&
      spec.shape.every((size, axis) =>
        size === null ? typeof found.shape[axis] === 'string' : found.shape[axis] === size,
      );
    if (!fits)
      return `${role} "${name}" has shape [${found.shape.join(', ')}], expected [${spec.shape.map((size) => size ?? 'any').join(', ')}]`;
  }
  const extra = declared.find(({ name }) => !Object.hasOwn(expected, name));
  return extra ? `has an unexpected ${role} "${extra.name}"` : null;
}
