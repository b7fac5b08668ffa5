import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import type { CriticRecipe } from '../../../contract/critic.ts';
import type { FitOptions, PolicyRecipe } from '../../../contract/policy.ts';
import { REPOSITORY } from '../../../runner/repository.ts';
import { wallClockMs } from '../../../runner/wall-clock.ts';
import { canonicalJson } from '../../../shared/canonical-json.ts';
import { messageOf } from '../../../shared/message-of.ts';
import { criticExamplesHash, examplesHash } from './example-hash.ts';
import { type ModelStore, openModelStore } from './model-store.ts';
import { sourceHash } from './source-hash.ts';
import { trainingTurn } from './training-turn.ts';

const require = createRequire(import.meta.url);

/** How a model came about. */
export interface ModelOrigin {
  readonly name: string;
  /** `trained`, or `cache`: read from an earlier run. */
  readonly from: 'trained' | 'cache';
  /** How long its training took, now or when it was stored. */
  readonly trainMs: number;
}

/** Wraps recipes so that the same model is trained once; with `store` null everything is trained. */
export interface ModelCache {
  policy(recipe: PolicyRecipe): PolicyRecipe;
  critic(recipe: CriticRecipe): CriticRecipe;
}

export interface ModelCacheOptions {
  /** Null: nothing is read or kept. */
  readonly folder: string | null;
  readonly onOrigin?: (origin: ModelOrigin) => void;
  /** Told what was wrong with an entry. */
  readonly onDamage?: (line: string) => void;
  /** File of a recipe; for tests. */
  readonly sourceOf?: (role: Role, name: string) => string;
}

type Role = 'policy' | 'critic';

const FOLDERS: Readonly<Record<Role, string>> = { policy: 'policies/models', critic: 'policies/critics' };

/** A model as the cache handles it, whatever its role. */
interface Model {
  readonly provider: string;
  save?(folder: string): Promise<void> | void;
  dispose(): Promise<void>;
}

