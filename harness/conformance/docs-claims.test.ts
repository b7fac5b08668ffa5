import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import type { Experiment } from '../bench/experiment.ts';
import { discoverIn } from '../bench/models/discover.ts';
import { program } from '../cli.ts';
import { REPOSITORY } from '../runner/repository.ts';
import { allCommands, benchCommand, parseOnly, wordsOf } from './command-lines.ts';

const pages = [
  'README.md',
  ...readdirSync(join(REPOSITORY, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const textOf = (page: string) => readFileSync(join(REPOSITORY, page), 'utf8');

/** Every command line of a page: in its code blocks and between backquotes in its text. */
function commandLines(text: string): string[] {
  const joined = text.replace(/\\\n\s*/g, ' ');
  const blocks = [...joined.matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = '']) => block.split('\n'));
  const inline = [...joined.replace(/```[\s\S]*?```/g, '').matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  return [...blocks, ...inline].flatMap((line) => benchCommand(line) ?? []);
}

const LONGEST_PARAGRAPH = 5 * 120;

/** The paragraphs of a page and the items of its lists, each on one line; without code, tables, pictures and headings. */
function paragraphs(text: string): string[] {
  return text
    .replace(/^```[\s\S]*?^```/gm, '')
    .split(/\n\s*\n|\n(?=\s*(?:[-*]|\d+\.) )|\n(?=[|#])/)
    .filter((block) => !/^(?:\s*[|#!]| {4})/.test(block))
    .map((block) => block.trim().replace(/\s+/g, ' '));
}

const optionNames = (command: Command) => command.options.flatMap(({ long }) => long ?? []);

describe('the docs', () => {
  const lines = pages.flatMap((page) => commandLines(textOf(page)).map((line) => ({ page, line })));

  it('hold command lines', () => {
    expect(lines.length).toBeGreaterThan(40);
  });

  it.each(lines)('of $page name a command that can be given: bench $line', async ({ line }) => {
    // A name alone is spoken of, not typed: it is a command, whatever options it must have.
    const [name = '', ...more] = wordsOf(line);
    const said =
      more.length === 0 && !name.startsWith('-') ? await parseOnly([name, '--help']) : await parseOnly(wordsOf(line));
    expect(said.replace('(outputHelp)', '')).toBe('');
  });

  it('name every command in the README, and in it none that there is not', () => {
    const readme = textOf('README.md');
    const names = program().commands.map((command) => command.name());
    for (const name of names.filter((one) => one !== 'headline'))
      expect(readme).toMatch(new RegExp(`\`[^\`]*\\b${name}\\b`));
  });

  it('name options that some command has', () => {
    const known = new Set(['--help', '--frozen-lockfile', '--yes', ...allCommands(program()).flatMap(optionNames)]);
    for (const page of pages) {
      const outside = textOf(page).replace(/```[\s\S]*?```/g, '');
      const named = [...outside.matchAll(/`(?:[^`\n]* )?(--[a-z][a-z-]+)/g)].map(([, option = '']) => option);
      expect(
        named.filter((option) => !known.has(option)),
        page,
      ).toEqual([]);
    }
  });

  it.each(pages)('have no paragraph of more than five lines of 120 characters: %s', (page) => {
    expect(paragraphs(textOf(page)).filter((text) => text.length > LONGEST_PARAGRAPH)).toEqual([]);
  });

  it('lead to pages that are there', () => {
    for (const page of pages)
      for (const [, target = ''] of textOf(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g))
        expect(existsSync(join(REPOSITORY, page, '..', target)), `${page}: ${target}`).toBe(true);
  });
});

describe('help', () => {
  const commands = allCommands(program()).map((command) => ({ name: command.name(), command }));

  it.each(commands)('of $name says the defaults that are used', ({ command }) => {
    for (const { long, defaultValue, defaultValueDescription, argChoices } of command.options) {
      if (Array.isArray(defaultValue) && defaultValue.length > 0)
        expect(defaultValueDescription, long).toBe(defaultValue.join(','));
      if (argChoices && defaultValue !== undefined) expect(argChoices, long).toContain(defaultValue);
    }
  });

  it('promises of every experiment that an interrupted run goes on', async () => {
    const experiments = await discoverIn<Experiment>('harness/experiments', 'experiment');
    const resumed = commands.filter(({ command }) =>
      /same run interrupted/.test(command.helpInformation().replace(/\s+/g, ' ')),
    );
    expect(resumed.map(({ name }) => name).sort()).toEqual(experiments.map(({ name }) => name).sort());
  });
});
