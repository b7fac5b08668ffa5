import { type Action, hasHole, sameAction } from '../../../harness/contract/action.ts';
import type { StreamPurpose } from '../../../harness/contract/draw-names.ts';
import { drawBernoulli } from '../../../harness/contract/draws.ts';
import type {
  Feedback,
  NoiseSettings,
  Operator,
  OperatorRequest,
  RefusalReason,
} from '../../../harness/contract/operator.ts';
import type { Rng } from '../../../harness/contract/rng.ts';
import { chooseTraits } from './choose-traits.ts';
import { drawActiveMs, type OperatorTimes, STAR_TIMES } from './operator-times.ts';
import { personDraws } from './person-draws.ts';
import { slipOf } from './slip.ts';
import { teamDraws } from './team-draws.ts';
import type { Moment, Rates } from './trait.ts';
import { accepts, refusedUnseen } from './verdict-noise.ts';

export interface OperatorSettings {
  /** Rates of the average operator, and traits that change them from answer to answer. */
  readonly noise: NoiseSettings;
  /** Defaults to the medians of STAR's operators. */
  readonly times?: OperatorTimes;
  /** Names the team: another population has other skills and tastes, and has settled other refusals. */
  readonly population: string;
}

/**
 * Simulated operators whose mistakes have set rates: α and β when judging a suggestion, slips when acting by
 * hand, both moved by their traits. They judge by what seems right to them; where something is amiss and they
 * notice it, they look back and put it right first. Every draw has a stream of its own and is made only where its
 * outcome is open.
 *
 * Throws: as `chooseTraits`.
 */
export function createOperator({ noise, times = STAR_TIMES, population }: OperatorSettings): Operator {
  const ratesOf = liveRates(noise, population);
  return {
    respond(request: OperatorRequest): Feedback {
      const { suggestion, streams, step } = request;
      const stream = (purpose: StreamPurpose) => streams('operator', step, purpose);
      const view = look(request, ratesOf, stream);
      const { right, noticed } = view;
      const rates = ratesOf(request, right);
      const time = {
        factor: rates.timeFactor,
        lookBack: noticed && !request.aware,
        unattendedSteps: request.unattendedSteps ?? 0,
      };
      const keeps = drawBernoulli(noise.keeps ?? 0, () => stream('keep'));
      const seen = { ...(noticed && { noticed }), ...(keeps && { keeps }) };
      const prefers = () => drawBernoulli(rates.preference, () => stream('preference'));
      const reason = suggestion === null ? null : refusal(suggestion, view, rates, prefers, stream);
      if (suggestion !== null && reason === null) {
        const activeMs = drawActiveMs('accept', suggestion, times, stream, time);
        return { verdict: 'accept', action: suggestion, slipped: false, ...seen, activeMs };
      }
      const meant = meantAction(suggestion, view, rates.favourite, prefers);
      const slipped = drawBernoulli(ratesOf(request, right, meant.kind).slip, () => stream('slip'));
      const action = slipped ? slip(request, right, meant) : meant;
      const verdict = suggestion === null ? 'unaided' : 'correct';
      const activeMs = drawActiveMs(verdict, action, times, stream, time);
      return { verdict, action, slipped, ...seen, ...(reason === null ? {} : { reason }), activeMs };
    },
  };
}

type RatesOf = (request: OperatorRequest, right: readonly Action[], byHand?: Action['kind']) => Rates;

/** Rates of one answer; `byHand` is the kind of what is then done without a suggestion. */
function liveRates(noise: NoiseSettings, population: string): RatesOf {
  const temper = chooseTraits(noise.traits ?? {});
  const personOf = personDraws(population);
  const team = teamDraws(population);
  const notice = noise.notice ?? 0;
  return ({ suggestion, confidence, critical, acceptsInRow = 0, work, same = sameAction }, right, byHand) => {
    const rates: Rates = {
      alpha: suggestion === null ? 0 : noise.alpha[suggestion.kind],
      beta: suggestion === null ? 0 : noise.beta[suggestion.kind],
      slip: byHand === undefined ? 0 : noise.slip[byHand],
      notice,
      timeFactor: 1,
      environment: 0,
      other: 0,
      preference: 0,
      favourite: null,
    };
    if (temper === null) return rates;
    const person = work ? personOf(work.operator) : null;
    const moment = { suggestion, confidence, critical, acceptsInRow, work: work ?? null, right, same, person, team };
    return temper(rates, moment);
  };
}

/** How the operator sees the moment. */
interface View {
  /** What seems right, the usual action first. */
  readonly right: readonly Action[];
  /** What is right too, but only after a repair. */
  readonly later: readonly Action[];
  /** Whether the operator has noticed that something is amiss. */
  readonly noticed: boolean;
  readonly same: NonNullable<Moment['same']>;
}

function look(request: OperatorRequest, ratesOf: RatesOf, stream: (purpose: StreamPurpose) => Rng): View {
  const { acceptable, apparent, repairs } = request.truth;
  const aware = request.aware ?? false;
  const { same = sameAction } = request;
  if (apparent === undefined) return { right: acceptable, later: [], noticed: false, same };
  const unaware = apparent.length > 0 ? apparent : acceptable;
  if (!aware && !drawBernoulli(ratesOf(request, unaware).notice, () => stream('notice')))
    return { right: unaware, later: [], noticed: false, same };
  if (repairs === undefined || repairs.length === 0) return { right: acceptable, later: [], noticed: true, same };
  return { right: repairs, later: acceptable, noticed: true, same };
}

/** Why the suggestion is refused; null where it is accepted. */
function refusal(
  suggestion: Action,
  { right, later, same }: View,
  rates: Rates,
  prefers: () => boolean,
  stream: (purpose: StreamPurpose) => Rng,
): RefusalReason | null {
  if (hasHole(suggestion)) return 'model error';
  const unseen = refusedUnseen(rates, () => stream('refusal'));
  if (unseen !== null) return unseen;
  const seemsRight = right.some((action) => same(action, suggestion));
  if (!seemsRight && later.some((action) => same(action, suggestion))) return 'acceptable';
  if (!accepts(seemsRight, rates, () => stream('verdict'))) return seemsRight ? 'acceptable' : 'model error';
  const { favourite } = rates;
  const disliked = seemsRight && favourite !== null && !same(favourite, suggestion) && prefers();
  return disliked ? 'acceptable' : null;
}

/** What is done by hand: the favourite, or else what is usual, after a refusal another than what was refused, where there is one. */
function meantAction(
  suggestion: Action | null,
  { right, same }: View,
  favourite: Action | null,
  prefers: () => boolean,
): Action {
  const refused = (action: Action) => suggestion !== null && same(action, suggestion);
  const [first] = right;
  if (first === undefined) throw new Error('An operator was asked for an action where none is right.');
  if (favourite !== null && !refused(favourite) && prefers()) return favourite;
  return right.find((action) => !refused(action)) ?? first;
}

function slip(request: OperatorRequest, right: readonly Action[], meant: Action) {
  const { suggestion, truth, screen, streams, step, same = sameAction } = request;
  const avoided = right === truth.acceptable ? right : [...truth.acceptable, ...right];
  return slipOf({
    meant,
    excluded: suggestion === null ? avoided : [...avoided, suggestion],
    same,
    screen: screen(),
    channel: () => streams('operator', step, 'slip channel'),
    choice: () => streams('operator', step, 'slip choice'),
  });
}
