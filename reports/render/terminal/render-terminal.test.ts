import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCleanText } from '../../../harness/contract/text.ts';
import { textWidth } from '../../../harness/contract/text-width.ts';
import { LOOPS_COMPARED } from '../../present/closed-loop.ts';
import { exampleGrid, exampleResults } from '../../present/example-results.ts';
import { renderTerminal } from './render-terminal.ts';

const lines = (text: string) => text.split('\n');

describe('renderTerminal', () => {
  it('shows every outcome with its interval, beside its noise', () => {
    const text = renderTerminal(exampleResults(), { width: 110, colour: false });
    for (const heading of [
      'sessions',
      'tool',
      'precision %',
      'coverage %',
      'human-only',
      'copilot',
      'selective',
      'saves %',
      'executed action %',
    ])
      expect(text).toContain(heading);
    expect(text).toMatch(/^0\.2 +0\.4 +0\.05 +20\.2 \[15\.7, 25\.2\] +24\.3 \[21\.3, 27\.6\] +5\.9 \[4\.7, 7\.2\]$/m);
    expect(text).toMatch(/^0 +0 +0 +227 \[218, 239\] +191 \[183, 201\] +140 \[134, 147\]/m);
    expect(text).toContain('38.5 [36.1, 40.7]');
  });

  it('says findings, notes, parity, faults, import and files', () => {
    const results = exampleResults();
    const text = renderTerminal(results, { width: 100, colour: false, files: ['reports/out/a/report.html'] });
    expect(text.replace(/\s+/g, ' ')).toContain(results.findings[0]);
    expect(text).toContain('Open loop');
    expect(text).toContain('same traces on 12 sessions, 131 steps');
    expect(text).toContain('8 episodes begun again after a fault of the desk, 0 given up');
    expect(text).toContain('42 notes of 2 kinds');
    expect(text).toContain('reports/out/a/report.html');
  });

  it('shows the closed loop below the open one', () => {
    const results = exampleResults({ closedLoop: true });
    const text = renderTerminal(results, { width: 110, colour: false });
    expect(text).toContain('Closed loop: what was decided is done (400 sessions per cell)');
    expect(text).toMatch(/^0 +0 +0 +45\.0 \[40\.5, 50\.0\] +1\.5 \[0\.3, 2\.8\] +98\.8 +\[95\.8, 100\.0\]/m);
    expect(text).toContain('−7.3   [−9.2, −5.3]');
    expect(text).toMatch(/^0 +0 +0 .*0\.90 \[0\.69, 1\.14\]$/m);
    expect(text).toMatch(/^0\.2 +0\.4 +0\.05 .*0\.70 \[0\.49, 0\.94\]$/m);
    expect(text.replace(/\s+/g, ' ')).toContain(LOOPS_COMPARED);
    expect(text).toContain(
      'Parity, closed loop: browser and in-process desk gave the same traces on 9 sessions, 104 steps.',
    );
    expect(text.replace(/\s+/g, ' ')).toContain('16 episodes begun again after a fault of the desk, 0 given up');
  });

  it('says so where the gate is closed, the run incomplete or the desks differ', () => {
    const results = exampleResults({ gateClosed: true });
    const text = renderTerminal(
      { ...results, complete: false, parity: { sessions: 2, steps: 9, equal: false } },
      { width: 100, colour: false },
    );
    expect(text).toContain(
      'Gate closed everywhere: no critical action runs without an operator. In the first: No threshold',
    );
    expect(text).toContain('INCOMPLETE');
    expect(text).toContain('DIFFERENT traces');
    expect(text).toMatch(/^0 +0 +0 .* – +0\.0 +\[0\.0, 0\.0\]$/m);
  });

  it('bears a run without cells', () => {
    const text = renderTerminal({ ...exampleResults(), cells: [], comparisons: [] }, { width: 100, colour: false });
    expect(text).toContain('The run has no cells.');
  });

  it('stays inside the width, in widths that people have', () => {
    for (const width of [80, 100, 120, 200])
      for (const results of [
        exampleResults({ closedLoop: true }),
        exampleResults({
          points: exampleGrid([0, 0.1, 0.2, 0.4]),
          closedLoop: true,
          hostile: ' 漢字漢字漢字 '.repeat(20),
        }),
      ])
        for (const line of lines(renderTerminal(results, { width, colour: false })))
          expect(textWidth(line), line).toBeLessThanOrEqual(width);
  });

  it('has colours only when asked, and the same text with and without', () => {
    const results = exampleResults({ gateClosed: true });
    const plain = renderTerminal(results, { width: 100, colour: false });
    const coloured = renderTerminal(results, { width: 100, colour: true });
    expect(plain).not.toContain('\u001b');
    expect(coloured).toContain('\u001b[1m');
    const strip = (text: string) =>
      text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), '').replace(/ +$/gm, '');
    expect(strip(coloured)).toBe(plain.replace(/ +$/gm, ''));
  });

  it('lets no text steer the terminal or a CI service', () => {
    const part = fc.constantFrom(
      '::error::',
      '::',
      ':',
      '##[warning]',
      '#',
      '\n',
      '\r',
      '\b',
      '\u001b[2J',
      '\u202e',
      ' ',
      'word',
    );
    fc.assert(
      fc.property(
        fc.string({ unit: part, maxLength: 20 }),
        fc.boolean(),
        fc.integer({ min: 60, max: 120 }),
        (hostile, colour, width) => {
          const results = { ...exampleResults({ points: [[0, 0, 0]], hostile, closedLoop: true }), question: hostile };
          const text = renderTerminal(results, { width, colour, files: [hostile] });
          const bare = text.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[0-9]{1,2}m`, 'g'), '');
          expect(isCleanText(bare)).toBe(true);
          expect(bare).not.toContain('\t');
          for (const line of lines(bare)) {
            expect(line.trimStart()).not.toMatch(/^::/);
            expect(line).not.toContain('##[');
          }
        },
      ),
      { numRuns: 200, seed: 1 },
    );
  });
});
