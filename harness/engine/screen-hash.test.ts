import { describe, expect, it } from 'vitest';
import type { Screen } from '../contract/screen.ts';
import { hashShare, hashText } from '../shared/hash.ts';
import { logExamples } from './log-examples.ts';
import { hashScreen } from './screen-hash.ts';
import { TestDesk } from './test-desk.ts';
import { testSession } from './test-roles.ts';

const sessions = Array.from({ length: 40 }, (_, i) => testSession(`s${i}`));
const copy = (screen: Screen) => JSON.parse(JSON.stringify(screen)) as Screen;

/** Every way to change one leaf of a value, with the place that was changed. */
function* mutants(value: unknown, at = ''): Generator<[string, unknown]> {
  if (typeof value === 'string') yield [at, `${value}x`];
  else if (typeof value === 'number') yield [at, value + 1];
  else if (typeof value === 'boolean') yield [at, !value];
  else if (value === null)
    yield [
      at,
      at.endsWith('procedure') ? { id: '', title: '', screen: '', screenTitle: '' } : at.endsWith('total') ? 0 : '',
    ];
  else if (Array.isArray(value)) {
    if (value.length > 0) yield [`${at}[]`, value.slice(1)];
    for (const [i, item] of value.entries())
      for (const [place, mutant] of mutants(item, `${at}[${i}]`)) yield [place, value.with(i, mutant)];
  } else if (typeof value === 'object') {
    for (const [key, item] of Object.entries(value))
      for (const [place, mutant] of mutants(item, `${at}.${key}`)) yield [place, { ...value, [key]: mutant }];
  }
}

describe('the screen hash', () => {
  it('is the same for the same content, in fresh objects and with records in another order', async () => {
    for (const { screen } of await logExamples(sessions, new TestDesk())) {
      expect(hashScreen(copy(screen))).toBe(hashScreen(screen));
      const fields = Object.fromEntries(Object.entries({ ...screen.fields, another: '1' }).reverse());
      expect(hashScreen({ ...screen, fields })).toBe(
        hashScreen({ ...screen, fields: { ...screen.fields, another: '1' } }),
      );
    }
  });

  it('changes with every leaf of the screen', async () => {
    const { screen } = (await logExamples(sessions, new TestDesk())).at(-1)!;
    const rich: Screen = {
      ...screen,
      results: [
        { form: 'pay', control: 'result:0', selected: false, total: null, status: null, items: [{ a: '1', b: '2' }] },
      ],
      timeline: [{ kind: 'submit_form', target: 'x', values: { a: '1' }, messageCount: 2 }],
    };
    const seen = new Map([[hashScreen(rich), 'the screen itself']]);
    for (const [place, mutant] of mutants(rich)) {
      const hash = hashScreen(mutant as Screen);
      expect(seen.get(hash) ?? 'none', place).toBe('none');
      seen.set(hash, place);
    }
    expect(seen.size).toBeGreaterThan(100);
  });

  it('tells all different screens of many sessions apart', async () => {
    const examples = await logExamples(
      Array.from({ length: 3000 }, (_, i) => testSession(`m${i}`)),
      new TestDesk(),
    );
    const contents = new Set(examples.map(({ screen }) => JSON.stringify(screen)));
    expect(new Set(examples.map(({ screen }) => hashScreen(screen))).size).toBe(contents.size);
  });
});

describe('text hashes', () => {
  it('do not collide on short neighbours and do not run together', () => {
    const texts = Array.from({ length: 200_000 }, (_, i) => `session ${i}`);
    expect(new Set(texts.map(hashText)).size).toBe(texts.length);
    expect(hashShare('test', 'ab', 'c')).not.toBe(hashShare('test', 'a', 'bc'));
  });

  it('spread evenly over [0, 1)', () => {
    const shares = Array.from({ length: 100_000 }, (_, i) => hashShare('split', String(i)));
    expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeCloseTo(0.5, 2);
    for (const edge of [0.1, 0.5, 0.9])
      expect(shares.filter((share) => share < edge).length / shares.length).toBeCloseTo(edge, 2);
  });
});
