import { type Action, hasHole } from '../../../harness/contract/action.ts';
import { illegalReason } from '../../../harness/contract/legal.ts';
import type { Rng } from '../../../harness/contract/rng.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import { omittedFields } from './slip-omitted-field.ts';
import { otherControls } from './slip-other-control.ts';
import { mistyped, otherValues } from './slip-other-value.ts';

const CHANNELS = [otherControls, otherValues, omittedFields];

export interface SlipRequest {
  /** What the operator meant to do. */
  readonly meant: Action;
  /** Actions that would be right, and the suggestion that was just refused: a slip is none of them. */
  readonly excluded: readonly Action[];
  readonly same: (a: Action, b: Action) => boolean;
  readonly screen: Screen;
  readonly channel: () => Rng;
  readonly choice: () => Rng;
}

/**
 * A wrong action in place of the one that was meant: each kind of slip that is possible here is
 * equally likely, then each slip of that kind. Legal on the screen, unless the screen offers nothing
 * else at all; then the operator types nonsense, so that the rate of slips stays what was set.
 */
export function slipOf({ meant, excluded, same, screen, channel, choice }: SlipRequest): Action {
  const wrong = (action: Action) => !excluded.some((right) => same(action, right));
  const possible = (action: Action) => wrong(action) && !hasHole(action) && illegalReason(action, screen) === null;
  const pick = choice();
  for (const slips of inAnyOrder(CHANNELS, channel()))
    for (const action of inAnyOrder(slips(meant, screen), pick)) if (possible(action)) return action;
  for (const action of inAnyOrder(anythingElse(screen), pick)) if (possible(action)) return action;
  const text = meant.kind === 'send_text' && !hasHole(meant) ? meant.text : 'sorry';
  return [...mistyped(text), `${text}?`, `${text}??`].map(freeText).find(wrong) ?? freeText(`${text} ${text}`);
}

/** The items in a random order, drawn one at a time: whatever is left out, the rest are equally likely to come first. */
function* inAnyOrder<T>(items: readonly T[], rng: Rng): Generator<T> {
  const left = [...items];
  while (left.length > 0) {
    const index = Math.min(left.length - 1, Math.floor(rng.next() * left.length));
    yield left[index] as T;
    left[index] = left.at(-1) as T;
    left.pop();
  }
}

/** Slips that leave the kind of the action that was meant. */
function anythingElse(screen: Screen): Action[] {
  const kinds: Action[] = [
    { kind: 'send_text', reply: '', text: '' },
    { kind: 'click_control', control: '' },
    { kind: 'transfer', queue: '' },
    { kind: 'close', resolution: '' },
    { kind: 'select_procedure', procedure: '' },
  ];
  return [
    ...kinds.flatMap((kind) => otherControls(kind, screen)),
    freeText('sorry, one moment'),
    freeText('one moment'),
  ];
}

function freeText(text: string): Action {
  return { kind: 'send_text', reply: null, text };
}
