import type { Action } from '../../../contract/action.ts';
import type { Policy, Suggestion } from '../../../contract/policy.ts';
import type { Screen } from '../../../contract/screen.ts';
import { hashScreen } from '../../../engine/screen-hash.ts';
import { wrapPolicy } from '../../../engine/wrap-role.ts';
import { hashShare } from '../../../shared/hash.ts';

/** A policy that tries actions, and what it tried on each screen, by the screen's hash. */
export interface SamplingPolicy {
  readonly policy: Policy;
  readonly tried: ReadonlyMap<string, { readonly screen: Screen; readonly action: Action }>;
}

/**
 * The policy, which proposes one of its best actions by chance, each as often as it is confident, and says of it how
 * confident it is in the best one: whether it hands a case over does not depend on what it tries. What it tries on a
 * screen follows from the name and the screen, so that episodes of another name go other ways. What it does not suggest at
 * all, hardly ever likely, is never tried.
 */
export function samplingPolicy(policy: Policy, name: string): SamplingPolicy {
  const tried = new Map<string, { screen: Screen; action: Action }>();
  const sample = (screen: Screen, { ranked, ...rest }: Suggestion): Suggestion => {
    const total = ranked.reduce((sum, { confidence }) => sum + confidence, 0);
    const key = hashScreen(screen);
    let left = hashShare('exploration', name, key) * total;
    const taken = ranked.find(({ confidence }) => {
      left -= confidence;
      return left < 0;
    });
    const { action } = taken ?? ranked.at(-1) ?? {};
    const [best] = ranked;
    if (!action || !best) return { ranked, ...rest };
    tried.set(key, { screen, action });
    return { ranked: [{ action, confidence: best.confidence }], ...rest };
  };
  const suggest = async (screens: readonly Screen[]) => {
    const suggested = await policy.suggest(screens);
    return screens.map((screen, at) => sample(screen, suggested[at]!));
  };
  return { policy: wrapPolicy(policy, { suggest }), tried };
}
