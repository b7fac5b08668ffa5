import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { formatNumber } from '../../../reports/present/format-value.ts';
import { MachineError, UsageError } from '../../runner/exit-code.ts';
import { print } from '../../runner/output.ts';
import { REPOSITORY } from '../../runner/repository.ts';
import { bundleProgram, packageName } from './bundle-program.ts';
import { copyInHalf } from './half-encoder.ts';
import { README } from './readme.ts';
import { runProgram } from './run-program.ts';
import { OLDEST_NODE, START_SCRIPT } from './start-script.ts';

/**
 * `pnpm gpu-pack --out FOLDER [--encoder DIR]`: writes one archive that checks the graphics card of a Linux machine which
 * has a driver and reaches nothing else. It brings Node where there is room for it.
 */

const NAME = 'deskbench-gpu-pack';
const ARCHIVE = `${NAME}.tar.gz`;
const MOST_BYTES = 64 * 2 ** 20;
/** Vulkan's loader: a machine with a driver may lack it. */
const VULKAN_LOADERS = [
  '/usr/lib/x86_64-linux-gnu/libvulkan.so.1',
  '/usr/lib64/libvulkan.so.1',
  '/usr/lib/chromium/libvulkan.so.1',
];

const NEEDS_NODE = `The other machine needs Node ${OLDEST_NODE} or newer.`;

const inMebibytes = (bytes: number) => `${formatNumber(bytes / 2 ** 20, 1)} MiB`;

async function pack(out: string, encoder: string | undefined): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new UsageError('A pack is made on the kind of machine that it runs on: Linux on x64.');
  const work = mkdtempSync(join(tmpdir(), 'deskbench-gpu-pack-'));
  try {
    const folder = join(work, NAME);
    mkdirSync(out, { recursive: true });
    const notes = await fill(folder, encoder);
    const archive = join(work, ARCHIVE);
    const bare = compress(work, archive);
    if (bare > MOST_BYTES)
      throw new UsageError(
        `The pack comes to ${inMebibytes(bare)}, and ${inMebibytes(MOST_BYTES)} are the most: name a smaller --encoder, or none.`,
      );
    notes.push(withNode(work, archive));
    copyFileSync(archive, join(out, ARCHIVE));
    for (const note of notes) print(note);
    const size = inMebibytes(statSync(archive).size);
    print(`${join(out, ARCHIVE)}: ${size}. On the other machine: tar xzf ${ARCHIVE} && ${NAME}/run.sh`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Puts Node into the archive where there is room for it. Gives what there is to say about that. */
function withNode(work: string, archive: string): string {
  const folder = join(work, NAME);
  if (!bringNode(folder)) return `Node is not in it: the one here needs libraries of its own. ${NEEDS_NODE}`;
  const bytes = compress(work, archive);
  if (bytes <= MOST_BYTES) return `It brings Node ${process.versions.node}.`;
  rmSync(join(folder, 'node'), { recursive: true });
  compress(work, archive);
  return `Node is not in it: with it the pack would come to ${inMebibytes(bytes)}. ${NEEDS_NODE}`;
}

/** Puts together all but Node. Gives what there is to say about it, in sentences. */
async function fill(folder: string, encoder: string | undefined): Promise<string[]> {
  const app = join(folder, 'app');
  const packages = await bundleProgram(app);
  const runtimes = copyRuntime(join(app, 'node_modules'));
  copyLicences(join(folder, 'licences'), [...packages, ...runtimes]);
  copyFileSync(join(REPOSITORY, 'LICENSE'), join(folder, 'LICENSE'));
  writeFileSync(join(folder, 'README.txt'), README);
  writeFileSync(join(folder, 'run.sh'), START_SCRIPT);
  chmodSync(join(folder, 'run.sh'), 0o755);
  const loader = VULKAN_LOADERS.find((path) => existsSync(path));
  if (loader !== undefined) {
    mkdirSync(join(folder, 'lib'));
    copyFileSync(loader, join(folder, 'lib/libvulkan.so.1'));
  }
  if (encoder !== undefined) {
    mkdirSync(join(folder, 'encoder'));
    copyInHalf(encoder, join(folder, 'encoder'));
  }
  return [
    encoder === undefined
      ? 'It holds the n-gram models. For those on a pretrained encoder too, give --encoder.'
      : `It holds the n-gram models and those on the encoder in ${encoder}, its weights in half precision.`,
    "It runs on the CPU and by WebGPU. For CUDA the runtime's own libraries must be on the other machine: see README.txt.",
    loader === undefined
      ? "Vulkan's loader is not in it, as there is none here: the other machine needs libvulkan.so.1."
      : "It brings Vulkan's loader; the card's driver must bring its own part.",
  ];
}

/** The runtime as it is installed, for Linux on x64 alone. Gives the folders of its packages. */
function copyRuntime(to: string): string[] {
  const binding = dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
  const common = dirname(dirname(dirname(createRequire(join(binding, 'package.json')).resolve('onnxruntime-common'))));
  const binaries = 'bin/napi-v6/linux/x64';
  const files = (name: string) => !/\.(map|d\.ts)$/.test(name);
  mkdirSync(join(to, 'onnxruntime-node', binaries), { recursive: true });
  for (const name of ['libonnxruntime.so.1', 'onnxruntime_binding.node'])
    copyFileSync(join(binding, binaries, name), join(to, 'onnxruntime-node', binaries, name));
  for (const [from, name, parts] of [
    [binding, 'onnxruntime-node', ['package.json', 'dist']],
    [common, 'onnxruntime-common', ['package.json', 'dist/cjs']],
  ] as const)
    for (const part of parts) cpSync(join(from, part), join(to, name, part), { recursive: true, filter: files });
  return [binding, common];
}

function copyLicences(to: string, packages: readonly string[]): void {
  mkdirSync(to);
  for (const folder of packages) {
    const found = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
    if (found) copyFileSync(join(folder, found), join(to, `${packageName(folder).replaceAll('/', '-')}.txt`));
  }
}

/** Puts this Node in, if it starts on any Linux. Gives whether it did. */
function bringNode(folder: string): boolean {
  const { stdout } = spawnSync('ldd', [process.execPath], { encoding: 'utf8' });
  const usual = /^(linux-vdso|libdl|libstdc\+\+|libm|libgcc_s|libpthread|libc|\S*\/ld-linux-x86-64)\./;
  const needed = (stdout ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (needed.length === 0 || !needed.every((line) => usual.test(line))) return false;
  mkdirSync(join(folder, 'node'));
  copyFileSync(process.execPath, join(folder, 'node/node'));
  chmodSync(join(folder, 'node/node'), 0o755);
  return true;
}

/** Writes the archive: the same bytes for the same files. Gives its size. */
function compress(work: string, archive: string): number {
  const same = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--mtime=2000-01-01'];
  const how = [...same, '--use-compress-program=gzip -9n', '-C', work, '-cf', archive, NAME];
  const { status, stderr, error } = spawnSync('tar', how, { encoding: 'utf8' });
  if (status !== 0) throw new MachineError(`The archive cannot be written: ${error?.message ?? stderr.trim()}.`);
  return statSync(archive).size;
}

const command = new Command('gpu-pack')
  .description('one archive that checks the graphics card of a Linux machine which reaches nothing (docs/gpu.md)')
  .requiredOption('--out <folder>', 'folder for the archive')
  .option('--encoder <dir>', 'folder of a pretrained encoder, whose weights are brought in half precision')
  .action(({ out, encoder }: { out: string; encoder?: string }) => pack(out, encoder));
await runProgram(command, 'pnpm gpu-pack');
