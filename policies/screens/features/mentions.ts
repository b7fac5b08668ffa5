import type { Control } from '../../../harness/contract/control.ts';
import { perObject, perText } from '../../../harness/contract/remember.ts';

/** Which of a control's options a text mentions, as indices into `options`: case, punctuation and spacing aside. */
export function mentionedOptions(control: Pick<Control, 'options'>, text: string): readonly number[] {
  if (control.options.length === 0) return [];
  return matcherOf(control.options)(text);
}

// By the list itself: the screens of a procedure share their controls.
const matcherOf = perObject((list: readonly string[]) => {
  const options = list.map(comparable);
  return perText((text): readonly number[] => {
    const words = comparable(text);
    const hits = options.flatMap((option, index) => (option !== ' ' && words.includes(option) ? [index] : []));
    // "5 pm" lies inside "15 pm" no more than "West" inside "North West": the longest reading counts.
    return hits.filter((hit) => !hits.some((other) => other !== hit && options[other]!.includes(options[hit]!)));
  }, 5000);
});

/**
 * Lower-case words with one space around each; `2pm` reads as `2 pm`, `TrainStation` as `train station`. Kept, because
 * all fields of a form look for their options in the same messages.
 */
const comparable = perText((text) => {
  const apart = text
    .normalize('NFKC')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/(\d)\s*([ap])\.?m\b\.?/g, '$1 $2m');
  return ` ${(apart.match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')} `;
}, 5000);
