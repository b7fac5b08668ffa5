import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { readCheckpoint, writeCheckpoint } from '../../../policies/networks/training/checkpoint.ts';
import type { Parameters } from '../../../policies/networks/training/trainer-role.ts';
import type { GatheredAnswer } from '../../bench/feedback/gather-answers.ts';
import { openModelStore } from '../../bench/models/cache/model-store.ts';
import { sourceHash } from '../../bench/models/cache/source-hash.ts';
import type { Policy } from '../../contract/policy.ts';
import { hashScreen } from '../../engine/screen-hash.ts';
import { printAside } from '../../runner/output.ts';
import { REPOSITORY } from '../../runner/repository.ts';
import { wallClockMs } from '../../runner/wall-clock.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import { messageOf } from '../../shared/message-of.ts';
import { type Learned, type Learning, learn } from './learn.ts';
import type { Method } from './methods.ts';

/** What decides what a method learns, beside its code. */
interface LearnedFrom {
  readonly policy: Policy;
  /** What is learned from, chosen by, and judged on. */
  readonly answers: readonly (readonly GatheredAnswer[])[];
}

/** Lets a method learn, or gives what it learned before from the same. */
export type Learner = (method: Method, learning: Learning, from: LearnedFrom) => Promise<Learned>;

/**
 * A learner that keeps what was learned beside the trained models, so that a grid that was broken off goes on, and two that
 * share a cache share their work. Without a folder, or where nobody knows what the policy was made from, all is learned.
 */
export function keepingLearner(folder: string | false, by: typeof learn = learn): Learner {
  if (folder === false) return by;
  const store = openModelStore(folder);
  return async (method, learning, from) => {
    const { fingerprint, provider } = from.policy;
    if (fingerprint === undefined) return by(method, learning);
    const key = keyOf(method, learning, from, fingerprint);
    try {
      const found = store.find(key);
      if (found) return read(join(found.folder, FILE));
    } catch (error) {
      printAside(`What ${method.name} learned cannot be used and is learned again: ${messageOf(error)}.`);
      store.drop(key);
    }
    const startMs = wallClockMs();
    const learned = await by(method, learning);
    const facts = { name: `align ${method.name}`, provider, trainMs: wallClockMs() - startMs };
    await store.put(key, facts, (to) => write(join(to, FILE), learned));
    return learned;
  };
}

const FILE = 'learned.checkpoint';

function keyOf(method: Method, learning: Learning, { answers }: LearnedFrom, fingerprint: string): string {
  const { steps, settings, flipped, seed } = learning;
  const source = (path: string) => sourceHash(join(REPOSITORY, path), REPOSITORY);
  const parts = {
    source: [source('harness/experiments/align/learn.ts'), source(`policies/objectives/${method.objective.name}.ts`)],
    method: [method.name, method.dynamics],
    ...{ fingerprint, steps, settings, flipped, seed },
    answers: answers.map(hashOf),
  };
  return createHash('sha256').update(canonicalJson(parts)).digest('hex');
}

function hashOf(answers: readonly GatheredAnswer[]): string {
  const hash = createHash('sha256');
  for (const { id, session, step, screen, suggestion, action, accepted } of answers)
    hash.update(canonicalJson([id, session, step, hashScreen(screen), suggestion, action, accepted]));
  return hash.digest('hex');
}

const sums = z.strictObject({
  sessions: z.array(z.string()),
  cases: z.array(z.string()),
  numerators: z.array(z.number()),
  denominators: z.array(z.number()),
});
const keptSchema = z.strictObject({
  setting: z.strictObject({ learningRate: z.number(), beta: z.number().nullable() }),
  tried: z.int(),
  heldOut: z.number(),
  curve: z.array(
    z.strictObject({
      ...{ steps: z.int(), divergence: z.number(), historical: sums, hard: sums },
      mass: z.strictObject({ chosen: z.number(), rejected: z.number(), else: z.number() }),
    }),
  ),
});

/** Parameters of all networks together, each named after its network. */
function write(path: string, { parameters, ...position }: Learned): void {
  const flat = Object.entries(parameters).flatMap(([network, own]) =>
    Object.entries(own).map(([name, parameter]) => [`${network} ${name}`, parameter] as const),
  );
  const state = { parameters: Object.fromEntries(flat), firstMoments: {}, secondMoments: {}, steps: 0 };
  writeCheckpoint(path, { identity: '', position, state, best: null, reference: null });
}

function read(path: string): Learned {
  const { position, state } = readCheckpoint(path, keptSchema);
  const parameters: Record<string, Record<string, Parameters[string]>> = {};
  for (const [named, parameter] of Object.entries(state.parameters)) {
    const [network, name] = named.split(' ') as [string, string];
    parameters[network] = { ...parameters[network], [name]: parameter };
  }
  return { ...position, parameters };
}
