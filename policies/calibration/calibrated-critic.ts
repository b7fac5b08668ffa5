import type { Calibrator } from '../../harness/contract/calibrator.ts';
import type { Critic } from '../../harness/contract/critic.ts';

/**
 * The critic with its scores calibrated. It owns the critic: disposing of it disposes of the critic.
 *
 * A calibrator that never decreases leaves what a gate can do as it is, ties aside (isotonic and Venn-Abers make
 * some); what changes is that scores can be read as probabilities. Fit it on answers that neither the critic was
 * trained on nor the gate is set from.
 */
export function calibratedCritic(critic: Critic, calibrator: Calibrator): Critic {
  return {
    name: `${critic.name} + ${calibrator.name}`,
    provider: critic.provider,
    async score(proposals) {
      return (await critic.score(proposals)).map((score) => calibrator.calibrate(score));
    },
    dispose: () => critic.dispose(),
  };
}
