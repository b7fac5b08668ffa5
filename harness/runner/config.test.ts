import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { program } from '../cli.ts';
import { applyConfig, type Config, defineConfig, readConfig } from './config.ts';

/** Options of a command as it would run, with this configuration and these arguments. */
function valuesOf(name: string, config: Config, ...args: readonly string[]) {
  const bench = program();
  applyConfig(bench, config);
  const command = bench.commands.find((one) => one.name() === name)!;
  command.exitOverride().parseOptions([...args]);
  return { values: command.opts(), sourceOf: (option: string) => command.getOptionValueSource(option) };
}

describe('a configuration', () => {
  it('stands in for what the command line does not name, and the command line wins', () => {
    const config = defineConfig({ all: { seed: '7', cache: false }, replay: { sessions: 400, alpha: '0,0.05' } });
    const { values, sourceOf } = valuesOf('replay', config, '--alpha', '0.2');
    expect(values).toMatchObject({ seed: '7', cache: false, sessions: 400, alpha: '0.2' });
    expect([sourceOf('sessions'), sourceOf('alpha'), sourceOf('beta')]).toEqual(['config', 'cli', 'default']);
    expect(valuesOf('settle', config).values).toMatchObject({ seed: '7', cache: false });
  });

  it('of a command goes before what holds for all', () => {
    expect(valuesOf('replay', { all: { seed: '7' }, replay: { seed: '8' } }).values.seed).toBe('8');
  });

  it.each([
    [{ repaly: { seed: '1' } }, 'there is no command "repaly"'],
    [{ replay: { sead: '1' } }, 'replay has no option "sead"'],
    [{ all: { sead: '1' } }, 'no command has an option "sead"'],
    [{ replay: { sessions: 'many' } }, 'replay: --sessions <n>: '],
    [{ replay: { alpha: '2' } }, 'replay: --alpha <rates>: '],
  ] as const)('%j is refused', (config, message) => {
    expect(() => valuesOf('replay', config as Config)).toThrow(message);
  });
});

describe('deskbench.config.ts', () => {
  let root: string;
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'deskbench-config-'));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('is read from the folder that the bench is started in, where it is there', async () => {
    expect(await readConfig(root)).toBeNull();
    const path = join(root, 'deskbench.config.ts');
    writeFileSync(path, 'export default { replay: { seed: "9" } };\n');
    expect(await readConfig(root)).toEqual({ replay: { seed: '9' } });
  });

  it('that exports nothing, or is broken, is refused', async () => {
    const folder = mkdtempSync(join(root, 'broken-'));
    writeFileSync(join(folder, 'deskbench.config.ts'), 'export const seed = 1;\n');
    await expect(readConfig(folder)).rejects.toThrow('exports no configuration');
  });
});
