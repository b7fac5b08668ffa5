import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fitAnswers } from '../../simulators/pool/answer-times.ts';
import { BegunRun } from '../bench/begin-run.ts';
import { SETTLE_METRICS } from '../bench/closed-loop/cell-figures.ts';
import { playCells } from '../bench/closed-loop/closed-bench.ts';
import type { OpenBench } from '../bench/closed-loop/open-closed-bench.ts';
import { PAPER_OPERATORS } from '../bench/closed-loop/paper-operators.ts';
import { playTwinnedCells } from '../bench/closed-loop/play-twinned-cells.ts';
import { openTestBench } from '../bench/closed-loop/test-bench.ts';
import { crashingDesks } from '../bench/closed-loop/test-crashes.ts';
import { embeddedDataset } from '../bench/data/embedded-dataset.ts';
import type { Desks } from '../bench/desks/desks.ts';
import { type ParitySample, paritySample, parityWords } from '../bench/desks/parity.ts';
import { createTraceDigest } from '../bench/desks/trace-digest.ts';
import { finishFigures } from '../bench/report/report-figures.ts';
import { captureOutput } from '../capture-output.ts';
import type { Screen } from '../contract/screen.ts';
import { playArms } from '../experiments/span/play-arms.ts';

let open: OpenBench;
beforeAll(async () => {
  open = await openTestBench(120, { train: 0.5, feedback: 0.2, calibration: 0.2, evaluation: 0.1 });
}, 60_000);
afterAll(() => open?.close());

/** Desks whose page shows one thing otherwise: a control's label. */
function otherPage({ openEnvironment, ...rest }: Desks): Desks {
  return {
    ...rest,
    openEnvironment() {
      const desk = openEnvironment();
      const observe = () => {
        const screen = desk.observe() as Screen;
        return { ...screen, controls: screen.controls.map((one) => ({ ...one, label: `${one.label}!` })) };
      };
      return { ...desk, observe };
    },
  };
}

const SESSIONS = 2;

/** What settle, propagation and span compare, with these desks in place of a browser's. */
const PLAYS: Readonly<Record<string, (bench: OpenBench['bench']) => Promise<unknown>>> = {
  settle: (bench) => {
    const cell = { id: 'copilot', arm: 'copilot', loop: 'closed', noise: PAPER_OPERATORS } as const;
    return playCells(bench, [{ cell, deployment: null }], open.parts.evaluation, SETTLE_METRICS);
  },
  propagation: (bench) => {
    const cell = { id: 'copilot', arm: 'copilot', loop: 'closed', noise: PAPER_OPERATORS } as const;
    return playTwinnedCells({
      bench,
      cells: [{ cell, deployment: null }],
      sessions: open.parts.evaluation,
      metrics: SETTLE_METRICS,
      twinsPerSession: 1,
      twins: 2,
    });
  },
  span: (bench) =>
    playArms(
      {
        open: { ...open, bench },
        options: { sessions: 3, pressure: 1 },
        before: [],
        digest: createTraceDigest(),
      },
      [0, 8],
      fitAnswers(open.parts.train),
    ),
};

async function compare(name: string, desks: Desks): Promise<ParitySample> {
  const parity = paritySample('browser', SESSIONS)!;
  await PLAYS[name]!({ ...open.bench, desks, parity });
  return parity;
}

describe.each(Object.keys(PLAYS))('%s, played on a page', (name) => {
  it('is compared with the in-process desk, some sessions of each cell', async () => {
    const parity = await compare(name, open.bench.desks);
    const { equal, findings, notes } = parityWords(parity);
    expect({ equal, findings }).toEqual({ equal: true, findings: [] });
    expect(parity.checks.map(({ sessions }) => sessions)).toEqual(name === 'span' ? [4, 4, 4] : [SESSIONS]);
    expect(parity.checks.every(({ steps }) => steps > 0)).toBe(true);
    expect(notes).toEqual([
      expect.stringMatching(/^Parity: browser and in-process desk gave the same traces on \d+ sessions, \d+ steps\.$/),
    ]);
  }, 30_000);

  it('is found to differ where the page shows something else, and the first field is named', async () => {
    const { equal, findings, notes } = parityWords(await compare(name, otherPage(open.bench.desks)));
    expect(equal).toBe(false);
    expect(findings[0]).toContain('must not be relied on');
    expect(notes.join('\n')).toMatch(/DIFFERENT traces.*\n.*part first at session "/);
  }, 30_000);
});

describe('a comparison of the two desks', () => {
  it('is not made where nothing is played in a browser, or none is wanted', () => {
    expect(paritySample('in-process', 9)).toBeUndefined();
    expect(paritySample('browser', 0)).toBeUndefined();
    expect(paritySample('browser')!.sessions).toBe(4);
  });

  it('ends a run with exit code 1 where they differ, though episodes crashed too, and 0 where they agree', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'deskbench-parity-'));
    const output = captureOutput();
    try {
      const loaded = { dataset: embeddedDataset(1), source: 'test', importer: 'test', notes: [] };
      const nothing = {
        loaded,
        seed: '1',
        question: 'Q?',
        split: '',
        findings: [],
        notes: [],
        tables: [],
        plots: [],
      };
      const end = async (name: string, parity: ParitySample, more: object = {}) => {
        await finishFigures(new BegunRun({ experiment: 'goals', out: join(folder, name), settings: {}, seed: '1' }), {
          ...nothing,
          parity,
          ...more,
        });
        return process.exitCode;
      };
      const same = { sessions: 1, steps: 3, equal: true, difference: null };
      const differs = { ...same, equal: false, difference: 'session "a", cell "b", steps[0]' };
      const crashes = [{ where: 'copilot', requested: 2, sessions: ['x'], bounds: new Map() }];
      expect(await end('same', { sessions: 1, checks: [same] })).toBe(0);
      expect(await end('differs', { sessions: 1, checks: [same, differs] }, { crashes })).toBe(1);
      expect(readFileSync(join(folder, 'differs', 'report.html'), 'utf8')).toContain('must not be relied on');
      expect(output.text()).toContain('session "a", cell "b", steps[0]');
    } finally {
      output.end();
      process.exitCode = 0;
      rmSync(folder, { recursive: true });
    }
  });

  it('leaves out a session that crashed on the page', async () => {
    const [first] = open.parts.evaluation;
    const parity = await compare('settle', crashingDesks(open.bench.desks, new Set([first!.id])));
    expect(parity.checks).toMatchObject([{ sessions: SESSIONS - 1, equal: true }]);
  });
});
