import { createHash } from 'node:crypto';
import { join } from 'node:path';
import seedrandom from 'seedrandom';
import { beforeAll, expect, it } from 'vitest';
import { generateDataset } from '../../fixtures/generator/generate-dataset.ts';
import { PAPER_PRESET } from '../../fixtures/generator/paper-preset.ts';
import { testStreams } from '../../fixtures/generator/test-streams.ts';
import { itemMaker as encoderItemMaker } from '../../policies/families/encoder/item.ts';
import { trainingLoss as encoderLoss, initialNetwork } from '../../policies/families/encoder/network.ts';
import { probeRequest, screenRequest } from '../../policies/families/llm/request.ts';
import { screenTools } from '../../policies/families/llm/screen-tools.ts';
import { actionExamples, valueExamples } from '../../policies/families/ngram/examples.ts';
import { learnKnowledge } from '../../policies/families/ngram/knowledge.ts';
import { itemMaker as transformerItemMaker } from '../../policies/families/transformer/item.ts';
import { createLexicon, learnLexicon } from '../../policies/families/transformer/lexicon.ts';
import { trainingLoss as transformerLoss } from '../../policies/families/transformer/network.ts';
import { initialTransformer } from '../../policies/families/transformer/parameters.ts';
import { toOnnx } from '../../policies/networks/graph/serialize.ts';
import { initialRanker, rankingLoss, scores } from '../../policies/networks/ranker/network.ts';
import { buildTrainingGraph } from '../../policies/networks/training/training-graph.ts';
import { storedCharts } from '../../policies/screens/features/flow-chart.ts';
import { learnVocabulary } from '../../policies/screens/suggesting/vocabulary.ts';
import { smallDeskExamples } from '../../policies/testing/small-desk.ts';
import { inProcessDesks } from '../bench/desks/desks.ts';
import { discover } from '../bench/models/discover.ts';
import type { CalibratorRecipe } from '../contract/calibrator.ts';
import type { Catalog } from '../contract/catalog.ts';
import type { CriticRecipe } from '../contract/critic.ts';
import type { GateRecipe } from '../contract/gate.ts';
import type { MonitorRecipe } from '../contract/monitor.ts';
import type { Example, PolicyRecipe } from '../contract/policy.ts';
import { logExamples } from '../engine/log-examples.ts';

let catalog: Catalog;
let examples: readonly Example[];
beforeAll(async () => {
  const dataset = generateDataset(
    { ...PAPER_PRESET.generator, difficulty: 0.7, sessions: 24 },
    testStreams('policies'),
  );
  ({ catalog } = dataset);
  examples = await logExamples(dataset.sessions, inProcessDesks(catalog).openEnvironment());
});

/** What tells something from all else, shortened; numbers of floating point to seven digits. */
function digest(value: unknown): string {
  const plain = (_: string, one: unknown) => {
    if (ArrayBuffer.isView(one)) return Array.from(one as Float32Array, (x) => Number(Number(x).toPrecision(7)));
    if (one instanceof Set || one instanceof Map) return [...one];
    return typeof one === 'number' && !Number.isInteger(one) ? Number(one.toPrecision(7)) : one;
  };
  return createHash('sha256').update(JSON.stringify(value, plain)).digest('hex').slice(0, 12);
}
const bytes = (content: Uint8Array) => createHash('sha256').update(content).digest('hex').slice(0, 12);
const lines: string[] = [];
const note = (what: string, told: string) => lines.push(`${what}: ${told}`);

it('what policies read of screens is known', async () => {
  const learned = learnKnowledge(examples, catalog);
  note('knowledge', digest([[...learned.seen].sort(), storedCharts(learned.charts)]));
  note('actions by n-grams', digest(actionExamples(examples, learned, true)));
  note(
    'actions by all n-grams',
    digest(actionExamples(examples.slice(0, 60), learnKnowledge(examples, undefined), false)),
  );
  const vocabulary = learnVocabulary(examples);
  note('vocabulary', digest(vocabulary));
  note('vocabulary of a small desk', digest(learnVocabulary(smallDeskExamples(40, 'vocabulary'))));
  note('values by n-grams', digest(valueExamples(examples, vocabulary)));
  const stored = learnLexicon(examples, 500);
  note('lexicon', digest(stored));
  const transformer = transformerItemMaker(createLexicon(stored), { screen: 96, candidate: 12 }, learned.charts);
  const encoder = encoderItemMaker({ ...learned, filter: null } as never);
  note('items of transformers', digest(examples.map(({ screen }) => transformer(screen))));
  note('items of encoders', digest(examples.map(({ screen }) => encoder(screen))));
});

