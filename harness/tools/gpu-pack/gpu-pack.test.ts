import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEncoder } from '../../../policies/families/encoder/encoder-folder.ts';
import { encoderIn } from '../../../policies/families/encoder/learned-files.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { REPOSITORY } from '../../runner/repository.ts';
import { copyInHalf } from './half-encoder.ts';
import { cudaSentence } from './machine-lines.ts';
import { START_SCRIPT } from './start-script.ts';

const TINY = join(REPOSITORY, 'policies/families/encoder/testing/tiny-encoder');
let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'deskbench-gpu-pack-test-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('an encoder in half precision', () => {
  it('is the same one within what half precision can hold, in about half the bytes', () => {
    const half = join(root, 'half');
    mkdirSync(half);
    copyInHalf(TINY, half);
    const [expected, found] = [readEncoder(TINY), readEncoder(half)];
    expect(Object.keys(found.parameters)).toEqual(Object.keys(expected.parameters));
    for (const [name, { data }] of Object.entries(expected.parameters))
      for (const [at, value] of data.entries())
        expect(Math.abs(found.parameters[name]!.data[at]! - value)).toBeLessThanOrEqual(
          Math.abs(value) / 1024 + 2 ** -24,
        );
    expect(found.tokenize('Where is my order?', 16)).toEqual(expected.tokenize('Where is my order?', 16));
    const bytes = (folder: string) => readFileSync(join(folder, 'model.safetensors')).length;
    expect(bytes(half) / bytes(TINY)).toBeLessThan(0.7);
  });

  it('brings its adapters', () => {
    const [adapted, half] = [join(root, 'adapted'), join(root, 'adapted in half')];
    cpSync(TINY, adapted, { recursive: true });
    cpSync(join(TINY, '../adapters/last-layer'), adapted, { recursive: true });
    mkdirSync(half);
    copyInHalf(adapted, half);
    const name = 'encoder.layer.1.attention.self.query.weight';
    const of = (folder: string) => encoderIn(folder).parameters[name]!.data;
    const off = (found: Float32Array) => Math.max(...found.map((value, at) => Math.abs(value - of(adapted)[at]!)));
    expect(off(of(half))).toBeLessThan(0.01);
    expect(off(of(TINY))).toBeGreaterThan(0.1);
  });

  it('is refused where the folder holds none, or an export alone', () => {
    expect(() => copyInHalf(root, join(root, 'none'))).toThrow(UsageError);
    const exported = join(root, 'exported');
    cpSync(TINY, exported, { recursive: true, filter: (path) => !path.endsWith('.safetensors') });
    cpSync(join(TINY, '../tiny-export'), exported, { recursive: true });
    expect(() => copyInHalf(exported, join(root, 'none'))).toThrow(/^--encoder: .* holds an ONNX export/);
  });
});

describe('CUDA in one sentence', () => {
  it.each([
    [[], false, 'CUDA: not installed here; libcudart.so, libcublasLt.so, libcudnn.so missing. The runtime'],
    [['libcudart.so.12', 'libcublasLt.so.12', 'libcudnn.so.9'], false, 'CUDA: version 12 here. The runtime'],
    [['libcudart.so.13', 'libcublasLt.so.13'], true, 'CUDA: version 13 here; libcudnn.so missing. The runtime'],
  ])('%j, provider %s', (found, hasProvider, expected) => {
    const sentence = cudaSentence(found, hasProvider);
    expect(sentence).toContain(expected);
    expect(sentence.includes('--cuda-libraries')).toBe(!hasProvider);
  });
});

describe('what starts it', () => {
  const start = (env: Record<string, string>, ...args: string[]) => {
    const script = join(root, 'run.sh');
    writeFileSync(script, START_SCRIPT);
    return spawnSync('/bin/sh', [script, ...args], { encoding: 'utf8', env });
  };
  const tool = (name: string, text: string) => {
    const folder = join(root, name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'node'), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, 'node'), 0o755);
    return `${folder}:/bin:/usr/bin`;
  };

  it('says that Node is missing, or too old', () => {
    const bare = join(root, 'bare');
    mkdirSync(bare);
    for (const name of ['dirname', 'sh']) spawnSync('ln', ['-s', `/bin/${name}`, join(bare, name)]);
    expect(start({ PATH: bare })).toMatchObject({
      status: 3,
      stderr: expect.stringMatching(/^error: Node is missing: .*20 or newer/),
    });
    const old = start({ PATH: tool('old', 'echo 18') });
    expect(old).toMatchObject({ status: 3, stderr: expect.stringContaining('Node 20 or newer is needed') });
  });

  it('starts the check with what it was given, and refuses a folder without the libraries of CUDA', () => {
    const PATH = tool('new', 'case "$1" in -p) echo 22 ;; *) echo "$@" ;; esac');
    expect(start({ PATH }, '--minutes', '3')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/app\/gpu-check\.mjs --minutes 3\n$/),
    });
    expect(start({ PATH }, '--cuda-libraries', root)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('no libonnxruntime_providers_cuda.so'),
    });
  });
});
