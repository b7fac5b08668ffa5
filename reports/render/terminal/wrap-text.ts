import { charactersOf, textWidth } from '../../../harness/contract/text-width.ts';

/** Text as lines of at most `width` characters, the first after `first`, the others after as many spaces. Long words are cut. */
export function wrapText(text: string, width: number, first = ''): string[] {
  const indent = ' '.repeat(textWidth(first));
  const room = Math.max(10, width - indent.length);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((long) => cutWord(long, room))) {
    if (line !== '' && textWidth(line) + 1 + textWidth(word) > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  if (line !== '') lines.push(line);
  return lines.map((content, index) => (index === 0 ? first : indent) + content);
}

function cutWord(word: string, room: number): string[] {
  if (textWidth(word) <= room) return word === '' ? [] : [word];
  const pieces: string[] = [];
  let piece = '';
  for (const character of charactersOf(word)) {
    if (textWidth(piece + character) > room) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return piece === '' ? pieces : [...pieces, piece];
}
