import { type Action, hasHole, sameAction } from '../../../harness/contract/action.ts';
import type { StreamPurpose } from '../../../harness/contract/draw-names.ts';
import { drawBernoulli, standardNormal } from '../../../harness/contract/draws.ts';
import type {
  Feedback,
  NoiseSettings,
  Operator,
  OperatorRequest,
  RefusalReason,
} from '../../../harness/contract/operator.ts';
import type { Rng } from '../../../harness/contract/rng.ts';
import { createRng } from '../../../harness/shared/streams.ts';
import { chooseTraits } from './choose-traits.ts';
import { drawActiveMs, type OperatorTimes, STAR_TIMES } from './operator-times.ts';
import { slipOf } from './slip.ts';
import type { Moment, Rates } from './trait.ts';

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

/**
 * What a team has settled among itself: one uniform draw in [0, 1) for each (population, respect), the same for all
 * operators in every session. Another population settles things anew.
 */
export function teamDraws(population: string): (respect: string) => number {
  const drawn = new Map<string, number>();
  return (respect) => {
    let value = drawn.get(respect);
    if (value === undefined) {
      value = createRng('team', population, respect).next();
      drawn.set(respect, value);
    }
    return value;
  };
}

/**
 * Where operators stand in any respect: one standard normal draw for each (population, operator, respect), the
 * same in every session. Another population is another set of people under the same names.
 */
export function personDraws(population: string): (operator: string) => (respect: string) => number {
  const people = new Map<string, (respect: string) => number>();
  return (operator) => {
    let person = people.get(operator);
    if (!person) {
      person = remember((respect) => standardNormal(createRng('person', population, operator, respect)));
      people.set(operator, person);
    }
    return person;
  };
}

function remember(draw: (respect: string) => number): (respect: string) => number {
  const drawn = new Map<string, number>();
  return (respect) => {
    let value = drawn.get(respect);
    if (value === undefined) {
      value = draw(respect);
      drawn.set(respect, value);
    }
    return value;
  };
}

/**
 * Whether the operator accepts a suggestion: a right one is refused with probability α, a wrong one
 * accepted with β. One uniform is compared with the rate, so that a higher α only turns accepts of
 * right suggestions into refusals, and a higher β refusals of wrong ones into accepts.
 */
function accepts(right: boolean, { alpha, beta }: Pick<Rates, 'alpha' | 'beta'>, rng: () => Rng): boolean {
  return right ? !drawBernoulli(alpha, rng) : drawBernoulli(beta, rng);
}

/** Why a suggestion is refused before it is judged; null where it is not. Environment takes the low draws. */
function refusedUnseen(
  { environment, other }: Pick<Rates, 'environment' | 'other'>,
  rng: () => Rng,
): 'environment' | 'other' | null {
  if (environment + other <= 0) return null;
  const draw = rng().next();
  if (draw < environment) return 'environment';
  return draw < environment + other ? 'other' : null;
}