it('what counting policies suggest, and what is made of their confidence, is known', async () => {
  const policies = await discover<PolicyRecipe>('policies/models', 'recipe');
  const options = { seed: '1', catalog } as never;
  for (const name of ['chatbot', 'majority', 'markov', 'nearest-neighbour']) {
    const policy = await policies.find((one) => one.name === name)!.fit(examples.slice(0, 120), options);
    const screens = examples.slice(120).map(({ screen }) => screen);
    note(`suggestions of ${name}`, digest(await policy.suggest(screens)));
    if (name !== 'markov') continue;
    const critics = (await discover<CriticRecipe>('policies/critics', 'recipe')).filter(({ learns }) => !learns);
    const suggested = await policy.suggest(screens);
    const proposals = screens.flatMap((screen, at) => {
      const best = suggested[at]?.ranked[0];
      return best ? [{ screen, action: best.action, suggestion: suggested[at]! }] : [];
    });
    for (const recipe of critics) {
      try {
        const critic = await recipe.fit([], policy, options);
        note(`scores of ${recipe.name}`, digest(await critic.score(proposals as never)));
      } catch (error) {
        note(`scores of ${recipe.name}`, String(error));
      }
    }
  }
});

it('networks are built, and begin, as is known', () => {
  const size = { width: 8, heads: 2, layers: 2, inner: 12 };
  const random = () => seedrandom('known');
  const ranker = { facts: 4, wideBits: 6, ownBits: 5, deepBits: 4, width: 3 };
  const encoder = { size, vector: 6, actions: 5, factBits: 6, wideBits: 5 };
  const begun = {
    ranker: initialRanker(ranker, random()),
    transformer: initialTransformer({ size, tokens: 50, actions: 5, factBits: 6 }, random()),
    encoder: initialNetwork(encoder, random()),
  };
  for (const [name, parameters] of Object.entries(begun)) note(`first weights of a ${name}`, digest(parameters));
  const losses = {
    ranker: (graph: never, weights: never) => rankingLoss(graph, scores(graph, weights)),
    transformer: (graph: never, weights: never) => transformerLoss(graph, weights, size),
    encoder: (graph: never, weights: never) => encoderLoss(graph, weights, encoder),
  };
  for (const [name, build] of Object.entries(losses)) {
    const { graph } = buildTrainingGraph({
      parameters: begun[name as 'ranker'],
      build: build as never,
      weightDecay: 0.01,
    } as never);
    note(`training of a ${name}`, bytes(toOnnx(graph)));
  }
});

it('what gates let pass, what calibrators make of scores, and what a language model is asked, is known', async () => {
  const draw = seedrandom('answers');
  const answers = examples.slice(0, 200).map(({ screen, action, session }) => {
    const score = Math.round(draw() * 50) / 50;
    return { score, accepted: draw() < score, action, procedure: screen.procedure?.id ?? null, session };
  });
  for (const recipe of await discover<GateRecipe>('policies/gates', 'recipe'))
    for (const [targetPrecision, delta] of [
      [0.6, 0.1],
      [0.8, 0.3],
    ] as const) {
      const gate = recipe.fit(answers, { targetPrecision, delta });
      const passed = answers.filter(
        ({ score, action, procedure }) => gate.decide(score, action, procedure) === 'execute',
      );
      note(
        `${recipe.name} at ${targetPrecision}`,
        `${passed.length} ${digest([{ ...gate }, passed.map(({ score }) => score)])}`,
      );
    }
  for (const recipe of await discover<CalibratorRecipe>('policies/calibrators', 'recipe')) {
    const calibrator = recipe.fit(answers as never, { seed: '1' });
    note(`calibrated by ${recipe.name}`, digest(Array.from({ length: 51 }, (_, at) => calibrator.calibrate(at / 50))));
  }
  const settings = { model: 'm', maxTokens: 200, seed: 5, dropped: [] };
  const requests = examples.slice(0, 50).map(({ screen }) => screenRequest(screen, screenTools(screen), settings));
  note('requests of a language model', digest([probeRequest(settings), requests]));
  for (const dropped of ['tool_choice', 'logprobs', 'seed', 'temperature', 'max_tokens'] as const)
    note(`a request without ${dropped}`, digest(probeRequest({ ...settings, dropped: [dropped] })));
});

it('when monitors alarm is known', async () => {
  for (const recipe of await discover<MonitorRecipe>('policies/monitors', 'recipe'))
    for (const meanRun of [20, 500]) {
      const draw = seedrandom(`alarms ${meanRun}`);
      const monitor = recipe.create({
        baseline: 0.1,
        degraded: 0.3,
        meanRun,
        rng: () => ({ next: seedrandom('ties') }),
      });
      const told: unknown[] = [];
      for (let at = 0; at < 400; at++) {
        const alarm = monitor.update(draw() < (at < 200 ? 0.1 : 0.4) ? 1 : 0);
        told.push([alarm, monitor.statistic]);
        if (at === 100) monitor.reset();
      }
      note(`${recipe.name} at ${meanRun}`, `${told.findIndex((one) => (one as [boolean])[0])} ${digest(told)}`);
    }
  // What people read in results may change on purpose alone, and then here too: vitest --update writes what is so now.
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(join(import.meta.dirname, 'known-policies.txt'));
});
