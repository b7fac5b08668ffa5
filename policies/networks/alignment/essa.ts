import type { Parameters } from '../training/trainer-role.ts';
import { beginSearch, candidatesOf, judged, type Search } from './cma-es.ts';
import type { SingularSpace } from './singular-space.ts';

export interface EssaOptions {
  /** Width of the first generation, as a share of the root mean square of the values that are searched. */
  readonly width: number;
  readonly population: number;
  readonly generations: number;
  readonly seed: string;
  /**
   * What candidates cost, lower is better; of forward passes alone. All of a generation are to meet the same cases and
   * chance, named by the generation.
   */
  readonly costs: (candidates: readonly Parameters[], generation: number) => Promise<readonly number[]>;
  /** Where an earlier call stood, to go on from. */
  readonly from?: Search;
  /** Called after each generation with where the search stands. */
  readonly onGeneration?: (search: Search) => void;
}

export interface Evolved {
  /** Those at the mean of the last generation: the best candidate of noisy costs is the luckiest one. */
  readonly parameters: Parameters;
  readonly search: Search;
}

/**
 * Trains a model on by evolution: CMA-ES over singular values. The same options give the same bytes, whether or not the
 * search went on from an earlier one. Source: arXiv 2507.04453.
 */
export async function essa(space: SingularSpace, options: EssaOptions): Promise<Evolved> {
  const { width, population, generations, seed, costs, from, onGeneration } = options;
  const scale = Math.hypot(...space.start) / Math.sqrt(space.start.length);
  let search = from ?? beginSearch(space.start, width * scale);
  while (search.generation < generations) {
    const candidates = candidatesOf(search, population, seed);
    const found = await costs(
      candidates.map((values) => space.at(values)),
      search.generation,
    );
    search = judged(search, candidates, found);
    onGeneration?.(search);
  }
  return { parameters: space.at(search.mean), search };
}
