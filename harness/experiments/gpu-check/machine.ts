import { spawnSync } from 'node:child_process';

/** What a graphics card says of itself. */
export interface Card {
  readonly name: string;
  readonly driver: string;
  /** Memory in use by all programs. Unit: bytes. */
  readonly usedBytes: number;
}

/** The first NVIDIA card, as its driver tells; null where there is none, or it does not say. */
export function readCard(): Card | null {
  const query = ['--query-gpu=name,driver_version,memory.used', '--format=csv,noheader,nounits'];
  const { status, stdout } = spawnSync('nvidia-smi', query, { encoding: 'utf8', timeout: 10_000 });
  return status === 0 ? parseCard(stdout) : null;
}

/** Reads `NVIDIA H200, 550.54.15, 1234`: memory in MiB. */
export function parseCard(line: string): Card | null {
  const [name, driver, used] = (line.split('\n')[0] ?? '').split(',').map((one) => one.trim());
  const mebibytes = Number(used);
  return name && driver && used && Number.isFinite(mebibytes) ? { name, driver, usedBytes: mebibytes * 2 ** 20 } : null;
}

/** The most memory that this process ever had. Unit: bytes. */
export const peakBytes = (): number => process.resourceUsage().maxRSS * 1024;
