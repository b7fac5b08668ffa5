import { caseFieldKey } from '../../harness/contract/action-rules.ts';
import { perObject } from '../../harness/contract/remember.ts';
import type { DeskView } from '../desk/model/desk-index.ts';
import { isSettled } from './case-progress.ts';
import { type CaseState, DONE } from './case-state.ts';
import { shownResult } from './right-actions.ts';

/** A hash in two 32-bit lanes: fast, the same on every machine, not cryptographic. */
export interface Lanes {
  readonly a: number;
  readonly b: number;
}

class Mixer implements Lanes {
  a = 0x1f123bb5;
  b = 0x79b9f5a1;

  number(value: number): this {
    this.a = Math.imul((this.a ^ value) + 0x7f4a7c15, 0x2c1b3c6d);
    this.b = Math.imul((this.b + value) ^ (this.a >>> 15), 0x297a2d39);
    this.a ^= this.b >>> 13;
    return this;
  }

  text(text: string): this {
    let { a, b } = this;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      a = Math.imul(a ^ code, 0x01000193);
      b = Math.imul(b ^ (code + (a >>> 16)), 0x5bd1e995);
    }
    this.a = a;
    this.b = b;
    return this.number(text.length);
  }
}

const fieldLanes = new WeakMap<CaseState['fields'], Lanes>();

/** The hash of everything that still matters in a case. */
export function conditionLanes(state: CaseState): Lanes {
  const mixer = new Mixer();
  for (const step of state.index.steps)
    mixer.number(isSettled(step, state) ? DONE : (state.marks[step.stepIndex] as number));
  for (const lanes of [laneOfView(state.view), laneOfFields(state)]) mixer.number(lanes.a).number(lanes.b);
  for (const stepIndex of [...state.wrongs.keys()].sort((a, b) => a - b)) {
    const { key, known, final } = state.wrongs.get(stepIndex)!;
    mixer
      .number(stepIndex)
      .text(key)
      .number((known ? 2 : 0) + (final ? 1 : 0));
  }
  for (const key of state.stray) mixer.text(key);
  mixer.number(state.stray.length);
  for (const id of state.misled.map((untruth) => untruth.id).sort()) mixer.text(id);
  mixer.number(state.misled.length);
  customerInto(mixer, state);
  for (const { stepIndex, source } of state.index.steps)
    if (source !== null && !state.marks[stepIndex]) mixer.number(shownResult(state, source) === null ? 0 : 1);
  return mixer.text(state.ending ?? '');
}

/** Sixteen hexadecimal digits. */
export function hexOf({ a, b }: Lanes): string {
  return (a >>> 0).toString(16).padStart(8, '0') + (b >>> 0).toString(16).padStart(8, '0');
}

/** Names a moment: its condition and how often the case was in it before. Range: Uint32. */
export function situationOf({ a, b }: Lanes, visits: number): number {
  return new Mixer().number(a).number(b).number(visits).a >>> 0;
}

function customerInto(mixer: Mixer, { beliefs, doubt, decided, index }: CaseState): void {
  for (const belief of beliefs) mixer.text(belief.from).text(belief.to);
  mixer.number(beliefs.length * 2 + (decided ? 1 : 0)).text(index.variant);
  if (doubt) mixer.text(doubt.to).number(doubt.wait);
}

const laneOfView = perObject(
  ({ place }: DeskView): Lanes => new Mixer().text(place?.id ?? '').text(place?.screen ?? ''),
);

/** The same whatever the order in which the fields were written, and for values that count as the same. */
function laneOfFields({ fields, offer }: CaseState): Lanes {
  let lanes = fieldLanes.get(fields);
  if (!lanes) {
    let a = 0;
    let b = 0;
    for (const [id, value] of Object.entries(fields)) {
      const entry = new Mixer().text(id).text(caseFieldKey(offer.index.catalog, id, value));
      a = (a + entry.a) | 0;
      b = (b + entry.b) | 0;
    }
    lanes = { a, b };
    fieldLanes.set(fields, lanes);
  }
  return lanes;
}
