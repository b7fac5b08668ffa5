import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Action } from '../../../harness/contract/action.ts';
import type { Suggestion } from '../../../harness/contract/policy.ts';
import { control, screen } from '../../testing/small-desk.ts';
import { confidenceFacts, proposalFeatures } from './features.ts';
import { readCritic, storeCritic } from './store.ts';
import { acceptanceOf, VERDICT, verdictItem, verdictNoise } from './verdicts.ts';

const CLOSE: Action = { kind: 'close', resolution: 'resolved' };
const BOOK: Action = { kind: 'submit_form', form: 'flight', button: 'book', values: { name: 'Ben', city: 'Denver' } };
const suggestion = (...confidences: number[]): Suggestion => ({
  ranked: confidences.map((confidence) => ({ action: CLOSE, confidence })),
});

describe('noise of verdicts', () => {
  it('is that of the answer that was given: a wrong accept by β, a wrong reject by α', () => {
    expect(verdictNoise({ alpha: 0.1, beta: 0.3 }, 'forward')).toEqual({ floors: [0.3, 0.1], correction: 'forward' });
  });

  it('is none where nothing is known, corrected or wrong', () => {
    expect(verdictNoise(undefined, 'forward')).toBeUndefined();
    expect(verdictNoise({ alpha: 0.1, beta: 0.1 }, null)).toBeUndefined();
    expect(verdictNoise({ alpha: 0, beta: 0 }, 'forward')).toBeUndefined();
    expect(verdictNoise({ alpha: 0, beta: 0.2 }, 'forward')).toBeDefined();
    expect(verdictNoise({ alpha: 0.2, beta: 0 }, 'forward')).toBeDefined();
  });

  it('must leave answers something to say', () => {
    expect(() => verdictNoise({ alpha: 1, beta: 0 }, 'forward')).toThrow('alpha is 1');
    expect(() => verdictNoise({ alpha: 0, beta: -0.1 }, 'forward')).toThrow('beta is -0.1');
    expect(() => verdictNoise({ alpha: 0.5, beta: 0.5 }, 'forward')).toThrow('sum to 1 or more');
    expect(() => verdictNoise({ alpha: 0.5, beta: 0.49 }, 'forward')).not.toThrow();
  });
});

it('a score is the softmax of accept over reject', () => {
  expect(acceptanceOf(Float32Array.of(0, 0))).toBe(0.5);
  expect(acceptanceOf(Float32Array.of(Math.log(3), 0))).toBeCloseTo(0.75, 6);
  expect(acceptanceOf(Float32Array.of(0, Math.log(3)))).toBeCloseTo(0.25, 6);
  expect([VERDICT.accept, VERDICT.reject]).toEqual([0, 1]);
  const { candidates } = verdictItem({ screen: screen(), suggestion: suggestion(0.9) });
  for (const list of [candidates.identities, candidates.own]) expect(new Set(list).size).toBe(2);
});

describe('what is known of a proposal', () => {
  it('are log-odds, the ratio to the second, and entropy', () => {
    const [logit, gap, entropy] = confidenceFacts(suggestion(0.75, 0.25));
    expect(logit).toBeCloseTo(Math.log(3), 9);
    expect(gap).toBeCloseTo(Math.log(3), 9);
    expect(entropy).toBeCloseTo(-(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25)), 9);
    expect(confidenceFacts(suggestion(1))).toEqual([
      expect.closeTo(Math.log(1e6), 3),
      expect.closeTo(Math.log(1e6), 3),
      0,
    ]);
    expect(confidenceFacts(suggestion(1, 0))[2]).toBe(0);
    expect(confidenceFacts({ ranked: [] })[0]).toBeCloseTo(-Math.log(1e6), 3);
  });

  const ids = (more: Parameters<typeof screen>[0], ...ranked: [Action, number][]) =>
    new Set(
      proposalFeatures({
        screen: screen(more),
        suggestion: { ranked: ranked.map(([action, confidence]) => ({ action, confidence })) },
      }).ids,
    );
  const differ = (a: Set<number>, b: Set<number>) => [...a].filter((id) => !b.has(id)).length;

  it('tells levels of confidence, finer towards 1, and actions, second ones and what was done before apart', () => {
    const edges = [0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98, 0.995];
    for (const edge of edges) {
      expect(differ(ids({}, [CLOSE, edge - 1e-6]), ids({}, [CLOSE, edge]))).toBe(3);
      expect(differ(ids({}, [CLOSE, edge]), ids({}, [CLOSE, edge + 1e-6]))).toBe(0);
    }
    const alone = ids({}, [CLOSE, 0.9]);
    expect(differ(ids({}, [CLOSE, 0.9], [BOOK, 0.1]), alone)).toBe(1);
    expect(differ(ids({}, [{ ...CLOSE, resolution: 'unresolved' }, 0.9]), alone)).toBe(3);
    const entry = { kind: 'close' as const, target: 'close resolved', values: {}, messageCount: 0 };
    const done = (count: number) => ids({ timeline: Array(count).fill(entry) }, [CLOSE, 0.9]);
    expect(differ(done(3), done(2))).toBeGreaterThan(0);
    // What was done more than three times counts as three.
    expect(differ(done(4), done(3))).toBe(differ(done(5), done(4)));
    expect(differ(ids({ procedure: null }, [CLOSE, 0.9]), alone)).toBeGreaterThan(0);
  });

  it('tells form values that the customer said from those that nobody did', () => {
    const said = { messages: [{ author: 'customer' as const, text: 'I am Ben and fly to Denver' }] };
    const other: Action = { ...BOOK, values: { name: 'Zoe', city: 'Denver' } };
    expect(differ(ids(said, [BOOK, 0.9]), ids(said, [other, 0.9]))).toBeGreaterThan(1);
    const elsewhere = { ...said, controls: [control('field:x.name', 'text', 'Name', { form: 'x', target: 'name' })] };
    expect(differ(ids(elsewhere, [BOOK, 0.9]), ids(elsewhere, [other, 0.9]))).toBe(0);
  });

  it('is next to nothing without a suggestion', () => {
    expect(proposalFeatures({ screen: screen(), suggestion: { ranked: [] } }).ids).toHaveLength(1);
  });
});

describe('a stored critic', () => {
  const inFolder = (work: (folder: string) => void) => {
    const folder = mkdtempSync(join(tmpdir(), 'critic-'));
    try {
      work(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
  const stored = { name: 'c', width: 7, model: Uint8Array.of(8, 1, 2, 3) };

  it('is of its name and width only', () =>
    inFolder((folder) => {
      storeCritic(folder, stored);
      expect(JSON.parse(readFileSync(join(folder, 'critic.json'), 'utf8'))).toMatchObject({ name: 'c', width: 7 });
      expect(() => readCritic(folder, { name: 'd', width: 7 })).toThrow('is of the critic c, not d: load it as that');
      expect(() => readCritic(folder, { name: 'c', width: 8 })).toThrow('takes 7 numbers a proposal, not 8');
      expect([...readCritic(folder, stored).model]).toEqual([...stored.model]);
    }));

  it('that is missing or damaged is named', () =>
    inFolder((folder) => {
      expect(() => readCritic(folder, stored)).toThrow(/critic\.json/);
      storeCritic(folder, stored);
      rmSync(join(folder, 'critic.onnx'));
      expect(() => readCritic(folder, stored)).toThrow(/critic\.onnx/);
      writeFileSync(join(folder, 'critic.json'), '{}');
      expect(() => readCritic(folder, stored)).toThrow(/critic\.json/);
    }));
});
