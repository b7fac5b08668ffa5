import { expect, it } from 'vitest';
import { commandOf } from '../../bench/run-experiment.ts';
import { captureOutput } from '../../capture-output.ts';
import { experiment } from './index.ts';

it('says what both loops would play, without a browser or a model', async () => {
  const output = captureOutput();
  try {
    await commandOf(experiment).parseAsync(['--list', '--sessions', '200', '--populations', '1'], { from: 'user' });
  } finally {
    output.end();
  }
  expect(output.text()).toMatch(/24 cells[\s\S]*for 8 selective cells\.[\s\S]*Time: /);
  expect(output.text()).not.toContain('100 %');
}, 60_000);
