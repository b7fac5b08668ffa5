import type { TwinPair } from '../../harness/contract/twin.ts';
import { amplification } from './amplification.ts';
import { blastRadius } from './blast-radius.ts';
import { fateOf, harmlessShare } from './error-fate.ts';
import { propagationDepth } from './propagation-depth.ts';
import { reproductionNumber, reproductionParts } from './reproduction-number.ts';
import { usablePairs } from './usable-pairs.ts';

/** What errors did, told by their twins. */
export type ErrorFigures = ReturnType<typeof measureErrors>;

/** Measures errors that have a twin; intervals are clustered by session, whatever cells the errors are from. */
export function measureErrors(pairs: readonly TwinPair[]) {
  const depth = propagationDepth(pairs);
  const blast = blastRadius(pairs);
  const firsts = pairs.filter(isFirst);
  const harmful = usablePairs(firsts).filter((pair) => fateOf(pair) !== 'harmless');
  const [parts, partsFirst] = [reproductionParts(pairs), reproductionParts(firsts)];
  return {
    twins: pairs.length,
    r: reproductionNumber(pairs),
    /** Of R: further errors that were right as the case looked; and those that were wrong even so. They add up to R. */
    seeming: parts.seeming,
    fresh: parts.fresh,
    /** R of those only that were the first in their session: made in a case that nothing had gone wrong in. */
    rFirst: reproductionNumber(firsts),
    seemingFirst: partsFirst.seeming,
    freshFirst: partsFirst.fresh,
    firsts: firsts.length,
    /** Share of first errors after which the goal was reached all the same and nothing differs in the end. */
    harmlessFirst: harmlessShare(firsts),
    /** R of the other first errors. */
    rHarmful: reproductionNumber(harmful),
    /** Steps in a case other than the twin's, those that never met it counted to the end. */
    depth: depth.contaminated,
    /** The same of those only that met it again. */
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
