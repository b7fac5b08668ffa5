import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { REPOSITORY } from '../runner/repository.ts';

const MOST_LINES = 60;
const WIDEST = 140;

/** Lines that hold one pattern, picture or prompt, which no break would make easier to read. */
const ONE_PIECE = new Map([
  ['harness/contract/printable.ts', 2],
  ['harness/contract/same-value.ts', 1],
  ['harness/contract/text.ts', 1],
  ['policies/families/llm/request.ts', 6],
  ['policies/screens/features/condition.ts', 1],
  ['policies/screens/features/kind-facts.ts', 1],
  ['policies/screens/features/spans.ts', 3],
]);

const sources = ['fixtures', 'harness', 'policies', 'reports', 'simulators'].flatMap((room) =>
  readdirSync(join(REPOSITORY, room), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
    .map((path) => join(room, path))
    .map((path) => ({ path, text: readFileSync(join(REPOSITORY, path), 'utf8') })),
);

it('lines can be read in a diff', () => {
  const wide = sources.flatMap(({ path, text }) => {
    const count = text.split('\n').filter((line) => line.length > WIDEST).length;
    return count > 0 ? [[path, count]] : [];
  });
  expect(Object.fromEntries(wide)).toEqual(Object.fromEntries(ONE_PIECE));
});

it('functions can be seen as a whole', () => {
  const long = sources.flatMap(({ path, text }) => {
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
    const lineOf = (position: number) => file.getLineAndCharacterOfPosition(position).line;
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      const lines = lineOf(node.end) - lineOf(node.getStart(file)) + 1;
      if (ts.isFunctionLike(node) && 'body' in node && node.body && lines > MOST_LINES)
        found.push(`${path}:${lineOf(node.getStart(file)) + 1} has ${lines} lines`);
      ts.forEachChild(node, visit);
    };
    visit(file);
    return found;
  });
  expect(long).toEqual([]);
});
