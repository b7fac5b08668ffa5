import type { Cell } from '../contract/scenario.ts';
import type { PlayedCell } from './play.ts';
import type { Deployment } from './train-critic-and-gate.ts';

/** A cell as it is planned, before anything is trained for it. */
export interface PlannedCell {
  readonly cell: Cell;
}

export interface Deploying<C extends PlannedCell> {
  /** Cells of one key share critic and gate; null: the cell needs none. */
  readonly keyOf: (planned: C) => string | null;
  readonly deploy: (planned: C) => Promise<Deployment>;
}

/**
 * Trains what the cells need, each critic and gate once, for as long as `use` takes; critics are disposed of after it,
 * whatever happens.
 */
export async function withDeployments<C extends PlannedCell, T>(
  planned: readonly C[],
  { keyOf, deploy }: Deploying<C>,
  use: (cells: readonly (C & PlayedCell & { readonly deployment: Deployment | null })[]) => Promise<T>,
): Promise<T> {
  const made = new Map<string, Deployment>();
  const deploymentOf = async (one: C) => {
    const key = keyOf(one);
    if (key === null) return null;
    const deployment = made.get(key) ?? (await deploy(one));
    made.set(key, deployment);
    return deployment;
  };
  try {
    const cells: (C & { readonly deployment: Deployment | null })[] = [];
    for (const one of planned) cells.push({ ...one, deployment: await deploymentOf(one) });
    return await use(cells);
  } finally {
    for (const { critic } of made.values()) await critic?.dispose();
  }
}

/** One critic and gate, for as long as `use` takes. */
export async function withDeployment<T>(
  deploy: Promise<Deployment>,
  use: (deployment: Deployment) => Promise<T>,
): Promise<T> {
  const deployment = await deploy;
  try {
    return await use(deployment);
  } finally {
    await deployment.critic?.dispose();
  }
}
