import { expect, it } from 'vitest';
import { SETTLE_MODELS } from '../bench/closed-loop/settle-models.ts';
import type { Experiment } from '../bench/experiment.ts';
import { discoverIn } from '../bench/models/discover.ts';

const experiments = await discoverIn<Experiment>('harness/experiments', 'experiment');
const parsed = experiments.flatMap(({ name, options }) =>
  Object.values(options).flatMap(({ flags, parse, fallback }) => (parse ? [{ name, flags, parse, fallback }] : [])),
);

const PROBES = ['', 'x', '-1', '0', '1e-9', '0.5', '1', '1.5', '2', '1e9', '1e99'];
/** Which of the probes an option takes, by what it is. */
const KINDS: Readonly<Record<string, string>> = {
  'a whole number from 1 up': '1 2 1e9',
  'a whole number from 2 up': '2 1e9',
  'a whole number from 0 up': '0 1 2 1e9',
  'a share within 0 and 1': '1e-9 0.5',
  'a share above 0, up to 1': '1e-9 0.5 1',
  'shares from 0 to 1': ' 0 1e-9 0.5 1',
  'shares within 0 and 1': ' 1e-9 0.5',
};
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  'a whole number from 1 up': [
    ...['sessions', 'redraws', 'max-failures', 'populations', 'steps', 'jobs', 'twins', 'twins-per-session', 'days'],
    ...['per-day', 'history', 'drift-day', 'mean-run', 'memory', 'repeats', 'trajectories', 'point-sessions', 'limit'],
    ...['operators', 'patience', 'replications'],
  ],
  'a whole number from 2 up': ['folds', 'repeat'],
  'a whole number from 0 up': ['browser-sessions'],
  'a share within 0 and 1': ['target', 'delta', 'epsilon', 'lost'],
  'a share above 0, up to 1': ['taught'],
  'shares from 0 to 1': ['settled', 'hands-over'],
  'shares within 0 and 1': ['more-targets'],
};

const nameOf = (flags: string) => flags.replace(/^--| .*$/g, '');

function takes(parse: (text: string) => unknown): string {
  const taken = PROBES.filter((probe) => {
    try {
      parse(probe);
      return true;
    } catch (error) {
      expect((error as Error).message, `what is said of “${probe}”`).toMatch(/^(Give|".*" is|.*[:,;]).*\.$/);
      return false;
    }
  });
  return taken.join(' ');
}

it.each(Object.entries(FLAGS))('%s is what each command takes that has the option', (kind, names) => {
  for (const name of names) {
    const found = parsed.filter(({ flags }) => nameOf(flags) === name);
    expect(found.length, name).toBeGreaterThan(0);
    for (const one of found) expect(takes(one.parse), `${one.name} ${one.flags}`).toBe(KINDS[kind]);
  }
});

it('the same option takes the same in every command', () => {
  for (const flags of new Set(parsed.map((one) => one.flags))) {
    const all = parsed.filter((one) => one.flags === flags);
    expect(new Set(all.map(({ parse }) => takes(parse))).size, `${flags}: ${all.map(({ name }) => name)}`).toBe(1);
  }
});

it('what help shows as usual can be given', () => {
  for (const { name, flags, parse, fallback } of parsed)
    if (typeof fallback === 'number' || typeof fallback === 'string')
      expect(parse(String(fallback)), `${name} ${flags}`).toEqual(fallback);
});

it('experiments about the preset have the models that settle has unless others are asked for', () => {
  const settle = experiments.find(({ name }) => name === 'settle');
  for (const [name, value] of Object.entries(SETTLE_MODELS)) expect(settle?.options[name]?.fallback, name).toBe(value);
});
