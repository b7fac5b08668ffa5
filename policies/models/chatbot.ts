import { z } from 'zod';
import { joinIds } from '../../harness/contract/join-ids.ts';
import type { Example, Policy, PolicyRecipe } from '../../harness/contract/policy.ts';
import type { Screen } from '../../harness/contract/screen.ts';
import { sumOf } from '../../harness/shared/numbers.ts';
import { loadBaseline, saveBaseline } from '../model-files.ts';
import { type Candidate, candidates } from '../screens/features/candidates.ts';
import { answerOf } from '../screens/features/condition.ts';
import { type CandidateFlow, candidateFlow } from '../screens/features/flow.ts';
import {
  type FlowCharts,
  flowCharts,
  readCharts,
  storedCharts,
  storedChartsSchema,
} from '../screens/features/flow-chart.ts';
import { wordsOf } from '../screens/features/ngrams.ts';
import { plainPolicy } from './support/plain-policy.ts';
import { rankedSuggestion } from './support/ranked-suggestion.ts';

const NAME = 'chatbot';
/** Counts of a naive Bayes classifier over the customer's words. */
const intentSchema = z.strictObject({
  /** Procedure → sessions. */
  sessions: z.record(z.string(), z.int().positive()),
  /** Procedure → word → sessions with the word. */
  words: z.record(z.string(), z.record(z.string(), z.int().positive())),
});
type IntentModel = z.infer<typeof intentSchema>;

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
  return plainPolicy(NAME, suggestOne, (folder) =>
    saveBaseline(folder, NAME, { intents, charts: storedCharts(charts) }),
  );
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
    const { intents, charts } = loadBaseline(folder, NAME, modelSchema);
    return serve(intents, readCharts(charts));
  },
} satisfies PolicyRecipe;

/** Customer messages that count: an intent is told at the beginning. */
const FIRST_MESSAGES = 3;

/** Words that the customer began with, and those of the subject. */
function openingWords(screen: Screen): Set<string> {
  // Where the chat is longer than a screen shows, its first shown messages stand for the beginning.
  const said = screen.messages.filter(({ author }) => author === 'customer').slice(0, FIRST_MESSAGES);
  return new Set([screen.subject, ...said.map(({ text }) => text)].flatMap(wordsOf));
}

/** Learns which words open the sessions of each procedure: of the one chosen, else of the one that is open. */
function learnIntents(examples: readonly Example[]): IntentModel {
  const sessions: Record<string, number> = {};
  const words: Record<string, Record<string, number>> = {};
  const done = new Set<string>();
  for (const { screen, action, session } of examples) {
    const procedure = action.kind === 'select_procedure' ? action.procedure : (screen.procedure?.id ?? null);
    const key = joinIds(' ', session, procedure ?? '');
    if (procedure === null || done.has(key) || !screen.messages.some(({ author }) => author === 'customer')) continue;
    done.add(key);
    sessions[procedure] = (sessions[procedure] ?? 0) + 1;
    const counts = words[procedure] ?? Object.create(null);
    words[procedure] = counts;
    for (const word of openingWords(screen)) counts[word] = (counts[word] ?? 0) + 1;
  }
  return { sessions, words };
}

/** Posterior of each procedure given what the customer opened with, in the order given; unseen ones by smoothing alone. */
function intentShares(model: IntentModel, screen: Screen, procedures: readonly string[]): number[] {
  const words = openingWords(screen);
  const logs = procedures.map((procedure) => {
    const sessions = Object.hasOwn(model.sessions, procedure) ? model.sessions[procedure]! : 0;
    const counts = Object.hasOwn(model.words, procedure) ? model.words[procedure]! : {};
    let log = Math.log(sessions + 1);
    for (const word of words)
      log += Math.log(((Object.hasOwn(counts, word) ? counts[word]! : 0) + 0.5) / (sessions + 1));
    return log;
  });
  const top = Math.max(...logs);
  const shares = logs.map((log) => Math.exp(log - top));
  const total = sumOf(shares);
  return shares.map((share) => share / total);
}

/** How much each place in the script is preferred to the next. */
const STEP = 4;

/**
 * How strongly a fixed script asks for each candidate: what follows in the chart first, under conditions that hold
 * before those that may; then the first thing not yet done; without a chart, what was not done in the order of the screen.
 */
function scriptWeights(screen: Screen, offered: readonly Candidate[], charts: FlowCharts | undefined): number[] {
  const done = new Set(screen.timeline.map(({ target }) => target));
  const flows = candidateFlow(screen, offered, charts);
  return offered.map((candidate, at) => {
    const fresh = !done.has(candidate.target);
    return STEP ** -placeOf(candidate, flows[at]!, fresh, screen) / (1 + at / offered.length);
  });
}

function placeOf({ kind }: Candidate, flow: CandidateFlow, fresh: boolean, screen: Screen): number {
  if (flow.follows === 'holds' || (flow.follows === 'directly' && fresh)) return 0;
  if (flow.follows === 'maybe') return fresh ? 1 : 3;
  if (flow.next) return 2;
  if (flow.listed) return flow.follows === 'fails' ? 7 : 4;
  // What no chart names: endings where the customer has nothing more, else replies, then forms.
  if (kind === 'close') return answerOf(screen) === 'no' && screen.timeline.length > 1 ? 1 : 6;
  if (flow.charted || !fresh) return 6;
  return kind === 'send_text' ? 3 : kind === 'submit_form' || kind === 'select_procedure' ? 4 : 5;
}
