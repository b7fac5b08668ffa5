import type { Catalog } from '../../harness/contract/catalog.ts';
import type { CaseOpening } from '../../harness/contract/environment.ts';
import type { Suggestion } from '../../harness/contract/policy.ts';
import type { KbResult } from '../../harness/contract/result.ts';
import type { Session } from '../../harness/contract/session.ts';

/** What a case brings to the desk when a person works it by hand: nothing of what the log's operator did. */
export interface CaseScript {
  readonly opening: CaseOpening;
  /** Customer messages that arrive before the n-th action; the last entry after the log's last action. */
  readonly arrivals: readonly (readonly string[])[];
  /** Knowledge-base results in the log's order, each given out when its form is submitted. */
  readonly results: readonly KbResult[];
  /** What the copilot bar shows before the n-th action. */
  readonly suggestions: readonly Suggestion[];
}

/** The script of a logged session. */
export function caseScript(session: Session, suggestions: readonly Suggestion[] = []): CaseScript {
  return {
    opening: { id: session.id, case: session.case, offered: session.offered, opened: session.opened },
    arrivals: [...session.steps.map((step) => step.arrivals), session.closing].map((messages) =>
      messages.map((message) => message.text),
    ),
    results: session.steps.flatMap((step) => (step.result ? [step.result] : [])),
    suggestions,
  };
}

/** What the server hands to the page. Without cases the page is driven from outside, one case at a time. */
export interface PageData {
  readonly catalog: Catalog;
  readonly cases: readonly CaseScript[] | null;
}
