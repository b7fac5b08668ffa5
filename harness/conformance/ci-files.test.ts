import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readBaseline } from '../bench/regress/baseline.ts';
import { readRules } from '../bench/regress/rules.ts';
import { experiment as replay } from '../experiments/replay/index.ts';
import type { Fingerprint } from '../runner/fingerprint.ts';
import { addOptions, decidingSettings } from '../runner/option.ts';
import { REPOSITORY } from '../runner/repository.ts';
import { benchCommand, parseOnly, wordsOf } from './command-lines.ts';

const WORKFLOW = '.github/workflows/nightly.yml';
const GITLAB = 'docs/examples/ci/gitlab-ci.yml';
const DOCKERFILE = 'docs/examples/ci/Dockerfile';
const BASELINE = join(REPOSITORY, '.github/nightly-baseline.json');

const textOf = (path: string) => readFileSync(join(REPOSITORY, path), 'utf8');

const step = z.object({ run: z.string().optional(), uses: z.string().optional(), if: z.string().optional() });
const workflow = z
  .object({ jobs: z.object({ nightly: z.object({ steps: z.array(step) }) }) })
  .parse(parse(textOf(WORKFLOW), { strict: true }));
const { steps } = workflow.jobs.nightly;
const job = z.object({ script: z.array(z.string()), after_script: z.array(z.string()) });
const { nightly: gitlab } = z.object({ nightly: job }).parse(parse(textOf(GITLAB), { strict: true }));

/** What a container is started with: by the command in the file's head, and without a word. */
function dockerCommands(): string[] {
  const head = textOf(DOCKERFILE).replace(/ \\\n#/g, ' ');
  const typed = [...head.matchAll(/^#.* deskbench (replay .*)$/gm)].map(([, args = '']) => `bench ${args}`);
  const [, usual = '[]'] = /^CMD (.*)$/m.exec(head) ?? [];
  return [...typed, `bench ${z.array(z.string()).parse(JSON.parse(usual)).join(' ')}`];
}

const shellLines = [
  ...steps.flatMap(({ run = [] }) => run).map((line) => ({ file: WORKFLOW, line })),
  ...[...gitlab.script, ...gitlab.after_script].map((line) => ({ file: GITLAB, line })),
  ...dockerCommands().map((line) => ({ file: DOCKERFILE, line })),
];
const commands = shellLines.flatMap(({ file, line }) => {
  const command = benchCommand(line.trim());
  return command === null ? [] : [{ file, command }];
});
const commandOf = (file: string, name: string) =>
  wordsOf(commands.find((one) => one.file === file && one.command.startsWith(`${name} `))?.command ?? '');
const optionOf = (words: readonly string[], option: string) => words[words.indexOf(option) + 1] ?? '';

describe('the files for CI', () => {
  it('play, judge and look back', () => {
    const names = (of: string) =>
      commands.filter(({ file }) => file === of).map(({ command }) => command.split(' ')[0]);
    for (const file of [WORKFLOW, GITLAB]) expect(names(file)).toEqual(['replay', 'regress', 'trend']);
    expect(names(DOCKERFILE)).toEqual(['replay', 'replay']);
  });

  it.each(commands)('of $file give a command that there is: bench $command', async ({ command }) => {
    expect(await parseOnly(wordsOf(command))).toBe('');
  });

  it('use the pnpm that the README uses, and the versions of actions by their commits', () => {
    const [pnpm] = /pnpm@[\d.]+/.exec(textOf('README.md')) ?? [];
    for (const file of [WORKFLOW, GITLAB, DOCKERFILE])
      expect(new Set(textOf(file).match(/pnpm@[\w.]+/g)), file).toEqual(new Set([pnpm]));
    const lines = textOf(WORKFLOW).match(/uses: .*/g) ?? [];
    expect(lines).toHaveLength(steps.filter(({ uses }) => uses).length);
    for (const line of lines) expect(line).toMatch(/^uses: actions\/[\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('keep the run and its verdict also where it fails', () => {
    const after = steps.slice(steps.findIndex(({ run }) => run?.includes(' regress ')) + 1);
    for (const one of after) expect(one.if, one.uses ?? one.run).toContain('!cancelled()');
    expect(after.filter(({ uses }) => uses?.includes('upload-artifact'))).toHaveLength(2);
  });
});

const given = (settings: object) => Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null));

describe('the baseline of the nightly', () => {
  it('is small, can be read, and is of the run that the workflow plays', () => {
    expect(statSync(BASELINE).size).toBeLessThan(500_000);
    const { settings } = readBaseline(BASELINE).run.fingerprint as Fingerprint;
    // Parsed as the run would: an option that has another default refuses the night too. One that is new and not given does not.
    const command = new Command();
    addOptions(command, replay.options);
    command.allowUnknownOption().allowExcessArguments().parse(commandOf(WORKFLOW, 'replay').slice(1), { from: 'user' });
    const asked = decidingSettings(replay.options, command.opts());
    expect(given(settings)).toEqual(given(asked));
  });

  it('stands where the workflow looks for it, with its rules', () => {
    const judged = commandOf(WORKFLOW, 'regress');
    expect(join(REPOSITORY, optionOf(judged, '--baseline'))).toBe(BASELINE);
    expect(readRules(join(REPOSITORY, optionOf(judged, '--rules'))).checks.length).toBeGreaterThan(3);
  });
});

it('the image copies files that there are', () => {
  const copied = [...textOf(DOCKERFILE).matchAll(/^COPY --chown=node:node (.*) \S+$/gm)].flatMap(([, names = '']) =>
    names.split(' '),
  );
  expect(copied.length).toBeGreaterThan(2);
  for (const name of copied) expect(existsSync(join(REPOSITORY, name)), name).toBe(true);
});
