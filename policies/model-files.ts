import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../harness/contract/atomic-write.ts';
import { messageOf } from '../harness/shared/message-of.ts';

/** What a stored model's description says of itself: a model of another kind or version is refused. */
interface ModelKind {
  readonly role: 'policy' | 'critic';
  /** Such as `deskbench ngram policy`. */
  readonly kind: string;
  /** Raised whenever features or networks change. */
  readonly version: number;
}

/** Reads a file of a stored model. Throws: one line naming the file, when it cannot be read or has not the size given. */
export function readModelBytes(path: string, role: ModelKind['role'], size?: number): Uint8Array<ArrayBuffer> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(readFileSync(path));
  } catch (error) {
    throw new Error(`${path} cannot be read (${messageOf(error)}): give a folder that a ${role} was saved to`);
  }
  if (size !== undefined && bytes.length !== size)
    throw new Error(`${path} holds ${bytes.length} bytes in place of ${size}: train the ${role} again`);
  return bytes;
}

/** Writes a model's description; the last of its files to be written, so that a folder without it holds no model. */
export function writeDescription(path: string, { kind, version }: ModelKind, content: object): void {
  writeFileAtomic(path, `${JSON.stringify({ kind, version, ...content })}\n`);
}

/** Reads what `writeDescription` wrote. Throws: one line naming the file that is missing, damaged, or of another kind or version. */
export function readDescription<T>(path: string, { role, kind, version }: ModelKind, schema: z.ZodType<T>): T {
  const refuse = (why: string) => new Error(`${path}${why}: train the ${role} again`);
  const text = new TextDecoder().decode(readModelBytes(path, role));
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (error) {
    throw refuse(` is damaged (${messageOf(error)})`);
  }
  const head = z.looseObject({ kind: z.literal(kind), version: z.literal(version) }).safeParse(read);
  const { kind: _kind, version: _version, ...content } = head.data ?? {};
  const parsed = head.success ? schema.safeParse(content) : head;
  if (parsed.success) return parsed.data as T;
  const [issue] = parsed.error.issues;
  throw refuse(`: ${issue?.path.join('.') || 'its content'} ${issue?.message}`);
}

const baseline = (name: string): ModelKind => ({ role: 'policy', kind: `deskbench ${name} policy`, version: 1 });
const BASELINE_FILE = 'model.json';

/** Writes a policy that is one value into a folder. */
export function saveBaseline(folder: string, name: string, model: unknown): void {
  writeDescription(join(folder, BASELINE_FILE), baseline(name), { model });
}

/** Reads what `saveBaseline` wrote. Throws: as `readDescription`. */
export function loadBaseline<T>(folder: string, name: string, schema: z.ZodType<T>): T {
  const content = z.strictObject({ model: schema });
  return readDescription(join(folder, BASELINE_FILE), baseline(name), content).model;
}
