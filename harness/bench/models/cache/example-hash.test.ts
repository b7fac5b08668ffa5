import { describe, expect, it } from 'vitest';
import type { CriticExample } from '../../../contract/critic.ts';
import type { Example } from '../../../contract/policy.ts';
import type { Screen } from '../../../contract/screen.ts';
import { canonicalJson } from '../../../shared/canonical-json.ts';
import { messageOf } from '../../../shared/message-of.ts';
import { shellWord } from '../../report/shell-word.ts';
import { criticExamplesHash, examplesHash } from './example-hash.ts';

const screen = (more: object = {}) =>
  ({
    ...{
      caseId: 'c',
      fields: {},
      controls: [{ id: 'a' }, { id: 'b' }],
      messages: [{ text: 'm' }],
      results: [{ r: 1 }],
    },
    ...{ timeline: [{ t: 1 }], ...more },
  }) as unknown as Screen;
const close = { kind: 'close', resolution: 'x' } as const;
const example = (more: object = {}): Example => ({ screen: screen(), action: close, session: 's', ...more });
const distinct = (hashes: readonly string[]) => expect(new Set(hashes).size).toBe(hashes.length);

describe('the hash of examples', () => {
  it('is the same of equal ones, whatever objects they are', () => {
    expect(examplesHash([example(), example()])).toBe(examplesHash([example(), example()]));
    expect(examplesHash([example()])).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is another where anything differs: screen, action, session, what was refused, order, number', () => {
    const screens = [
      ...[
        { caseId: 'd' },
        { fields: { x: '1' } },
        { controls: [{ id: 'b' }, { id: 'a' }] },
        { controls: [{ id: 'a' }] },
      ],
      ...[{ messages: [{ text: 'n' }] }, { messages: [] }, { results: [] }, { timeline: [] }],
      ...[{ timeline: [{ r: 1 }], results: [{ t: 1 }] }, { messages: [{ text: 'm' }, { text: 'm' }] }],
    ].map((more) => [example({ screen: screen(more) })]);
    distinct(
      [
        [example()],
        ...screens,
        [example({ action: { ...close, resolution: 'y' } })],
        [example({ session: 't' })],
        [example({ rejected: close })],
        [example(), example({ session: 't' })],
        [example({ session: 't' }), example()],
        [],
      ].map(examplesHash),
    );
  });

  it('of a critic takes in what was suggested and whether it was accepted', () => {
    const of = (more: object = {}) =>
      [{ screen: screen(), suggestion: { ranked: [] }, accepted: true, session: 's', ...more }] as CriticExample[];
    distinct(
      [
        of(),
        of({ accepted: false }),
        of({ session: 't' }),
        of({ suggestion: { ranked: [{ action: close, confidence: 0.5 }] } }),
        of({ screen: screen({ caseId: 'd' }) }),
        [...of(), ...of()],
      ].map(criticExamplesHash),
    );
  });
});

it('JSON is the same whatever the order of keys, and tells apart what differs', () => {
  expect(canonicalJson({ b: [1, { d: 2, c: null }], a: 'x', gone: undefined })).toBe(
    '{"a":"x","b":[1,{"c":null,"d":2}]}',
  );
  expect(canonicalJson([undefined, 'ä"', true])).toBe('[null,"ä\\"",true]');
  expect(canonicalJson({ B: 1, a: 2, Z: 3 })).toBe('{"B":1,"Z":3,"a":2}');
});

it('an error says its own words; anything else is told as text', () => {
  expect([new Error('why'), 'x', 7, null].map(messageOf)).toEqual(['why', 'x', '7', 'null']);
});

it('words are taken by a shell as they are, or quoted', () => {
  expect(['a-b/c.d=1,2:3@4%+_', 'a b', "it's", '', '$HOME', 'a*', 'ä'].map(shellWord)).toEqual([
    ...['a-b/c.d=1,2:3@4%+_', "'a b'", "'it'\\''s'", "''", "'$HOME'", "'a*'", "'ä'"],
  ]);
});
