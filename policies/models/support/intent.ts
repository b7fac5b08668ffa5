import { z } from 'zod';
import { joinIds } from '../../../harness/contract/join-ids.ts';
import type { Example } from '../../../harness/contract/policy.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import { wordsOf } from '../../screens/features/ngrams.ts';

/** Counts of a naive Bayes classifier over the customer's words. */
export const intentSchema = z.strictObject({
  /** Procedure → sessions. */
  sessions: z.record(z.string(), z.int().positive()),
  /** Procedure → word → sessions with the word. */
  words: z.record(z.string(), z.record(z.string(), z.int().positive())),
});
export type IntentModel = z.infer<typeof intentSchema>;

/** Customer messages that count: an intent is told at the beginning. */
const FIRST_MESSAGES = 3;

/** Words that the customer began with, and those of the subject. */
function openingWords(screen: Screen): Set<string> {
  // Where the chat is longer than a screen shows, its first shown messages stand for the beginning.
  const said = screen.messages.filter(({ author }) => author === 'customer').slice(0, FIRST_MESSAGES);
  return new Set([screen.subject, ...said.map(({ text }) => text)].flatMap(wordsOf));
}

/** Learns which words open the sessions of each procedure: of the one chosen, else of the one that is open. */
export function learnIntents(examples: readonly Example[]): IntentModel {
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
export function intentShares(model: IntentModel, screen: Screen, procedures: readonly string[]): number[] {
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
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
}
