import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { print, printAside } from '../../runner/output.ts';
import { KILLED_COMMANDS, type KilledCommand, prepare } from './commands.ts';
import { killRun, PHASES, runUnbroken } from './kill-runs.ts';

/**
 * `pnpm kills [--runs N] [COMMANDS]`: kills every command that keeps episodes, in each phase of each of N runs (7), and holds what
 * is left at the end against an unbroken run. Prints the kills by command and phase. Exit code 1 where a run came out
 * otherwise.
 */

const args = process.argv.slice(2);
const at = args.indexOf('--runs');
const runs = at < 0 ? 7 : Number(args.splice(at, 2)[1]);
const commands = (args.length > 0 ? args : Object.keys(KILLED_COMMANDS)) as KilledCommand[];
const folder = mkdtempSync(join(tmpdir(), 'deskbench-kills-'));
prepare(folder);
const plan = { folder, seed: '1' };
let different = 0;
let total = 0;
print(`command        ${PHASES.map((phase) => phase.padStart(9)).join('')}   runs that came out the same`);
for (const command of commands) {
  const unbroken = await runUnbroken(command, plan);
  const counts = new Map(PHASES.map((phase) => [phase, 0]));
  let same = 0;
  for (let number = 1; number <= runs; number++) {
    const killed = await killRun(command, number, unbroken, plan);
    for (const phase of killed.kills) counts.set(phase, (counts.get(phase) ?? 0) + 1);
    total += killed.kills.length;
    if (killed.same) same++;
    else
      printAside(
        `${command}, run ${number}: it came out otherwise; its folder is ${join(folder, `${command}-${number}`)}`,
      );
  }
  different += runs - same;
  print(
    `${command.padEnd(15)}${PHASES.map((phase) => String(counts.get(phase)).padStart(9)).join('')}   ${same} of ${runs}`,
  );
}
print(`${total} kills, ${different} runs that came out otherwise.`);
if (different === 0) rmSync(folder, { recursive: true });
else process.exitCode = 1;
