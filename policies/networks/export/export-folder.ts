import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '../../../harness/contract/atomic-write.ts';
import { inPrecision, type Precision } from './in-precision.ts';

/**
 * Copies a saved policy or critic, its models in another precision: whatever loads the one loads the other.
 * Returns the total size of its model files in bytes.
 *
 * Throws: when the target exists, when the folder holds no model, or when one does not fit the precision, naming it.
 */
export function exportFolder(from: string, to: string, precision: Precision): number {
  if (existsSync(to)) throw new Error(`${to} exists already: choose another folder`);
  const files = readdirSync(from, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.onnx'));
  if (files.length === 0) throw new Error(`${from} holds no model: give a folder that a policy or critic was saved to`);
  const models = files.map((file) => ({ file, bytes: converted(join(from, file), precision) }));
  mkdirSync(to, { recursive: true });
  cpSync(from, to, { recursive: true, filter: (path) => !path.endsWith('.onnx') });
  for (const { file, bytes } of models) writeFileAtomic(join(to, file), bytes);
  return models.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
}

function converted(path: string, precision: Precision): Uint8Array {
  try {
    return inPrecision(readFileSync(path), precision);
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : error}`);
  }
}
