import { beforeAll, describe, expect, it } from 'vitest';
import { experiment } from '../../experiments/replay/index.ts';
import { readRun } from '../../runner/open-run.ts';
import { tableLaws } from './general-laws.ts';
import { expectSaid, inWords, type PlayedCell, playedCells } from './recount.ts';
import { type SmallRun, smallRun } from './small-runs.ts';
import { stagedLaws } from './staged-laws.ts';

let run: SmallRun;
let cells: PlayedCell[];
beforeAll(async () => {
  run = await smallRun(experiment);
  cells = playedCells(run);
});

describe('replay', () => {
  tableLaws(() => run, { untabled: /any wrong action/ });
  stagedLaws({ runOf: () => run, cellsOf: () => cells, loops: ['open'], seeds: ['1'] });

  it('takes a calibrator, gates by slice and noise rates', () => {
    const { fingerprint } = readRun(run.folder);
    expect(fingerprint).toMatchObject({ settings: { calibrator: 'platt', gateSlices: 'kind', noiseRates: 'gold' } });
    expect(run.rows('gates')[0]!.gate).toBe('plug-in by kind');
    expectSaid(run.figures.notes, 'critic max-softmax + platt');
  });

  it('of one population the answer is the open loop’s own, and findings tell it', () => {
    const [[answer], [open]] = [run.rows('answer'), run.rows('open-loop')];
    expect(answer!.automated).toEqual(open!.sessions);
    expect(answer!.steps).toEqual(open!.steps);
    expect(answer!.saved).toEqual(open!.selective_saves);
    expect(answer!.wrong).toEqual(open!.wrong_executed);
    expectSaid(
      run.figures.findings,
      `${inWords('share', open!.sessions)} of sessions ran without an operator; ${inWords('share', open!.selective_saves)} of operator time was saved against operators working alone`,
      `automation went wrong in ${inWords('share', open!.wrong_executed)} of sessions`,
      `${inWords('share', open!.critic_precision)} of critical actions that ran were right`,
    );
  });
});
