import { type Action, sameAction } from '../../harness/contract/action.ts';
import { happens } from '../../harness/contract/draws.ts';
import type { Feedback, NoiseSettings, Operator, OperatorRequest } from '../../harness/contract/operator.ts';
import { drawActiveMs, type OperatorTimes, STAR_TIMES } from './operator-times.ts';
import { slipOf } from './slip.ts';
import { accepts } from './verdict-noise.ts';

export interface OperatorSettings {
  readonly noise: NoiseSettings;
  /** Defaults to the medians of STAR's operators. */
  readonly times?: OperatorTimes;
}

/**
 * A simulated operator whose mistakes have set rates: α and β when judging a suggestion, slips when
 * acting by hand. Every draw has a stream of its own and is made only where its outcome is open.
 */
export function createOperator({ noise, times = STAR_TIMES }: OperatorSettings): Operator {
  return {
    respond(request: OperatorRequest): Feedback {
      const { suggestion, truth, streams, step } = request;
      const stream = (purpose: string) => streams('operator', step, purpose);
      if (suggestion !== null) {
        const right = truth.acceptable.some((action) => sameAction(action, suggestion));
        if (accepts(right, suggestion.kind, noise, () => stream('verdict'))) {
          const activeMs = drawActiveMs('accept', suggestion, times, stream);
          return { verdict: 'accept', action: suggestion, slipped: false, activeMs };
        }
      }
      const meant = meantAction(request);
      const slipped = happens(noise.slip[meant.kind], () => stream('slip'));
      const action = slipped ? slip(request, meant) : meant;
      const verdict = suggestion === null ? 'unaided' : 'correct';
      return { verdict, action, slipped, activeMs: drawActiveMs(verdict, action, times, stream) };
    },
  };
}

/** The right action; after a refusal another right one than what was refused, where there is one. */
function meantAction({ suggestion, truth }: OperatorRequest): Action {
  const [first] = truth.acceptable;
  if (first === undefined) throw new Error('An operator was asked for an action where none is right.');
  if (suggestion === null) return first;
  return truth.acceptable.find((action) => !sameAction(action, suggestion)) ?? first;
}

function slip({ suggestion, truth, screen, streams, step }: OperatorRequest, meant: Action): Action {
  return slipOf({
    meant,
    excluded: suggestion === null ? truth.acceptable : [...truth.acceptable, suggestion],
    screen: screen(),
    channel: () => streams('operator', step, 'slip channel'),
    choice: () => streams('operator', step, 'slip choice'),
  });
}
