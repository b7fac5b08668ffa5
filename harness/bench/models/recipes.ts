import type { CalibratorRecipe } from '../../contract/calibrator.ts';
import type { CriticRecipe } from '../../contract/critic.ts';
import type { GateRecipe } from '../../contract/gate.ts';
import type { PolicyRecipe } from '../../contract/policy.ts';
import { UsageError } from '../../runner/exit-code.ts';
import type { Values } from '../../runner/option.ts';
import { messageOf } from '../../shared/message-of.ts';
import type { OptionsOf } from '../experiment.ts';
import type { driven, staged } from '../options.ts';
import { discover } from './discover.ts';

/** Options that every staged experiment takes, as the command line hands them over. */
export type StagedOptions = OptionsOf<typeof staged> & Partial<Pick<Values<typeof driven>, 'browser'>>;

/** The models that the options name. */
export interface Recipes {
  readonly policy: PolicyRecipe;
  readonly critic: CriticRecipe;
  readonly gate: GateRecipe;
  /** Absent: scores are taken as they are. */
  readonly calibrator?: CalibratorRecipe;
}

/** What stands for no calibrator. */
const NONE = 'none';

/** Finds the named recipes among the files of their rooms. Throws: `UsageError` that lists what there is, or says what a policy lacks. */
export async function findRecipes(
  names: Pick<StagedOptions, 'policy' | 'critic' | 'gate'> &
    Partial<Pick<StagedOptions, 'calibrator'>> & { readonly encoder?: string | undefined },
): Promise<Recipes> {
  const { calibrator = NONE } = names;
  const calibrators = calibrator === NONE ? [] : await discover<CalibratorRecipe>('policies/calibrators', 'recipe');
  return {
    policy: await findPolicy(names.policy, names.encoder),
    critic: await findCritic(names.critic, names.encoder),
    gate: named('--gate', names.gate, await discover<GateRecipe>('policies/gates', 'recipe')),
    ...(calibrator === NONE ? {} : { calibrator: named('--calibrator', calibrator, calibrators) }),
  };
}

/** The policy of that name, which can be used. Throws: `UsageError` that lists what there is, or says what it lacks. */
export async function findPolicy(name: string, encoder?: string): Promise<PolicyRecipe> {
  const found = named('--policy', name, await discover<PolicyRecipe>('policies/models', 'recipe'));
  const policy = onEncoder(found, encoder);
  const lacking = policy.unavailable?.() ?? null;
  if (lacking !== null) throw new UsageError(`--policy ${policy.name}: ${lacking}.`);
  return policy;
}

/** The critic of that name; whether a policy suits it is not known yet. Throws: `UsageError`, as `findPolicy`. */
export async function findCritic(name: string, encoder: string | undefined): Promise<CriticRecipe> {
  const critic = named('--critic', name, await discoverCritics(encoder));
  // On an encoder it is another recipe, which takes none.
  if (critic.withEncoder)
    throw new UsageError(`--critic ${name}: no encoder is named: give --encoder DIR (docs/encoders.md).`);
  return critic;
}

/**
 * Throws: `UsageError` where neither the policy nor a critic of these names reads a pretrained encoder, although one is named.
 * `critics`: a list separated by commas; null means all, undefined that the command has none.
 */
export async function requireReader(policy: string, critics: string | null | undefined): Promise<void> {
  const policies = await discoverPolicies(undefined);
  const all = await discoverCritics(undefined);
  if (named('--policy', policy, policies).withEncoder) return;
  const chosen = critics === undefined ? [] : namedList('--critic', critics ?? undefined, all);
  if (chosen.some((one) => one.withEncoder)) return;
  const readers = (some: readonly { readonly name: string; withEncoder?: unknown }[]) =>
    some.filter((one) => one.withEncoder).map((one) => one.name);
  const [first, second] = [readers(policies).join(', '), readers(all).join(', ')];
  throw new UsageError(
    critics === undefined
      ? `--encoder: the policy ${policy} reads none; ${first} do.`
      : `--encoder: neither policy ${policy} nor critic ${critics} reads one; policies ${first} and the critic ${second} do.`,
  );
}

/** All policies, those that read one on the pretrained encoder in a folder. Throws: `UsageError` that says what is wrong with it. */
export async function discoverPolicies(encoder: string | undefined): Promise<readonly PolicyRecipe[]> {
  return (await discover<PolicyRecipe>('policies/models', 'recipe')).map((recipe) => onEncoder(recipe, encoder));
}

/** All critics, as `discoverPolicies`. */
export async function discoverCritics(encoder: string | undefined): Promise<readonly CriticRecipe[]> {
  return (await discover<CriticRecipe>('policies/critics', 'recipe')).map((recipe) => onEncoder(recipe, encoder));
}

function onEncoder<R extends { withEncoder?(folder: string): R }>(recipe: R, encoder: string | undefined): R {
  if (encoder === undefined || !recipe.withEncoder) return recipe;
  try {
    return recipe.withEncoder(encoder);
  } catch (error) {
    throw new UsageError(`--encoder: ${messageOf(error)}.`);
  }
}

/** The recipe of that name. Throws: `UsageError` that lists what there is. */
export function named<T extends { readonly name: string }>(option: string, name: string, recipes: readonly T[]): T {
  const found = recipes.find((recipe) => recipe.name === name);
  if (found) return found;
  throw new UsageError(`${option} ${name}: there is none of that name; use ${recipes.map((r) => r.name).join(', ')}.`);
}

/** The recipes named in a list separated by commas; all where none is given. Throws: as `named`. */
export function namedList<T extends { readonly name: string }>(
  option: string,
  names: string | undefined,
  recipes: readonly T[],
): readonly T[] {
  if (names === undefined) return recipes;
  return names.split(',').map((name) => named(option, name.trim(), recipes));
}

/** Execution providers in the order in which they are tried. */
export function providerList(text: string): string[] {
  return text.split(',').map((name) => name.trim());
}
