import { actionKey } from '../../contract/action.ts';
import type { Catalog } from '../../contract/catalog.ts';
import type { CriticExample, CriticRecipe, Proposal } from '../../contract/critic.ts';
import type { Example, FitOptions, Policy, PolicyRecipe } from '../../contract/policy.ts';
import type { Screen } from '../../contract/screen.ts';

/** What models are trained and judged on. */
export interface CheckData {
  readonly catalog: Catalog;
  readonly train: readonly Example[];
  /** Whether proposals are what was done in the log. */
  readonly feedback: readonly CriticExample[];
  /** Screens that no model was trained on, and what is proposed there. */
  readonly test: readonly Proposal[];
  /** The policy whose proposals these are. */
  readonly proposer: Policy;
}

/** What a model says of one screen. */
export interface Answer {
  /** What it decides. */
  readonly choice: string;
  /** Its scores, by what they are of. */
  readonly scores: ReadonlyMap<string, number>;
}

/** A model in use. */
export interface Served {
  readonly provider: string;
  answer(proposals: readonly Proposal[]): Promise<Answer[]>;
  save(folder: string): Promise<void>;
  dispose(): Promise<void>;
}

/** A policy or a critic, as the check sees both. */
export interface CheckedModel {
  readonly role: 'policy' | 'critic';
  readonly name: string;
  fit(data: CheckData, options: FitOptions): Promise<Served>;
  load(folder: string, data: CheckData, options: FitOptions): Promise<Served>;
}

const lacksFiles = (role: string, name: string) => new Error(`${role} "${name}" cannot be saved and loaded again`);

export function checkedPolicy(recipe: PolicyRecipe): CheckedModel {
  const { name } = recipe;
  const served = (policy: Policy): Served => ({
    provider: policy.provider,
    async answer(proposals) {
      const suggestions = await policy.suggest(proposals.map(({ screen }) => screen));
      return suggestions.map(({ ranked }) => ({
        choice: ranked[0] ? actionKey(ranked[0].action) : '',
        scores: new Map(ranked.map(({ action, confidence }) => [actionKey(action), confidence])),
      }));
    },
    async save(folder) {
      if (!policy.save) throw lacksFiles('policy', name);
      await policy.save(folder);
    },
    dispose: () => policy.dispose(),
  });
  return {
    role: 'policy',
    name,
    fit: async ({ train }, options) => served(await recipe.fit(train, options)),
    async load(folder, _data, options) {
      if (!recipe.load) throw lacksFiles('policy', name);
      return served(await recipe.load(folder, options));
    },
  };
}

/** Scores from here on would let an action run, for the sake of counting what flips: a gate sets its own. */
const EXECUTES = 0.5;

export function checkedCritic(recipe: CriticRecipe): CheckedModel {
  const { name } = recipe;
  type Fitted = Awaited<ReturnType<CriticRecipe['fit']>>;
  const served = (critic: Fitted): Served => ({
    provider: critic.provider,
    answer: async (proposals) =>
      (await critic.score(proposals)).map((score) => ({
        choice: score >= EXECUTES ? 'execute' : 'defer',
        scores: new Map([['accept', score]]),
      })),
    async save(folder) {
      if (!critic.save) throw lacksFiles('critic', name);
      await critic.save(folder);
    },
    dispose: () => critic.dispose(),
  });
  return {
    role: 'critic',
    name,
    fit: async ({ feedback, proposer }, options) => served(await recipe.fit(feedback, proposer, options)),
    async load(folder, { proposer }, options) {
      if (!recipe.load) throw lacksFiles('critic', name);
      return served(await recipe.load(folder, proposer, options));
    },
  };
}

/** What a policy proposes on each example's screen, and whether it is what was done there. */
export async function proposalsOf(policy: Policy, examples: readonly Example[]): Promise<CriticExample[]> {
  const suggestions = await policy.suggest(examples.map(({ screen }) => screen));
  return examples.flatMap(({ screen, action, session }, at) => {
    const suggestion = suggestions[at]!;
    const [first] = suggestion.ranked;
    if (!first) return [];
    return [{ screen, suggestion, session, accepted: actionKey(first.action) === actionKey(action) }];
  });
}

/** The same proposal after a message that nobody has seen: what is remembered of texts is then not all that is needed. */
export function unseen({ screen, suggestion }: Proposal, number: number): Proposal {
  const { messages } = screen;
  const last = messages.at(-1);
  if (!last) return { screen, suggestion };
  const changed: Screen = {
    ...screen,
    messages: [...messages.slice(0, -1), { ...last, text: `${last.text} ${number}` }],
  };
  return { screen: changed, suggestion };
}
