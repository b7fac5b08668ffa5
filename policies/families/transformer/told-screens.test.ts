import { describe, expect, it } from 'vitest';
import type { Screen } from '../../../harness/contract/screen.ts';
import { control, screen } from '../../testing/small-desk.ts';
import type { Lexicon } from './lexicon.ts';
import { PARTS, type Sequence } from './sequence.ts';
import { serialiseCandidate, serialiseScreen } from './serialise.ts';
import { plainText } from './words.ts';

/** One token for each word: the sequences can be read again. */
function wordLexicon() {
  const words = ['', '<start>'];
  const token = (word: string) => (words.includes(word) ? words.indexOf(word) : words.push(word) - 1);
  const lexicon: Lexicon = {
    size: 0,
    firstAction: 0,
    stored: { merges: [], actions: [] },
    text: (text) => plainText(text).split(' ').filter(Boolean).map(token),
    kind: (kind) => token(`<${kind}>`),
    action: (target) => token(`[${target}]`),
    row: () => 0,
    rows: 1,
  };
  return { lexicon, words };
}

/** A sequence as `part age: words`, a line for each stretch. */
function told({ tokens, parts, ages, places }: Sequence, words: readonly string[]): string[] {
  const lines: string[] = [];
  for (const [at, token] of tokens.entries())
    if (places[at] === 0) lines.push(`${PARTS[parts[at]!]} ${ages[at]}: ${words[token]}`);
    else lines.push(`${lines.pop()} ${words[token]}`);
  return lines;
}

const { lexicon, words } = wordLexicon();
const seen = (more: Parameters<typeof screen>[0], length = 500) =>
  told(serialiseScreen(screen(more), lexicon, length), words);
type Result = Screen['results'][number];
const result = (items: Result['items'], more: Partial<Result> = {}): Result => ({
  form: 'search',
  items,
  total: null,
  status: null,
  control: 'result:0',
  selected: false,
  ...more,
});

describe('a screen is told', () => {
  it('from its procedure on, with the screen’s title where it is another', () => {
    expect(seen({})).toEqual(['start 0: <start>', 'procedure 0: book a flight', 'procedure 2: flight']);
    const procedure = { id: 'p', title: 'One', screen: 's', screenTitle: 'One' };
    expect(seen({ procedure })).toEqual(['start 0: <start>', 'procedure 0: one']);
    expect(seen({ procedure: null, subject: 'a b c d e f g h i j' })).toEqual([
      'start 0: <start>',
      'procedure 1: a b c d e f g h',
    ]);
  });

  it('with the four newest fields, six words each', () => {
    const fields = { one: '1', two: '2', three: '3', fourPart: 'a b c d e f', five: '5' };
    expect(seen({ fields }).slice(3)).toEqual([
      'field 0: five 5',
      'field 1: four part a b c d',
      'field 2: three 3',
      'field 3: two 2',
    ]);
  });

  it('with its newest result, its number up to ten and whether it was selected', () => {
    const results = [result([{ Old: 'x' }]), result([{ RoomType: 'Suite' }, { RoomType: 'Twin' }], { selected: true })];
    expect(seen({ results }).slice(3)).toEqual(['result 1: 2 selected', 'result 2: room type suite']);
    const many = result([{ A: 'b' }], { total: 12, status: 'Found' });
    const timeline = [{ kind: 'submit_form', target: 'submit_form f/g', values: {}, messageCount: 0 } as const];
    expect(seen({ results: [many], timeline }).slice(3, 5)).toEqual(['result 0: found 10', 'result 2: a b']);
  });

  it('with what the customer has just said among a result’s values, and not what was said before', () => {
    const results = [result([{ Hotel: 'The Grand', City: 'Bern', Text: `Bern ${'x'.repeat(37)}`, Other: 'Graz' }])];
    const messages = [
      { author: 'customer', text: 'Graz' },
      { author: 'desk', text: 'Which?' },
      { author: 'customer', text: `A grand one` },
      { author: 'customer', text: `bern. Bern ${'x'.repeat(37)}` },
    ] as const;
    expect(seen({ results, messages }).slice(4, 8)).toEqual([
      'result 3: hotel the grand',
      'result 3: city bern',
      `result 2: text bern ${'x'.repeat(37)}`,
      'result 2: other graz',
    ]);
    const short = [result([{ Text: `Bern ${'x'.repeat(35)}` }])];
    expect(seen({ results: short, messages: [{ author: 'customer', text: `Bern ${'x'.repeat(35)}` }] })[4]).toContain(
      'result 3',
    );
  });

  it('with a result’s values until 40 words, nine words each', () => {
    const long = Object.fromEntries('abcdefgh'.split('').map((name) => [name, 'w '.repeat(12).trim()]));
    const lines = seen({ results: [result([long])] }).slice(4);
    expect(lines).toHaveLength(5);
    expect(lines.map((line) => line.split(' ').length)).toEqual([11, 11, 11, 11, 11]);
  });

  it('with what happened, the newest first, shortened from the ninth on', () => {
    const timeline = Array.from({ length: 5 }, (_, at) => ({
      kind: 'submit_form' as const,
      target: 'submit_form room/ask-for-a-large-one-of-them',
      values: { beds: String(at) },
      messageCount: at + 1,
    }));
    const messages = Array.from({ length: 5 }, (_, at) => ({
      author: 'customer' as const,
      text: `${at} ${'v '.repeat(44)}`.trim(),
    }));
    const lines = seen({ timeline, messages }, 5000).slice(3);
    const shown = lines.map((line) => [line.split(' ').slice(0, 3).join(' '), line.split(' ').length - 2]);
    const action = (age: number, length: number) => [
      `action ${age}: [submit_form room/ask-for-a-large-one-of-them]`.split(' ').slice(0, 3).join(' '),
      length,
    ];
    expect(shown[0]?.[0]).toBe(action(0, 0)[0]);
    expect(lines.filter((line) => line.startsWith('value'))).toEqual([
      'value 0: beds 4',
      'value 2: beds 3',
      'value 4: beds 2',
      'value 6: beds 1',
    ]);
    expect(lines.filter((line) => line.startsWith('customer')).map((line) => line.split(' ').length - 2)).toEqual([
      40, 40, 40, 40, 8,
    ]);
    expect(lines.filter((line) => line.startsWith('customer')).map((line) => line.split(' ')[1])).toEqual([
      '1:',
      '3:',
      '5:',
      '7:',
      '9:',
    ]);
  });

  it('with a canned reply as its action alone, and with the words of one that was typed', () => {
    const timeline = [
      { kind: 'send_text', target: 'send_text greet', values: {}, messageCount: 0 },
      { kind: 'send_text', target: 'send_text *', values: {}, messageCount: 1 },
    ] as const;
    const messages = [
      { author: 'desk', text: 'Hello!' },
      { author: 'desk', text: 'One moment.' },
    ] as const;
    expect(seen({ timeline, messages }).slice(3)).toEqual([
      'action 0: [send_text *] *',
      'desk 0: one moment.',
      'action 1: [send_text greet] greet',
    ]);
  });
});

it('candidates are told with what they are', () => {
  const candidate = {
    kind: 'send_text',
    target: 'send_text a_b_c_d_e_f_g_h_i_j',
    label: 'What Name?',
    control: control('reply:x', 'reply', 'What Name?'),
  } as never;
  expect(told(serialiseCandidate(candidate, lexicon, 100), words)).toEqual([
    'candidate 0: <send_text>',
    'candidate 1: a b c d e f g h',
    'candidate 2: what name?',
  ]);
  expect(serialiseCandidate(candidate, lexicon, 4).tokens).toHaveLength(4);
});