/** Opens the cache. */
export function openModelCache(options: ModelCacheOptions): ModelCache {
  const { folder, sourceOf = defaultSource } = options;
  const store = folder === null ? null : openModelStore(folder);
  const kept = folder === null ? {} : { vectorCache: vectorFolder(folder) };
  const sources = new Map<string, string>();
  const keyOf = (role: Role, name: string, parts: object) => {
    const path = sourceOf(role, name);
    // A recipe without a file can be used, and is not kept.
    if (!sources.has(path)) sources.set(path, store === null && !existsSync(path) ? '' : sourceHash(path, REPOSITORY));
    const all = { role, name, source: sources.get(path), environment: ENVIRONMENT, ...parts };
    return sha256(canonicalJson(all));
  };
  return {
    policy: (recipe) => ({
      ...recipe,
      async fit(examples, fit) {
        const { builtOn } = recipe;
        const parts = { examples: examplesHash(examples), fit: fitParts(fit), ...(builtOn && { builtOn }) };
        const key = keyOf('policy', recipe.name, parts);
        const policy = await obtain(recipe.load && store, options, recipe.name, key, {
          load: async (from) => recipe.load?.(from, { ...fit, ...kept }) ?? unloadable(),
          fit: () =>
            resumable(recipe.load && folder, key, (more) => recipe.fit(examples, { ...fit, ...kept, ...more })),
        });
        // What a policy says of itself counts too: a served model is none of the recipe's inputs.
        const { fingerprint } = policy;
        return withFingerprint(policy, fingerprint === undefined ? key : sha256(`${key} ${fingerprint}`));
      },
    }),
    critic: (recipe) => ({
      ...recipe,
      async fit(examples, policy, fit) {
        const { fingerprint } = policy;
        const { builtOn } = recipe;
        const parts = {
          ...{ examples: criticExamplesHash(examples), fit: fitParts(fit), policy: fingerprint },
          ...(builtOn && { builtOn }),
        };
        // Who knows not what the policy was made from knows not whether the critic is the same.
        const usable = fingerprint === undefined ? null : recipe.load && store;
        return obtain(usable, options, recipe.name, keyOf('critic', recipe.name, parts), {
          load: async (from) => recipe.load?.(from, policy, { ...fit, ...kept }) ?? unloadable(),
          fit: () => recipe.fit(examples, policy, { ...fit, ...kept }),
        });
      },
    }),
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Vectors of texts lie beside the models, by all that is installed here: another runtime may give other last bits. */
function vectorFolder(folder: string): string {
  return join(folder, 'vectors', sha256(canonicalJson(ENVIRONMENT)).slice(0, 16));
}

/** Lets a training that was broken off go on from its checkpoints, which lie beside the models until it is done. */
async function resumable<M>(
  folder: string | null | undefined,
  key: string,
  train: (more: Pick<FitOptions, 'checkpoints'>) => Promise<M>,
): Promise<M> {
  if (!folder) return train({});
  const checkpoints = join(folder, `${key}.unfinished`);
  const model = await train({ checkpoints });
  rmSync(checkpoints, { recursive: true, force: true });
  return model;
}

/** Settings that decide what is learned; callbacks and where checkpoints and vectors lie are none of them. */
function fitParts(fit: FitOptions): object {
  const { onProgress: _, onLine: __, checkpoints: ___, vectorCache: ____, ...rest } = fit;
  return rest;
}

/** Policies of classes keep their methods on the prototype: the fingerprint goes onto the object itself. */
function withFingerprint<T extends object>(policy: T, fingerprint: string): T {
  return Object.assign(policy, { fingerprint });
}

function unloadable(): never {
  throw new Error('the recipe cannot load what it saved');
}

async function obtain<M extends Model>(
  store: ModelStore | null | undefined,
  options: ModelCacheOptions,
  name: string,
  key: string,
  make: { load(folder: string): Promise<M>; fit(): Promise<M> },
): Promise<M> {
  const { folder, onOrigin, onDamage } = options;
  const stored = () => load(store, options, name, key, make.load);
  const before = await stored();
  if (before) return before;
  const endTurn = store && folder ? await trainingTurn(folder, key) : null;
  try {
    // Another process may have trained it meanwhile.
    const meanwhile = await stored();
    if (meanwhile) return meanwhile;
    const startMs = wallClockMs();
    const model = await make.fit();
    const trainMs = wallClockMs() - startMs;
    if (store && model.save)
      try {
        await store.put(key, { name, provider: model.provider, trainMs }, (to) => model.save?.(to));
      } catch (error) {
        onDamage?.(`The model "${name}" could not be stored: ${messageOf(error)}.`);
      }
    onOrigin?.({ name, from: 'trained', trainMs });
    return model;
  } finally {
    endTurn?.();
  }
}

/** The stored model; null where there is none that can be used. */
async function load<M extends Model>(
  store: ModelStore | null | undefined,
  { onOrigin, onDamage }: ModelCacheOptions,
  name: string,
  key: string,
  read: (folder: string) => Promise<M>,
): Promise<M | null> {
  const damaged = (error: unknown) => {
    const reason = messageOf(error);
    onDamage?.(`The stored model "${name}" cannot be used and is trained again: ${reason}.`);
    store?.drop(key);
    return null;
  };
  try {
    const found = store?.find(key);
    if (!found) return null;
    const model = await read(found.folder);
    if (model.provider !== found.facts.provider) {
      await model.dispose();
      return damaged(new Error(`it was trained on ${found.facts.provider} and runs on ${model.provider} here`));
    }
    onOrigin?.({ name, from: 'cache', trainMs: found.facts.trainMs });
    return model;
  } catch (error) {
    return damaged(error);
  }
}

const defaultSource = (role: Role, name: string) => join(REPOSITORY, FOLDERS[role], `${name}.ts`);

/** What else the bytes of a model depend on. */
const ENVIRONMENT = {
  node: process.versions.node.split('.')[0],
  platform: `${platform()}-${arch()}`,
  onnxruntime: versionOf('onnxruntime-node'),
  seedrandom: versionOf('seedrandom'),
};

function versionOf(dependency: string): string {
  return (require(`${dependency}/package.json`) as { version: string }).version;
}
