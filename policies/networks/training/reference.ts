import type { Parameters } from './trainer-role.ts';

/**
 * How a reference follows what is trained: after every `every` steps it becomes (1 − share)·reference + share·parameters.
 * A share of 1 copies; null, or a share of 0, leaves it where training began. Source: Gorbatovski et al. 2024, eq. 4, 5.
 */
export type ReferenceDynamics = { readonly share: number; readonly every: number } | null;

/** A copy of the parameters that follows them, for losses that compare with it. */
export interface Reference {
  readonly dynamics: ReferenceDynamics;
  /** Called with the reference before the first step and each time that it has moved. */
  readonly renew: (reference: Parameters) => Promise<void>;
}

/** Throws: one sentence, where the reference could not follow so. */
export function assertDynamics(dynamics: ReferenceDynamics): void {
  if (!dynamics) return;
  const { share, every } = dynamics;
  if (!(share >= 0 && share <= 1)) throw new Error(`the reference moves by a share of ${share}: give one from 0 to 1`);
  if (!(Number.isInteger(every) && every >= 1))
    throw new Error(`the reference moves every ${every} steps: give a whole number from 1 on`);
  if (share === 1 && every === 1)
    throw new Error(
      'the reference would be the policy itself at every step, and nothing compared with it: give a smaller share, or more steps',
    );
}

/** (1 − share)·reference + share·parameters. */
export function moved(reference: Parameters, parameters: Parameters, share: number): Parameters {
  return Object.fromEntries(
    Object.entries(reference).map(([name, { shape, data }]) => {
      const towards = parameters[name]!.data;
      return [name, { shape, data: data.map((from, at) => (1 - share) * from + share * towards[at]!) }];
    }),
  );
}
