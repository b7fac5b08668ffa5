import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { formatNumber } from '../../../reports/present/format-value.ts';

/** Libraries that an execution provider loads, by what it calls them. */
const CUDA = ['libcudart.so', 'libcublasLt.so', 'libcudnn.so'] as const;
const VULKAN = 'libvulkan.so.1';

/** What this machine is, a sentence each: what runs, and whether CUDA and Vulkan are there. `runtime` holds the runtime's libraries. */
export function machineLines(runtime: string): string[] {
  const found = librariesHere();
  const cores = cpus();
  const processor = `${cores.length} × ${cores[0]?.model.trim() ?? 'unknown'}`;
  const memory = `${formatNumber(totalmem() / 2 ** 30, 0)} GiB`;
  return [
    `Node ${process.versions.node} on ${process.platform} ${process.arch}, ${processor}, ${memory}.`,
    cudaSentence(found, existsSync(join(runtime, 'libonnxruntime_providers_cuda.so'))),
    found.some((one) => one.startsWith(VULKAN))
      ? `WebGPU: Vulkan's loader, ${VULKAN}, is there; a card needs its driver's part too.`
      : `WebGPU: ${VULKAN} is missing: install Vulkan's loader (Debian: libvulkan1).`,
  ];
}

/** What of CUDA is there, and what is missing, in one sentence. `found` are names of libraries. */
export function cudaSentence(found: readonly string[], hasProvider: boolean): string {
  const lacking = CUDA.filter((name) => !found.some((one) => one.startsWith(`${name}.`)));
  const [, version] = /^libcudart\.so\.(\d+)/.exec(found.find((one) => one.startsWith('libcudart.so.')) ?? '') ?? [];
  const here = version === undefined ? 'not installed here' : `version ${version} here`;
  const missing = lacking.length > 0 ? `; ${lacking.join(', ')} missing` : '';
  if (hasProvider) return `CUDA: ${here}${missing}. The runtime's own libraries for it are there.`;
  return [
    `CUDA: ${here}${missing}. The runtime's own libraries (libonnxruntime_providers_cuda.so and _shared.so) are not in this`,
    'pack, as they are larger than all of it: where this machine has them, start with --cuda-libraries FOLDER.',
  ].join(' ');
}

/** Names of the shared libraries that programs find here. */
function librariesHere(): string[] {
  const { stdout } = spawnSync('ldconfig', ['-p'], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${process.env.PATH ?? ''}:/sbin:/usr/sbin` },
  });
  const known = (stdout ?? '').split('\n').map((line) => line.trim().split(' ', 1)[0] ?? '');
  const folders = (process.env.LD_LIBRARY_PATH ?? '')
    .split(':')
    .filter((folder) => folder !== '' && existsSync(folder));
  return [...known, ...folders.flatMap((folder) => readdirSync(folder))];
}
