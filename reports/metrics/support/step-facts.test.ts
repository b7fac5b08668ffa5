import { expect, it } from 'vitest';
import type { TraceStep } from '../../../harness/contract/trace.ts';
import { chosenRight, suggestedRight } from './step-facts.ts';

const step = (more: object) => more as unknown as TraceStep;

it('only a suggestion that is right is right: where none was made, none is', () => {
  for (const loop of ['closed', 'logged'])
    for (const suggestionRight of [true, false, null])
      expect(suggestedRight(step({ [loop]: { suggestionRight, right: suggestionRight !== true } }))).toBe(
        suggestionRight === true,
      );
});

it('what was done is judged by itself, whatever was suggested', () => {
  for (const loop of ['closed', 'logged'])
    for (const right of [true, false])
      expect(chosenRight(step({ [loop]: { suggestionRight: !right, right } }))).toBe(right);
});
