import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { listTerminal, tableTerminal } from '../../../reports/figures/figures-terminal.ts';
import { writeFileAtomic } from '../../contract/atomic-write.ts';
import { gpuCheck } from '../../experiments/gpu-check/gpu-check.ts';
import { type GpuCheckOptions, options } from '../../experiments/gpu-check/options.ts';
import { EXIT } from '../../runner/exit-code.ts';
import { addOptions, option } from '../../runner/option.ts';
import { outputLook, print, printPainted } from '../../runner/output.ts';
import { wallClockDate } from '../../runner/wall-clock.ts';
import { machineLines } from './machine-lines.ts';
import { runProgram } from './run-program.ts';

const PACK = join(import.meta.dirname, '..');
const RUNTIME = join(import.meta.dirname, 'node_modules/onnxruntime-node/bin/napi-v6/linux/x64');

/** The check of graphics cards as a program of its own: no checkout, no network, nothing written but its result. */
async function check({ out, ...given }: GpuCheckOptions & { readonly out: string }): Promise<void> {
  const encoder = given.encoder ?? (existsSync(join(PACK, 'encoder')) ? join(PACK, 'encoder') : undefined);
  const machine = machineLines(RUNTIME);
  printPainted(listTerminal('This machine', machine, outputLook()));
  const { findings, tables, exitCode, complete } = await gpuCheck({
    ...given,
    ...(encoder !== undefined && { encoder }),
  });
  for (const one of tables) printPainted(tableTerminal(one, outputLook()));
  printPainted(listTerminal('Findings', findings, outputLook()));
  const result = {
    format: 'deskbench-gpu-check',
    version: 1,
    at: wallClockDate(),
    machine,
    complete,
    findings,
    tables,
  };
  writeFileAtomic(out, `${JSON.stringify(result, null, 2)}\n`);
  print(`Written to ${out}: send it back.`);
  process.exitCode = exitCode ?? (complete ? EXIT.good : EXIT.incomplete);
}

// Without a checkout there is nothing to read logs from.
const { logs: _, ...own } = options;
const command = new Command('./run.sh').description(
  'Does a graphics card compute what the CPU computes, and how fast? Exit code 0: it does; 1: it does not; 3: none is there.',
);
addOptions(command, {
  ...own,
  seed: option('--seed <text>', 'decides which sessions are drawn', { fallback: '1' }),
  out: option('--out <file>', 'file for the result', { fallback: 'gpu-check.json', decides: false }),
});
command.action((given: GpuCheckOptions & { readonly out: string }) => check(given));
await runProgram(command, './run.sh');
