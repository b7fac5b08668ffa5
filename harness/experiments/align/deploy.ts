import { type TrainableNetwork, trainableOf } from '../../../policies/networks/alignment/trainable.ts';
import { createOperator } from '../../../simulators/operators/answering/create-operator.ts';
import { fitOperators } from '../../../simulators/operators/fitting/fit-operators.ts';
import type { LoadedDataset } from '../../bench/data/load-dataset.ts';
import { sampleSessions } from '../../bench/data/sample-sessions.ts';
import { inProcessDesks } from '../../bench/desks/desks.ts';
import { type GatheredAnswer, type GatheredAnswers, gatherAnswers } from '../../bench/feedback/gather-answers.ts';
import { suggestAll } from '../../bench/models/decisions.ts';
import { preparePolicy } from '../../bench/models/prepare-policy.ts';
import { SessionExamples } from '../../bench/models/session-examples.ts';
import { type NoisePoint, ratesOf } from '../../bench/noise/noise-grid.ts';
import type { Policy, PolicyRecipe } from '../../contract/policy.ts';
import { caseOf, type Session } from '../../contract/session.ts';
import { type Parts, splitSessions } from '../../deployment/split-sessions.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { messageOf } from '../../shared/message-of.ts';

/** Little is logged before a policy is deployed; what it is refused then teaches it. */
const SHARES = { train: 0.25, feedback: 0.4, calibration: 0.1, evaluation: 0.25 };

/** A policy at work in one population, and the same model trained once more. */
export interface Deployed {
  readonly seed: string;
  readonly loaded: LoadedDataset;
  readonly parts: Parts;
  readonly policy: Policy;
  readonly networks: readonly TrainableNetwork[];
  readonly serve: (name: string, parameters: Parameters<Serve>[1]) => ReturnType<Serve>;
  /** The same logs under another seed: what is right of the hard set by that alone. */
  readonly second: Policy;
  readonly examples: SessionExamples;
  /** What the policy proposes at each step of the evaluation sessions, answered by the log. */
  readonly evaluated: readonly GatheredAnswer[];
}

type Serve = NonNullable<ReturnType<typeof trainableOf>>['serve'];

export interface Deploying {
  readonly loaded: LoadedDataset;
  readonly sessions: number | null;
  readonly recipe: PolicyRecipe;
  readonly providers: readonly string[];
  readonly seed: string;
}

/** Trains a policy on the first logs of a population. Throws: `UsageError` where it cannot be aligned, or logs are too few. */
export async function deploy({ loaded, sessions, recipe, providers, seed }: Deploying): Promise<Deployed> {
  const { catalog } = loaded.dataset;
  const parts = dealt(sampleSessions(loaded.dataset.sessions, seed, sessions), seed);
  const desks = inProcessDesks(catalog);
  const train = (label: string, own: string) =>
    preparePolicy({ label, sessions: parts.train, recipe, catalog, desks, seed: own, providers });
  const policy = await train('deployed policy', seed);
  const trainable = trainableOf(policy);
  if (!trainable) throw new UsageError(`--policy ${recipe.name}: it offers no networks to be trained on; give ngram.`);
  const second = await train('the same once more', `${seed} second`);
  const examples = new SessionExamples(desks.openEnvironment(), catalog);
  return {
    ...{ seed, loaded, parts, policy, second, examples },
    networks: await trainable.networks(),
    serve: (name, parameters) => trainable.serve(name, parameters),
    evaluated: await proposals(policy, parts.evaluation, examples),
  };
}

function dealt(sessions: readonly Session[], seed: string): Parts {
  try {
    return splitSessions(sessions, seed, SHARES);
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

/** What a policy proposes at each logged step, as if the log had answered. Steps without a proposal are left out. */
async function proposals(
  policy: Policy,
  sessions: readonly Session[],
  examples: SessionExamples,
): Promise<GatheredAnswer[]> {
  const all: GatheredAnswer[] = [];
  for (const session of sessions) {
    const own = await examples.of(session);
    const answers = await suggestAll(
      policy,
      own.map(({ screen }) => screen),
    );
    for (const [step, { screen, action }] of own.entries()) {
      const suggestion = answers[step]?.ranked[0]?.action;
      if (!suggestion) continue;
      const accepted = examples.same(screen, suggestion, action);
      const answered = { screen, suggestion, action, accepted, logged: action };
      all.push({ id: session.id, session: caseOf(session), step, operator: null, ...answered });
    }
  }
  return all;
}

/** What operators of a noise make of the policy's suggestions in some sessions. */
export function answersAt(
  { loaded, parts, policy, examples, seed }: Deployed,
  point: NoisePoint,
  sessions: readonly Session[],
): Promise<GatheredAnswers> {
  const noise = ratesOf(point);
  const operator = createOperator({ noise, times: fitOperators(parts.train).times, population: seed });
  return gatherAnswers({ catalog: loaded.dataset.catalog, policy, operator, noise, sessions, seed }, examples);
}
