import { isDeepStrictEqual } from 'node:util';
import { expect, it } from 'vitest';
import type { TrainableNetwork } from '../../../policies/networks/alignment/trainable.ts';
import type { GatheredAnswer } from '../../bench/feedback/gather-answers.ts';
import type { SessionExamples } from '../../bench/models/session-examples.ts';
import type { Action } from '../../contract/action.ts';
import { countAnswers } from './count-answers.ts';

const close = (resolution: string): Action => ({ kind: 'close', resolution });
const form = (value: string): Action => ({ kind: 'submit_form', form: 'f', button: 'b', values: { value } });
const said: Action = { kind: 'send_text', reply: null, text: 'Hello' };

/** Two actions are offered, and the form; free text is not. */
const network = {
  answersOf: async (answered: readonly GatheredAnswer[]) =>
    answered.map(({ suggestion, action, accepted }) => {
      const placeOf = (of: Action) => ['close a', 'close b', 'submit_form'].indexOf(nameOf(of));
      const [right, refused] = [placeOf(action), accepted ? -1 : placeOf(suggestion)];
      return [{ item: null, right: right < 0 ? null : right, refused: refused === right ? null : refused }];
    }),
} as unknown as TrainableNetwork;
const nameOf = (of: Action) => (of.kind === 'close' ? `close ${of.resolution}` : of.kind);
const examples = { same: (_: unknown, a: Action, b: Action) => isDeepStrictEqual(a, b) } as unknown as SessionExamples;

const answer = (suggestion: Action, action: Action, logged: Action, accepted = false) =>
  ({ suggestion, action, logged, accepted }) as unknown as GatheredAnswer;

const ANSWERS = [
  answer(close('a'), close('a'), close('a'), true),
  answer(close('a'), close('a'), close('b'), true),
  answer(close('a'), close('b'), close('b')),
  answer(close('a'), close('b'), close('a')),
  answer(close('b'), close('a'), close('a')),
  answer(close('a'), close('a'), close('a')),
  answer(close('a'), said, said),
  answer(form('1'), form('2'), form('2')),
];

it('tells of each answer once what became of it, and which pairs are the wrong way round', async () => {
  const counts = await countAnswers({ answers: ANSWERS, unaided: 3, crashed: [] }, [network], examples);
  expect(counts).toEqual({
    ...{ unaided: 3, accepted: 2, acceptedWrong: 1, pairs: 3, flipped: 1, forms: 1, notOffered: 1, same: 1 },
  });
  const { unaided: _, acceptedWrong: __, flipped: ___, ...once } = counts;
  expect(Object.values(once).reduce((sum, one) => sum + one, 0)).toBe(ANSWERS.length);
});
