import { describe, expect, it } from 'vitest';
import type { Session } from '../../contract/session.ts';
import { embeddedDataset } from './embedded-dataset.ts';
import { splitDataset, splitInWords } from './splits.ts';

const { catalog, sessions: embedded } = embeddedDataset(60);

/** The embedded sessions under STAR's names, of two domains and one canned reply each. */
const sessions = embedded.map((session, at): Session => {
  const action = { kind: 'send_text', reply: 'hello', text: 'Hello.' } as const;
  const step = { arrivals: [], action, critical: true, atMs: 0, activeMs: null, drafts: [], result: null };
  return {
    ...session,
    id: `star-${at}`,
    offered: [at % 2 === 0 ? 'ride' : 'bank'],
    steps: [{ ...step, suggestion: { shown: [action], accepted: true } }],
    tags: ['happy', 'single-task', at % 2 === 0 ? 'domain:travel' : 'domain:money'],
  };
});
const dataset = { catalog, sessions };
const split = (...[name, heldOut]: [Parameters<typeof splitDataset>[1], string?]) =>
  splitDataset(dataset, name, '1', null, undefined, heldOut);

describe('splitDataset', () => {
  it('evaluates on what a transfer rule holds out, and teaches everyone by the rest', () => {
    const { parts, rule } = split('star-domain-transfer', 'travel');
    expect(parts.evaluation.every(({ tags }) => tags.includes('domain:travel'))).toBe(true);
    expect(parts.evaluation).toHaveLength(30);
    for (const part of [parts.train, parts.feedback, parts.calibration])
      expect(part.every(({ tags }) => tags.includes('domain:money'))).toBe(true);
    // Nobody is lost: all that the rule does not hold out is dealt among the three.
    expect(parts.train.length + parts.feedback.length + parts.calibration.length).toBe(30);
    expect(splitInWords({ parts, rule })).toMatch(/^STAR domain transfer: .* \(held out: travel\): train \d+, /);
  });

  it('says what can be held out', () => {
    expect(() => split('star-task-transfer')).toThrow(/--held-out says what is held out; use one of bank, ride/);
    expect(() => split('star-task-transfer', 'train')).toThrow(/--held-out train: there is none; use one of/);
    expect(() => split('star-standard', 'bank')).toThrow(/goes with --split star-task-transfer or/);
    expect(splitInWords(split('random'))).toMatch(/^By a hash of session id: train/);
  });
});
