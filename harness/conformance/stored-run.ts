import { createInProcessDesk } from '../../simulators/desk/in-process.ts';
import { recordIn } from '../bench/run-record.ts';
import type { Environment } from '../contract/environment.ts';
import type { Policy, Suggestion } from '../contract/policy.ts';
import type { CellRoles } from '../engine/roles.ts';
import { wrapPolicy } from '../engine/wrap-role.ts';
import type { Fingerprint } from '../runner/fingerprint.ts';
import { openRun } from '../runner/open-run.ts';
import { testFingerprint } from '../runner/test-run.ts';
import { hashShare } from '../shared/hash.ts';
import { scenariosOf } from './small-deployment.ts';
import type { SmallWorld } from './small-world.ts';

export interface StoredRun {
  readonly world: SmallWorld;
  readonly roles: CellRoles;
  /** The in-process desk where none is given. */
  readonly desk?: () => Environment;
  readonly fingerprint?: Partial<Fingerprint>;
}

/**
 * Plays the world's fresh sessions with copilot and selective automation into a run folder. One that breaks off is left
 * as it then stands.
 */
export async function playStored(folder: string, { world, roles, desk, fingerprint = {} }: StoredRun): Promise<string> {
  const { catalog, fresh } = world;
  const run = openRun(folder, { fingerprint: { ...testFingerprint, ...fingerprint }, record: { startedAt: 'now' } });
  try {
    await recordIn(run)
      .part('population 1')
      .player(scenariosOf(fresh, ['copilot', 'selective']), {
        catalog,
        rolesOf: () => roles,
        openEnvironment: desk ?? (() => createInProcessDesk(catalog)),
        onEpisode: () => undefined,
      });
    run.finish(true);
  } catch {
    run.close();
  }
  return folder;
}

/** A policy that leaves out its best suggestion on so many of all screens. */
export function forgetful(policy: Policy, share: number): Policy {
  return wrapPolicy(policy, {
    suggest: async (screens) =>
      (await policy.suggest(screens)).map((suggestion, at): Suggestion => {
        const { caseId, timeline } = screens[at]!;
        const isHit = hashShare('test', caseId, String(timeline.length)) < share;
        return isHit ? { ...suggestion, ranked: suggestion.ranked.slice(1) } : suggestion;
      }),
  });
}
