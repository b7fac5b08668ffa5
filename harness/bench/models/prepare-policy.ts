import type { Catalog } from '../../contract/catalog.ts';
import type { Policy, PolicyRecipe } from '../../contract/policy.ts';
import type { Session } from '../../contract/session.ts';
import { trainPolicy } from '../../deployment/train-policy.ts';
import { printAside } from '../../runner/output.ts';
import { createProgress } from '../../runner/progress.ts';
import type { Desks } from '../desks/desks.ts';

export interface PolicyRequest {
  readonly label: string;
  readonly sessions: readonly Session[];
  readonly recipe: PolicyRecipe;
  readonly catalog: Catalog;
  readonly desks: Desks;
  readonly seed: string;
  readonly providers: readonly string[];
}

/** Trains a policy on logs, with progress on stderr. */
export async function preparePolicy(request: PolicyRequest): Promise<Policy> {
  const { label, sessions, recipe, catalog, desks, seed, providers } = request;
  const progress = createProgress(label, 100);
  let note = '';
  const policy = await trainPolicy({
    sessions,
    recipe,
    desk: { catalog, openEnvironment: desks.openEnvironment },
    fit: {
      seed,
      providers,
      onLine: printAside,
      onProgress: (fraction, line) => {
        note = line;
        progress.update(Math.round(fraction * 100), line);
      },
    },
  });
  progress.update(100, note);
  progress.finish(note);
  return policy;
}
