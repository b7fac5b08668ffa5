import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '../shared/canonical-json.ts';
import type { Json } from './run-info.ts';

/**
 * All that decides the results of a run and is known before anything is trained; what is deployed then is noted beside
 * it. A run goes on only under the same. Holds no paths: who names a file in the
 * settings gives the hash of what it holds instead.
 */
export interface Fingerprint {
  readonly command: string;
  /** Those options only that decide results. */
  readonly settings: { readonly [name: string]: Json };
  readonly seed: string;
  readonly datasetHash: string;
  /** Hash of the source, by what it belongs to: the experiment, each implementation that is named. */
  readonly code: { readonly [part: string]: string };
  /** Versions that are installed, Node included. */
  readonly versions: { readonly [name: string]: string };
}

/** Longest part of a value that a message shows: enough to tell two hashes apart. */
const SHOWN_LENGTH = 40;

/** What differs between two runs in what is known of this one, each with its place and both values: `seed: 1 there, 2 here`. */
export function fingerprintDifferences(there: unknown, here: Partial<Fingerprint>): string[] {
  const known = Object.keys(here).sort() as (keyof Fingerprint)[];
  const found = (there ?? {}) as Partial<Fingerprint>;
  return known.flatMap((name) => valueDifferences(name, found[name], here[name]));
}

/** What differs between two values, each with its place below the given one. */
export function valueDifferences(place: string, there: Json | undefined, here: Json | undefined): string[] {
  if (isObject(there) && isObject(here)) {
    const names = [...new Set([...Object.keys(there), ...Object.keys(here)])].sort();
    return names.flatMap((name) => valueDifferences(`${place}.${name}`, there[name], here[name]));
  }
  const [before, now] = [there, here].map((value) => (value === undefined ? 'nothing' : canonicalJson(value)));
  return before === now ? [] : [`${place}: ${shown(before as string)} there, ${shown(now as string)} here`];
}

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const shown = (text: string) => (text.length <= SHOWN_LENGTH ? text : `${text.slice(0, SHOWN_LENGTH)}…`);

/**
 * Versions of Node, of this program and of the dependencies as they are installed, whatever package.json asks for.
 * Throws: where package.json cannot be read.
 */
export function installedVersions(repository: string): Record<string, string> {
  const manifest = readManifest(join(repository, 'package.json'));
  const names = Object.keys(manifest.dependencies ?? {}).sort();
  const installed = names.map((name) => [name, installedVersion(repository, name)]);
  const own = manifest.version === undefined ? {} : { deskbench: manifest.version };
  return { node: process.versions.node, ...own, ...Object.fromEntries(installed) };
}

function installedVersion(repository: string, name: string): string {
  try {
    return readManifest(join(repository, 'node_modules', name, 'package.json')).version ?? 'unknown';
  } catch {
    return 'not installed';
  }
}

function readManifest(path: string): { version?: string; dependencies?: Record<string, string> } {
  return JSON.parse(readFileSync(path, 'utf8')) as { version?: string; dependencies?: Record<string, string> };
}
