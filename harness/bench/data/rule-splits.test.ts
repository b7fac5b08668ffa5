import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../contract/dataset.ts';
import type { Session, Step } from '../../contract/session.ts';
import { embeddedDataset } from './embedded-dataset.ts';
import { ruleSplits } from './rule-splits.ts';
import { TRANSFER_RULES } from './split-names.ts';

const { catalog } = embeddedDataset(1);
const TASKS = ['bank', 'hotel', 'ride'];

function session(id: number): Session {
  const task = TASKS[id % TASKS.length] as string;
  const reply = `${task}_reply`;
  const step: Step = {
    arrivals: [],
    action: { kind: 'send_text', reply, text: 'Hello.' },
    critical: true,
    atMs: 0,
    activeMs: null,
    drafts: [],
    suggestion: { shown: [{ kind: 'send_text', reply, text: 'Hello.' }], accepted: true },
    result: null,
  };
  return {
    id: `star-${id}`,
    case: { subject: '', fields: {} },
    offered: [task],
    opened: task,
    operator: null,
    steps: [step, { ...step, suggestion: null }],
    closing: [],
    outcome: 'resolved',
    complete: true,
    goal: null,
    tags: [id % 10 === 9 ? 'sad' : 'happy', 'single-task', `domain:${id % 3 === 0 ? 'bank' : 'travel'}`],
  };
}

const dataset: Dataset = { catalog, sessions: Array.from({ length: 60 }, (_, id) => session(id)) };
const ids = (sessions: readonly Session[]) => sessions.map(({ id }) => id);

describe('ruleSplits', () => {
  it.each(TRANSFER_RULES)('%s: no session of what is held out is trained on, and every one of it is tested', (name) => {
    const splits = ruleSplits(dataset, name, '1', null);
    const groupOf = (one: Session) => (name === 'star-task-transfer' ? one.offered?.[0] : one.tags.at(-1)?.slice(7));
    expect(splits.map(({ group }) => group)).toEqual(name === 'star-task-transfer' ? TASKS : ['bank', 'travel']);
    const happy = dataset.sessions.filter(({ tags }) => tags.includes('happy'));
    for (const { group, train, test, examples, trainExamples } of splits) {
      expect(ids(test)).toEqual(ids(happy.filter((one) => groupOf(one) === group)));
      expect(ids(train)).toEqual(ids(happy.filter((one) => groupOf(one) !== group)));
      expect(new Set(examples.map((example) => example.session))).toEqual(new Set(ids(test)));
      expect(examples.every(({ step }) => step === 0)).toBe(true);
      expect(new Set(trainExamples.map((example) => example.session))).toEqual(new Set(ids(train)));
    }
  });

  it('parts once, in the order of the dialogues, the labelled examples with their sessions', () => {
    const [split, ...more] = ruleSplits(dataset, 'star-standard', '1', null);
    expect(more).toEqual([]);
    expect(split?.group).toBeNull();
    expect(split?.train).toHaveLength(43);
    expect(split?.test).toHaveLength(10);
    expect(split?.test.at(-1)?.id).toBe('star-58');
    const [sample] = ruleSplits(dataset, 'star-standard', '1', 20);
    expect(sample?.train).toHaveLength(16);
    expect(sample?.examples).toHaveLength(4);
    expect(ids(split?.test ?? [])).toEqual(expect.arrayContaining(ids(sample?.test ?? [])));
  });

  it('says so where the rule does not fit', () => {
    expect(() => ruleSplits(embeddedDataset(3), 'star-task-transfer', '1', null)).toThrow(/use --split random/);
    const one = { ...dataset, sessions: dataset.sessions.slice(0, 1) };
    expect(() => ruleSplits(one, 'star-task-transfer', '1', null)).toThrow(/no session is left to train on for bank/);
  });
});
