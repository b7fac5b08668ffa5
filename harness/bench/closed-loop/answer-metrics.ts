import { ACTION_KINDS, type ActionKind } from '../../contract/action.ts';
import type { Metric } from '../../contract/metric.ts';
import type { RefusalReason } from '../../contract/operator.ts';
import type { Trace, TraceStep } from '../../contract/trace.ts';

/** A suggestion that an operator was shown: a copilot's operators see critical and other ones alike. */
const answered = ({ verdict }: TraceStep) => verdict === 'accept' || verdict === 'correct';

function share(trace: Trace, of: (step: TraceStep) => boolean, counts: (step: TraceStep) => boolean) {
  const asked = trace.steps.filter((step) => answered(step) && of(step));
  return { numerator: asked.filter(counts).length, denominator: asked.length };
}

/** Share of the suggestions of a kind that operators accepted. */
export const acceptanceOf = (kind: ActionKind): Metric => ({
  name: `accepted_${kind}`,
  title: `Accepted, ${kind}`,
  unit: 'share',
  summary: `Suggestions of kind ${kind} that operators accepted.`,
  better: null,
  measure: (trace) =>
    share(
      trace,
      ({ suggestion }) => suggestion?.kind === kind,
      ({ verdict }) => verdict === 'accept',
    ),
});

/** Share of the refusals that operators give this reason for. */
export const refusedFor = (reason: RefusalReason): Metric => ({
  name: `refused_${reason.replace(' ', '_')}`,
  title: `Refused, ${reason}`,
  unit: 'share',
  summary: `Refusals for this reason: ${reason}.`,
  better: null,
  measure: (trace) =>
    share(
      trace,
      ({ reason }) => reason !== undefined,
      (step) => step.reason === reason,
    ),
});

const REASONS: readonly RefusalReason[] = ['model error', 'acceptable', 'environment', 'other'];

/** How operators answered, to stand beside the published acceptance by kind and reasons to refuse. */
export const ANSWER_METRICS: readonly Metric[] = [...ACTION_KINDS.map(acceptanceOf), ...REASONS.map(refusedFor)];
