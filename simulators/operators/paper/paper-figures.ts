import type { RateByKind } from '../../../harness/contract/operator.ts';

/** What was published of operators' answers. Source: docs/reference.md (9,370 rejections). */
export const PAPER_FIGURES = {
  /** Share of suggestions accepted. Forms and the choice of a procedure are not published: assumed to be as clicks. */
  acceptance: {
    select_procedure: 0.8673,
    submit_form: 0.8673,
    click_control: 0.8673,
    send_text: 0.5081,
    transfer: 0.917,
    close: 0.8481,
  } satisfies RateByKind,
  /** Why suggestions were rejected, as shares of the rejections. */
  rejections: { modelError: 0.432, acceptable: 0.372, environment: 0.069, other: 0.127 },
} as const;
