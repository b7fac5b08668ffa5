import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { closed, readEncoder } from '../../../policies/families/encoder/encoder-folder.ts';
import { ADAPTER_FILES } from '../../../policies/families/encoder/learned-files.ts';
import { Safetensors, safetensorsBytes } from '../../../policies/families/encoder/safetensors.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { messageOf } from '../../shared/message-of.ts';

const WEIGHTS = 'model.safetensors';
const READ = ['config.json', 'tokenizer.json', 'tokenizer_config.json', join('1_Pooling', 'config.json')];
/** Adapters that belong to it, and what says whose it is. */
const BESIDE = [...READ, ...ADAPTER_FILES, 'README.md', 'LICENSE', 'LICENSE.txt'];

/** Copies a pretrained encoder with its weights in half precision. Throws: `UsageError` where it is none. */
export function copyInHalf(from: string, to: string): void {
  try {
    if (readEncoder(from).exported) throw closed(from);
  } catch (error) {
    throw new UsageError(`--encoder: ${messageOf(error)}.`);
  }
  for (const name of BESIDE.filter((one) => existsSync(join(from, one)))) {
    mkdirSync(dirname(join(to, name)), { recursive: true });
    copyFileSync(join(from, name), join(to, name));
  }
  const path = join(from, WEIGHTS);
  writeFileSync(join(to, WEIGHTS), inHalf(new Safetensors(path, readFileSync(path))));
}

/** The same tensors in half precision, without those that hold whole numbers: places, which no network reads. */
function inHalf(weights: Safetensors): Buffer {
  const tensors = weights.names.flatMap((name) => {
    try {
      return [[name, weights.read(name, weights.shapeOf(name))] as const];
    } catch (error) {
      if (/ is of type [IUB]\w+: /.test(messageOf(error))) return [];
      throw error;
    }
  });
  return safetensorsBytes(Object.fromEntries(tensors), 'F16');
}
