import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CapturedOutput, captureOutput } from '../capture-output.ts';
import { printAside, printEvent, showProgressAs } from './output.ts';
import { createProgress } from './progress.ts';
import { parseProgressEvent, progressJsonSchema } from './progress-event.ts';

let output: CapturedOutput;
beforeEach(() => {
  output = captureOutput();
});
afterEach(() => {
  showProgressAs('text');
  output.end();
});
const events = () =>
  output
    .text()
    .trimEnd()
    .split('\n')
    .map((line) => parseProgressEvent(line));

describe('lines for programs', () => {
  it('are described by docs/schemas (else: pnpm bench schema progress > docs/schemas/progress.schema.json)', () => {
    const path = join(import.meta.dirname, '../../docs/schemas/progress.schema.json');
    expect(readFileSync(path, 'utf8')).toBe(progressJsonSchema());
  });

  it('come at most once a second and phase, and at its end, with the time that is left', () => {
    showProgressAs('json');
    let nowMs = 0;
    const progress = createProgress('sessions', 200, undefined, () => nowMs);
    for (let done = 1; done <= 200; done++) {
      nowMs += 100;
      progress.update(done, 'going on');
    }
    progress.finish('two crashed');
    const all = events();
    expect(all).toHaveLength(21);
    expect(all[0]).toEqual({
      ...{ type: 'progress', phase: 'sessions', done: 1, total: 200, elapsedMs: 100, leftMs: null },
      ...{ note: 'going on', ended: false },
    });
    expect(all[10]).toMatchObject({ done: 101, elapsedMs: 10_100, leftMs: 9900 });
    expect(all.at(-1)).toMatchObject({ done: 200, leftMs: null, note: 'two crashed', ended: true });
    expect(all.filter((event) => event.type === 'progress' && event.ended)).toHaveLength(1);
  });

  it('hold whatever else is said, on one line, and no command to a terminal or a CI service', () => {
    showProgressAs('json');
    const hostile = 'a\n::error::b\u001b[2J\u2028##[section]c "\\';
    printAside(hostile);
    printEvent({
      type: 'progress',
      phase: hostile,
      done: 0,
      total: 1,
      elapsedMs: 0,
      leftMs: null,
      note: '',
      ended: false,
    });
    expect(
      output
        .text()
        .trimEnd()
        .split(/[\n\r\u0085\u2028\u2029]/),
    ).toHaveLength(2);
    expect(output.text()).not.toContain('\u001b');
    expect(output.text()).not.toMatch(/##\w*\[|^::/m);
    expect(events()[0]).toMatchObject({ type: 'message', text: expect.stringContaining('c "\\') });
  });

  it('are none where text is asked for', () => {
    printEvent({ type: 'end', exitCode: 0 });
    printAside('plain');
    expect(output.text()).toBe('plain\n');
  });
});
