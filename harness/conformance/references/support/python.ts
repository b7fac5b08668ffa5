import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REFERENCES } from './reference.ts';

/** An environment of its own, which git ignores. */
const FOLDER = join(REFERENCES, '..', '..', '..', '.cache', 'references');
const REQUIREMENTS = join(REFERENCES, 'requirements.txt');
/** A copy of the requirements that are installed, written last. */
const INSTALLED = join(FOLDER, 'installed.txt');
const PYTHON = join(FOLDER, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/** Path of a Python that has the pinned libraries; null where none was installed (`pnpm references install`). */
export function installedPython(): string | null {
  const ready = existsSync(PYTHON) && existsSync(INSTALLED);
  return ready && readFileSync(INSTALLED, 'utf8') === readFileSync(REQUIREMENTS, 'utf8') ? PYTHON : null;
}

/** Installs the pinned libraries into a virtual environment. Returns why that did not work, or null. */
export function installPython(): string | null {
  if (installedPython() !== null) return null;
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const steps = [
    ['python3', '-m', 'venv', FOLDER],
    [PYTHON, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--prefer-binary', '-r', REQUIREMENTS],
  ] as const;
  for (const [program, ...args] of steps) {
    const { status, error, stderr } = spawnSync(program, args, { encoding: 'utf8' });
    const why = error?.message ?? stderr.trim().split('\n').at(-1);
    if (error || status !== 0) return `${program} ${args.slice(0, 3).join(' ')} failed: ${why}`;
  }
  writeFileSync(INSTALLED, readFileSync(REQUIREMENTS));
  return null;
}

/** Names of all scripts, which are those of the numbers that they write. */
export function scriptNames(): string[] {
  const scripts = readdirSync(REFERENCES).filter((file) => file.endsWith('.py'));
  return scripts.map((file) => file.slice(0, -'.py'.length)).sort();
}

/** Runs the script of a reference, which writes its numbers to `path`. Throws: the script's own words where it fails. */
export function makeNumbers(python: string, name: string, path: string): void {
  const environment = { ...process.env, PYTHONPATH: join(REFERENCES, 'support'), PYTHONDONTWRITEBYTECODE: '1' };
  const script = join(REFERENCES, `${name}.py`);
  const { status, error, stderr } = spawnSync(python, [script, path], { encoding: 'utf8', env: environment });
  if (error || status !== 0) throw new Error(`${name}.py failed: ${error?.message ?? stderr}`);
}
