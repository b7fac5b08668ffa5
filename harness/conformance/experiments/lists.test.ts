import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import type { Experiment } from '../../bench/experiment.ts';
import { discoverIn } from '../../bench/models/discover.ts';
import { commandOf } from '../../bench/run-experiment.ts';
import { captureOutput } from '../../capture-output.ts';
import { openTraces } from '../../runner/traces/read-traces.ts';
import { smallArgs, smallRun } from './small-runs.ts';

const experiments = await discoverIn<Experiment>('harness/experiments', 'experiment');

/** What `--list` prints of the small run of an experiment. */
async function listed(experiment: Experiment, out: string): Promise<string> {
  const output = captureOutput();
  try {
    await commandOf(experiment).parseAsync([...smallArgs(experiment), '--out', out, '--list'], { from: 'user' });
    return output.text();
  } finally {
    output.end();
  }
}

describe('--list', () => {
  it('is there in every experiment that keeps episodes, and in critics', () => {
    const keeping = experiments.filter(({ options }) => 'retryErrors' in options || options.repeats !== undefined);
    expect(keeping.length).toBeGreaterThan(7);
    for (const { name, plan } of [...keeping, ...experiments.filter((one) => one.name === 'critics')])
      expect(plan, name).toBeDefined();
  });

  it.each(experiments.filter(({ plan }) => plan).map((experiment) => ({ experiment, name: experiment.name })))(
    '$name says how many episodes are then kept, or at most how many, and plays and writes nothing',
    async ({ experiment }) => {
      const out = join(inject('runFolder'), `never-${experiment.name}`);
      const text = await listed(experiment, out);
      expect(existsSync(out)).toBe(false);
      expect(text).not.toContain('100 %');
      expect(text).toMatch(/Time: (about|between|no pace)/);
      // What people are told may change on purpose alone, and then here too: vitest --update writes what is told now.
      const lasting = text.replace(/Time: [^\n]*(\n {2,}[^\n]*)*/g, 'Time').replace(/\S*small-logs\S*/g, 'LOGS');
      await expect(lasting).toMatchFileSnapshot(join(import.meta.dirname, 'known-lists', `${experiment.name}.txt`));
      const [, most, number = ''] = /would play (at most )?([\d,]+) episodes?\. Nothing is played/.exec(text) ?? [];
      const said = Number(number.replaceAll(',', ''));
      expect(said).toBeGreaterThan(0);
      const { folder } = await smallRun(experiment);
      if (!readdirSync(folder).includes('traces.jsonl.gz')) return expect(experiment.name).toBe('critics');
      const traces = openTraces(folder);
      const kept = traces.rows.filter(({ forced }) => forced === null).length;
      traces.close();
      if (most) {
        expect(kept).toBeLessThanOrEqual(said);
        expect(kept).toBeGreaterThan(said / 2);
      } else expect(kept).toBe(said);
    },
    120_000,
  );
});
