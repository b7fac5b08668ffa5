import type { Proposal } from '../../../harness/contract/critic.ts';
import type { Policy } from '../../../harness/contract/policy.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import { type Backbone, isBackbone, type ProposedAction } from '../../families/transformer/backbone.ts';
import { CONFIDENCE_FACTS, confidenceFacts } from './confidence-facts.ts';

/** Turns proposals into the numbers that a head reads. */
export interface ProposalEncoder {
  readonly width: number;
  /** Shape: [batch] → [batch][width]. Every proposal has a first action. */
  encode(proposals: readonly Proposal[]): Promise<Float32Array[]>;
}

/** Why nothing can be built on a policy, in one sentence with the remedy; null where something can. */
export function lacksBackbone({ name, backbone }: Policy): string | null {
  if (isBackbone(backbone)) return null;
  return `the policy ${name} has no backbone for a critic: choose the policy transformer, or the critic ngram`;
}

/**
 * The policy's own view of screen and proposed action, and its confidence. What was encoded once is kept as long as its
 * screen is: critics of other answers to the same proposals need not wait again.
 *
 * Throws: where the policy has no backbone.
 */
export function proposalEncoder(policy: Policy): ProposalEncoder {
  const { backbone } = policy;
  if (!isBackbone(backbone)) throw new Error(lacksBackbone(policy) ?? 'unreachable');
  const states = statesOf(backbone);
  const width = backbone.width + CONFIDENCE_FACTS;
  return {
    width,
    async encode(proposals) {
      const encoded = await states(
        proposals.map(({ screen, suggestion }) => {
          const [first] = suggestion.ranked;
          if (!first) throw new Error(`case ${screen.caseId} has no proposal to encode: leave it out`);
          return { screen, action: first.action };
        }),
      );
      return proposals.map(({ suggestion }, at) => {
        const row = new Float32Array(width);
        row.set(encoded[at]!);
        row.set(confidenceFacts(suggestion), backbone.width);
        return row;
      });
    },
  };
}

const known = new WeakMap<Backbone, WeakMap<Screen, Map<string, Float32Array>>>();

function statesOf(backbone: Backbone): (proposed: readonly ProposedAction[]) => Promise<Float32Array[]> {
  const screens = known.get(backbone) ?? new WeakMap<Screen, Map<string, Float32Array>>();
  known.set(backbone, screens);
  return async (proposed) => {
    const keys = proposed.map(({ action }) => JSON.stringify(action));
    const fresh = proposed.flatMap((one, at) => (screens.get(one.screen)?.has(keys[at]!) ? [] : [at]));
    const encoded = await backbone.encode(fresh.map((at) => proposed[at]!));
    for (const [row, at] of fresh.entries()) {
      const { screen } = proposed[at]!;
      const actions = screens.get(screen) ?? new Map<string, Float32Array>();
      screens.set(screen, actions.set(keys[at]!, encoded[row]!));
    }
    return proposed.map(({ screen }, at) => screens.get(screen)!.get(keys[at]!)!);
  };
}
