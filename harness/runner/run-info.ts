import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { arch, availableParallelism, platform } from 'node:os';
import { join } from 'node:path';
import { wallClockDate } from './wall-clock.ts';

/** State of the code that ran; null outside a git checkout. */
export interface GitState {
  readonly commit: string;
  /** Whether the working tree differs from the commit. */
  readonly dirty: boolean;
}

/** A JSON value, as settings are stored. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What a run was: enough to run it again. Written as `run.json`. */
export interface RunInfo {
  readonly command: string;
  readonly settings: { readonly [key: string]: Json };
  readonly seed: string;
  readonly datasetHash: string;
  /** Execution providers that the models really used, by model. */
  readonly providers: { readonly [model: string]: string };
  readonly versions: { readonly [name: string]: string };
  readonly git: GitState | null;
  readonly machine: { readonly platform: string; readonly arch: string; readonly cores: number };
  /** When the run began: the one entry that differs between two equal runs. */
  readonly startedAt: string;
  /** Hash of what decides the results: command, settings, seed and dataset. A run goes on only under the same. */
  readonly fingerprint: string;
}

export interface RunInfoInput extends Pick<RunInfo, 'command' | 'settings' | 'seed' | 'datasetHash' | 'providers'> {
  /** Folder with package.json and, in a checkout, .git. */
  readonly repository: string;
}

/** Collects what a run was. Throws: where package.json cannot be read. */
export function collectRunInfo({ repository, ...input }: RunInfoInput): RunInfo {
  return {
    ...input,
    versions: readVersions(repository),
    git: readGitState(repository),
    machine: { platform: platform(), arch: arch(), cores: availableParallelism() },
    startedAt: wallClockDate(),
    fingerprint: runFingerprint(input),
  };
}

/** The same text for the same command, settings, seed and dataset, whatever order the settings came in. */
export function runFingerprint(input: Pick<RunInfo, 'command' | 'settings' | 'seed' | 'datasetHash'>): string {
  const { command, settings, seed, datasetHash } = input;
  return createHash('sha256').update(canonicalJson({ command, settings, seed, datasetHash })).digest('hex');
}

/** The same text for equal values, whatever the order of their keys. */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value as { [key: string]: Json }).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}

function readVersions(repository: string): Record<string, string> {
  const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    dependencies?: Record<string, string>;
  };
  return { node: process.versions.node, [manifest.name]: manifest.version, ...manifest.dependencies };
}

/** The commit and whether anything differs from it; null without git or outside a checkout. */
export function readGitState(repository: string): GitState | null {
  if (!existsSync(join(repository, '.git'))) return null;
  const git = (...args: string[]) => spawnSync('git', args, { cwd: repository, encoding: 'utf8' });
  const commit = git('rev-parse', 'HEAD');
  const status = git('status', '--porcelain');
  if (commit.status !== 0 || status.status !== 0) return null;
  return { commit: commit.stdout.trim(), dirty: status.stdout.trim() !== '' };
}
