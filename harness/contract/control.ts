import type { Field } from './procedure.ts';

export type ControlKind =
  | Field['kind']
  | 'procedure'
  | 'reply'
  | 'compose'
  | 'submit'
  | 'button'
  | 'result'
  | 'transfer'
  | 'close';

/** Anything on the screen that can be acted on. */
export interface Control {
  /**
   * Unique on the screen: `field:FORM.FIELD`, `submit:FORM.BUTTON` (as `joinIds` joins them), `reply:ID`, `button:ID`,
   * `procedure:ID`, `result:N`, `compose`, `transfer`, `close`.
   */
  readonly id: string;
  readonly kind: ControlKind;
  /** Text that a person reads on it; for a canned reply its text with slots. */
  readonly label: string;
  /** Id within its kind: field, button, reply or procedure id. */
  readonly target: string;
  /** Form that a field or a submit button belongs to. */
  readonly form: string | null;
  /** What a field holds now; empty for everything else. */
  readonly value: string;
  readonly options: readonly string[];
  readonly required: boolean;
  readonly enabled: boolean;
}
