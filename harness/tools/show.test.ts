import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RIGHT, reviewed, step, trace, WRONG_FORM } from '../../reports/metrics/support/test-traces.ts';
import { captureOutput } from '../capture-output.ts';
import { openRun } from '../runner/open-run.ts';
import { playTestRun, testDescription } from '../runner/test-run.ts';
import { openTraces } from '../runner/traces/read-traces.ts';
import { runs } from './runs.ts';
import { episodeText, show } from './show.ts';

let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'deskbench-show-'));
  const run = openRun(join(root, 'one'), testDescription);
  await playTestRun(run, undefined, undefined, 6);
  run.finish(true);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function printed(work: () => void): string {
  const output = captureOutput();
  try {
    work();
    return output.text();
  } finally {
    output.end();
  }
}

/** Of an episode, what its text begins with. */
const row = { play: 'population 1', cell: 'copilot', session: 's1' } as Parameters<typeof episodeText>[0];
const textOf = (...given: Parameters<typeof trace>) => episodeText(row, trace(...given), { width: 100, colour: false });

describe('a session as text', () => {
  it('says who did what, what was suggested, and what would have been right', () => {
    const text = textOf([
      reviewed(RIGHT, 'accept'),
      reviewed(WRONG_FORM, 'correct', { activeMs: 8400 }),
      step({
        chosen: WRONG_FORM,
        decision: 'execute',
        verdict: null,
        suggestion: WRONG_FORM,
        score: 0.9,
        logged: { suggestionRight: false, right: false },
      }),
    ]);
    expect(text.split('\n').map((line) => line.replaceAll('\u202f', ' '))).toEqual([
      'population 1, copilot',
      'session s1: 3 steps, 1 wrong, completed',
      '',
      '   0  ✓ operator accepts, 1.0 s: submit_form booking/check name=Ada',
      '        suggested (confidence 0.80): the same',
      '   1  ✓ operator corrects, 8.4 s: submit_form booking/check name=Ada',
      '        suggested (confidence 0.80): submit_form refund/check name=Ada',
      '   2  ✗ automation: submit_form refund/check name=Ada',
      '        suggested (score 0.90): the same',
      '        right would be: submit_form booking/check name=Ada',
      '',
    ]);
  });

  it('keeps what a customer wrote on lines of its own, however hostile', () => {
    const text = textOf([step({ arrivals: [{ kind: 'message', text: 'a\n\u001b[2Jb ::error::c' }] })]);
    expect(text.split('\n')).toHaveLength(6);
    expect(text).toContain('← customer: a');
  });
});

describe('bench show', () => {
  it('prints a session in every cell, or in the one that is named', () => {
    const folder = join(root, 'one');
    const traces = openTraces(folder);
    const [{ session, cell } = { session: '', cell: '' }] = traces.rows;
    const cells = traces.rows.filter((one) => one.session === session).length;
    traces.close();
    const all = printed(() => show(folder, session, {}));
    expect(all.match(new RegExp(`session ${session}: `, 'g'))).toHaveLength(cells);
    const one = printed(() => show(folder, session, { cell: `population 1, ${cell}` }));
    expect(one.match(new RegExp(`session ${session}: `, 'g'))).toHaveLength(1);
  });

  it('says which sessions and cells there are', () => {
    const folder = join(root, 'one');
    expect(() => show(folder, 'nobody', {})).toThrow(/holds no session "nobody": it has 6, such as "/);
    const traces = openTraces(folder);
    const session = traces.rows[0]?.session ?? '';
    traces.close();
    expect(() => show(folder, session, { cell: 'nowhere' })).toThrow(
      /--cell nowhere: session "[^"]+" was played in population 1/,
    );
  });
});

describe('bench runs', () => {
  it('lists run folders, and says where there are none', () => {
    const text = printed(() => runs(root));
    expect(text).toMatch(/one\s+now\s+36\s+ended\s+test/);
    expect(printed(() => runs(join(root, 'one')))).toContain('holds no runs');
    expect(() => runs(join(root, 'nowhere'))).toThrow('does not exist');
  });

  it('lists the newest first', () => {
    const folder = join(root, 'several');
    for (const day of ['02', '03', '01'])
      openRun(join(folder, `of-${day}`), {
        ...testDescription,
        record: { startedAt: `2026-01-${day}T08:00:00Z` },
      }).close();
    const text = printed(() => runs(folder));
    expect([...text.matchAll(/of-(\d\d)\s+2026-01-\1 08:00/g)].map(([, day]) => day)).toEqual(['03', '02', '01']);
  });
});
