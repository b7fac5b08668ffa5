import type { Control } from '../../../harness/contract/control.ts';
import { TextCache } from '../../../harness/contract/text-cache.ts';

interface Matcher {
  readonly options: readonly { readonly option: string; readonly words: string }[];
  readonly found: TextCache<readonly number[]>;
}

// Keyed by the list itself: the screens of a procedure share their controls.
const matchers = new WeakMap<readonly string[], Matcher>();

/** Which of a control's options a text mentions, as indices into `options`: case, punctuation and spacing aside. */
export function mentionedOptions(control: Pick<Control, 'options'>, text: string): readonly number[] {
  if (control.options.length === 0) return [];
  let matcher = matchers.get(control.options);
  if (!matcher) {
    matcher = matcherOf(control.options);
    matchers.set(control.options, matcher);
  }
  return matcher.found.get(text);
}

function matcherOf(list: readonly string[]): Matcher {
  const options = list.map((option) => ({ option, words: comparable.get(option) }));
  const found = new TextCache((text: string) => {
    const words = comparable.get(text);
    const hits = options.flatMap(({ words: option }, index) =>
      option !== ' ' && words.includes(option) ? [index] : [],
    );
    // "5 pm" lies inside "15 pm" no more than "West" inside "North West": the longest reading counts.
    return hits.filter(
      (hit) => !hits.some((other) => other !== hit && options[other]!.words.includes(options[hit]!.words)),
    );
  }, 5000);
  return { options, found };
}

/**
 * Lower-case words with one space around each; `2pm` reads as `2 pm`, `TrainStation` as `train station`. Kept, because
 * all fields of a form look for their options in the same messages.
 */
const comparable = new TextCache((text) => {
  const apart = text
    .normalize('NFKC')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/(\d)\s*([ap])\.?m\b\.?/g, '$1 $2m');
  return ` ${(apart.match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')} `;
}, 5000);
