import type { CriticRecipe } from '../contract/critic.ts';
import type { Policy, PolicyRecipe } from '../contract/policy.ts';
import type { Review } from '../engine/review.ts';
import { copilotReviews, criticExamples, trainSmall } from './small-deployment.ts';
import type { SmallWorld } from './small-world.ts';

/** A trained policy with operators' answers to what it proposed on the sessions that it learned from. */
export interface Company {
  readonly policy: Policy;
  readonly reviews: readonly Review[];
}

/** In whose company critics are tried: the first whose suggestions give what the critic reads. */
const COMPANIONS = ['ngram', 'ensemble', 'transformer'];

/** Policies of one world for critics to judge; each is trained once, when it is first needed. */
export class Companies {
  readonly #world: SmallWorld;
  readonly #recipes: readonly PolicyRecipe[];
  readonly #made = new Map<string, Promise<Company>>();

  constructor(world: SmallWorld, recipes: readonly PolicyRecipe[]) {
    this.#world = world;
    this.#recipes = recipes;
  }

  of(recipe: PolicyRecipe): Promise<Company> {
    let company = this.#made.get(recipe.name);
    if (!company) {
      company = this.#make(recipe);
      this.#made.set(recipe.name, company);
    }
    return company;
  }

  /** The company that suits a critic, or why none does. */
  async suiting(critic: CriticRecipe): Promise<Company | string> {
    let reason = 'there is no policy to judge';
    for (const name of COMPANIONS) {
      const recipe = this.#recipes.find((one) => one.name === name);
      if (!recipe) continue;
      const company = await this.of(recipe);
      const lacking = critic.unavailable?.(company.policy, criticExamples(company.reviews)) ?? null;
      if (lacking === null) return company;
      reason = lacking;
    }
    return reason;
  }

  async dispose(): Promise<void> {
    for (const company of this.#made.values()) await (await company).policy.dispose();
  }

  async #make(recipe: PolicyRecipe): Promise<Company> {
    const policy = await trainSmall(recipe, this.#world);
    return { policy, reviews: await copilotReviews(policy, this.#world, this.#world.train) };
  }
}
