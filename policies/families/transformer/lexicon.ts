import type { Example } from '../../../harness/contract/policy.ts';
import { candidates } from '../../screens/features/candidates.ts';
import { learnMerges, type Merges } from './tokenizer/byte-pairs.ts';
import { createTokenizer } from './tokenizer/tokenizer.ts';
import { identityOf, plainText, wordsOfId, wordsOfTarget } from './words.ts';

/** Tokens that stand for no text. */
export const SPECIAL = { padding: 0, start: 1, hidden: 2, unknownAction: 3, kinds: 4 } as const;
const KIND_NAMES = ['select_procedure', 'submit_form', 'click_control', 'send_text', 'transfer', 'close'] as const;
const FIRST_TEXT = SPECIAL.kinds + KIND_NAMES.length;

/** What is learned from the training examples before the network: merges, and the actions known by heart. */
export interface StoredLexicon {
  readonly merges: Merges;
  readonly actions: readonly string[];
}

/** All that the network reads, as token ids. */
export interface Lexicon {
  /** Number of token ids. */
  readonly size: number;
  /** Token ids from here on name actions. */
  readonly firstAction: number;
  readonly stored: StoredLexicon;
  /** Tokens of a text, as the network reads it. */
  text(text: string): readonly number[];
  kind(kind: (typeof KIND_NAMES)[number]): number;
  /** Token of an action that is known by heart, else of an unknown one. */
  action(target: string): number;
  /** Row of an action's own embedding; 0 where it is not known. */
  row(target: string): number;
  /** Rows of such embeddings, that of unknown actions included. */
  readonly rows: number;
}

/** The lexicon with these merges and actions. */
export function createLexicon(stored: StoredLexicon): Lexicon {
  const tokenizer = createTokenizer(stored.merges);
  const rows = new Map(stored.actions.map((action, at) => [action, at + 1]));
  const firstAction = FIRST_TEXT + tokenizer.size;
  const row = (target: string) => rows.get(identityOf(target)) ?? 0;
  return {
    size: firstAction + stored.actions.length,
    firstAction,
    stored,
    // A space before, so that a text's first word is the same token as elsewhere.
    text: (text) => tokenizer.encode(` ${plainText(text)}`).map((token) => FIRST_TEXT + token),
    kind: (kind) => SPECIAL.kinds + KIND_NAMES.indexOf(kind),
    action(target) {
      const known = row(target);
      return known === 0 ? SPECIAL.unknownAction : firstAction + known - 1;
    },
    row,
    rows: rows.size + 1,
  };
}

/** Learns a lexicon from what the examples' screens show. The order of the examples does not matter. */
export function learnLexicon(examples: readonly Example[], vocabulary: number): StoredLexicon {
  const texts = new Set<string>();
  const actions = new Set<string>();
  for (const { screen } of examples) {
    for (const { text } of screen.messages) texts.add(text);
    for (const { target } of screen.timeline) actions.add(target);
    for (const { target, label } of candidates(screen)) {
      actions.add(target);
      texts.add(label);
    }
    for (const { items } of screen.results)
      for (const item of items)
        for (const [name, value] of Object.entries(item)) texts.add(`${wordsOfId(name)} ${value}`);
    if (screen.procedure) texts.add(screen.procedure.title);
  }
  for (const target of actions) texts.add(wordsOfTarget(target));
  const merges = learnMerges(
    [...texts].map((text) => ` ${plainText(text)}`),
    vocabulary,
  );
  return { merges, actions: [...new Set([...actions].map(identityOf))].sort() };
}
