import type { TwinPair } from '../../harness/contract/twin.ts';
import type { Ranged } from '../figures/schema.ts';
import { amplification } from './amplification.ts';
import { blastRadius } from './blast-radius.ts';
import { fateOf, harmlessShare } from './error-fate.ts';
import { propagationDepth } from './propagation-depth.ts';
import { reproductionNumber, reproductionParts } from './reproduction-number.ts';
import { usablePairs } from './usable-pairs.ts';

/** What errors did, told by their twins. */
export interface ErrorFigures {
  readonly twins: number;
  readonly r: Ranged;
  /** Of R: further errors that were right as the case looked; and those that were wrong even so. They add up to R. */
  readonly seeming: Ranged;
  readonly fresh: Ranged;
  /** R of those only that were the first in their session: made in a case that nothing had gone wrong in. */
  readonly rFirst: Ranged;
  readonly seemingFirst: Ranged;
  readonly freshFirst: Ranged;
  readonly firsts: number;
  /** Share of first errors after which the goal was reached all the same and nothing differs in the end. */
  readonly harmlessFirst: Ranged;
  /** R of the other first errors. */
  readonly rHarmful: Ranged;
  /** Steps in a case other than the twin's, those that never met it counted to the end. */
  readonly depth: Ranged;
  /** The same of those only that met it again. */
  readonly healed: Ranged;
  readonly never: Ranged;
  readonly amplification: Ranged;
  readonly fields: Ranged;
  readonly commitments: Ranged;
  readonly misled: Ranged;
  readonly goalLost: Ranged;
}

/** Measures errors that have a twin; intervals are clustered by session, whatever cells the errors are from. */
export function measureErrors(pairs: readonly TwinPair[]): ErrorFigures {
  const depth = propagationDepth(pairs);
  const blast = blastRadius(pairs);
  const firsts = pairs.filter(isFirst);
  const harmful = usablePairs(firsts).filter((pair) => fateOf(pair) !== 'harmless');
  const [parts, partsFirst] = [reproductionParts(pairs), reproductionParts(firsts)];
  return {
    twins: pairs.length,
    r: reproductionNumber(pairs),
    seeming: parts.seeming,
    fresh: parts.fresh,
    rFirst: reproductionNumber(firsts),
    seemingFirst: partsFirst.seeming,
    freshFirst: partsFirst.fresh,
    firsts: firsts.length,
    harmlessFirst: harmlessShare(firsts),
    rHarmful: reproductionNumber(harmful),
    depth: depth.contaminated,
    healed: depth.healed,
    never: depth.never,
    amplification: amplification(pairs),
    fields: blast.fields,
    commitments: blast.commitments,
    misled: blast.misled,
    goalLost: blast.goalLost,
  };
}

/** Whether nothing had gone wrong before. */
export function isFirst({ run, error }: TwinPair): boolean {
  return run.divergedAt === error;
}
