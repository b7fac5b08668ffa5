import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import type { Parameters } from '../training/trainer-role.ts';

/** The largest singular values of some matrices, as the numbers that a search moves. */
export interface SingularSpace {
  /** Those that the matrices have, matrix by matrix, the largest first. */
  readonly start: readonly number[];
  /** All parameters, with these values in place of those. Directions and smaller values stay. Shape: [start]. */
  at(values: readonly number[]): Parameters;
}

interface Decomposed {
  readonly name: string;
  readonly left: Matrix;
  readonly right: Matrix;
  readonly values: readonly number[];
  /** How many of them are moved. */
  readonly moved: number;
}

/**
 * The space that ESSA searches: of each named matrix U·diag(σ)·Vᵀ the largest `share` of σ, one at least.
 *
 * Throws: one sentence, where a name is no matrix among the parameters, or the share is not in (0, 1].
 * Source: arXiv 2507.04453, section 3.
 */
export function singularSpace(parameters: Parameters, names: readonly string[], share: number): SingularSpace {
  if (!(share > 0 && share <= 1))
    throw new Error(`the share of singular values is ${share}: give one above 0, at most 1`);
  const matrices = names.map((name) => decomposed(name, parameters, share));
  return {
    start: matrices.flatMap(({ values, moved }) => values.slice(0, moved)),
    at(values) {
      let next = 0;
      const changed = matrices.map(({ name, left, right, values: own, moved }) => {
        const all = own.map((value, at) => (at < moved ? values[next++]! : value));
        const product = left.mmul(Matrix.diag(all)).mmul(right.transpose());
        return [name, { shape: parameters[name]!.shape, data: Float32Array.from(product.to1DArray()) }] as const;
      });
      return { ...parameters, ...Object.fromEntries(changed) };
    },
  };
}

function decomposed(name: string, parameters: Parameters, share: number): Decomposed {
  const parameter = parameters[name];
  if (parameter?.shape.length !== 2)
    throw new Error(`"${name}" is no matrix among the parameters: there are ${Object.keys(parameters).join(', ')}`);
  const [rows, columns] = parameter.shape as [number, number];
  const matrix = Matrix.from1DArray(rows, columns, Array.from(parameter.data));
  const found = new SingularValueDecomposition(matrix, { autoTranspose: true });
  const values = found.diagonal;
  return {
    name,
    left: found.leftSingularVectors,
    right: found.rightSingularVectors,
    values,
    moved: Math.max(1, Math.round(share * values.length)),
  };
}
