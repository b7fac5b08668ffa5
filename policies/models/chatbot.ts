import { z } from 'zod';
import type { Policy, PolicyRecipe } from '../../harness/contract/policy.ts';
import type { Screen } from '../../harness/contract/screen.ts';
import { candidates } from '../screens/features/candidates.ts';
import { type FlowCharts, flowCharts } from '../screens/features/flow-chart.ts';
import { readCharts, storedCharts, storedChartsSchema } from '../screens/features/stored-charts.ts';
import { type IntentModel, intentSchema, intentShares, learnIntents } from './support/intent.ts';
import { loadModel, saveModel } from './support/model-file.ts';
import { plainPolicy } from './support/plain-policy.ts';
import { rankedSuggestion } from './support/ranked-suggestion.ts';
import { scriptWeights } from './support/script.ts';

const NAME = 'chatbot';
const modelSchema = z.strictObject({ intents: intentSchema, charts: storedChartsSchema });

function serve(intents: IntentModel, charts: FlowCharts): Policy {
  const suggestOne = (screen: Screen) => {
    const offered = candidates(screen);
    const choices = offered.filter(({ kind }) => kind === 'select_procedure');
    if (screen.procedure === null && choices.length > 0) {
      const shares = intentShares(
        intents,
        screen,
        choices.map(({ control }) => control.target),
      );
      return { ranked: rankedSuggestion(screen, choices, shares) };
    }
    // Once a procedure is open the script is followed to its end: a bot of this kind does not change its mind.
    const acts = offered.filter(({ kind }) => kind !== 'select_procedure');
    return { ranked: rankedSuggestion(screen, acts, scriptWeights(screen, acts, charts)) };
  };
  return plainPolicy(NAME, suggestOne, (folder) => saveModel(folder, NAME, { intents, charts: storedCharts(charts) }));
}

/** The classic arm: an intent classifier picks the procedure, then its scripted flow runs; feedback teaches it nothing. */
export const recipe = {
  name: NAME,
  summary: 'Picks the procedure by the customer’s words, then follows its flow chart; forms by fixed slot rules.',
  async fit(examples, { catalog, onProgress }) {
    // Corrections carry the operator's answer to a suggestion: this arm does not learn from them.
    const intents = learnIntents(examples.filter(({ rejected }) => rejected === undefined));
    onProgress?.(1, 'counted');
    return serve(intents, catalog ? flowCharts(catalog) : new Map());
  },
  async load(folder) {
    const { intents, charts } = loadModel(folder, NAME, modelSchema);
    return serve(intents, readCharts(charts));
  },
} satisfies PolicyRecipe;
