import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Browser, LaunchOptions } from 'playwright';
import { InfrastructureError } from '../../../harness/contract/environment.ts';
import { messageOf } from '../../../harness/shared/message-of.ts';

export interface LaunchBrowserOptions {
  /**
   * Path of a browser or a Playwright channel such as `chrome`. Else the variable DESKBENCH_BROWSER; if it fails,
   * nothing else is tried.
   */
  readonly browser?: string | undefined;
  /** Whether a browser may be downloaded or installed where none is found. Default: yes. */
  readonly install?: boolean;
  /** Where it says that it installs one. */
  readonly onLine?: (line: string) => void;
}

/** A way to start the browser that was found to work. */
export interface BrowserChoice {
  readonly launch: LaunchOptions;
  /** Where it came from, in words. */
  readonly found: string;
}

const DEBIAN_PATHS = ['/usr/lib/chromium/chromium-headless-shell', '/usr/lib/chromium/chromium'];
const CHANNELS = ['chrome', 'msedge'];
const QUIET = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let working: BrowserChoice | undefined;

/**
 * Starts a browser: the one asked for, else Playwright's own, a Chromium or Chrome of the system, or
 * one that it installs. What worked is remembered for the process.
 *
 * Throws: every attempt with its cause, and what to do.
 */
export async function launchBrowser(options: LaunchBrowserOptions = {}): Promise<Browser> {
  const asked = options.browser ?? process.env.DESKBENCH_BROWSER;
  if (asked !== undefined && asked !== '') return launchAsked(asked);
  if (working) return launch(working.launch);
  const attempts: string[] = [];
  const browser =
    (await firstThatStarts(present(), attempts)) ??
    (options.install === false ? undefined : await installed(attempts, options.onLine));
  if (browser) return browser;
  throw new InfrastructureError(
    `No browser could be started (${attempts.join('; ')}): install Chrome or Chromium, or set DESKBENCH_BROWSER to its path.`,
  );
}

/** How `launchBrowser` starts its browser, found by doing it once. Throws: as `launchBrowser`. */
export async function resolveBrowser(options: LaunchBrowserOptions = {}): Promise<BrowserChoice> {
  const asked = options.browser ?? process.env.DESKBENCH_BROWSER;
  const browser = await launchBrowser(options);
  await browser.close();
  if (asked !== undefined && asked !== '') return askedChoice(asked);
  return working as BrowserChoice;
}

/** Playwright is read only here, as it takes its time; whoever is stopped by a signal says what becomes of the run. */
async function launch(options: LaunchOptions): Promise<Browser> {
  const { chromium } = await import('playwright');
  return chromium.launch({ ...options, handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false });
}

function launchArguments(): Pick<LaunchOptions, 'args' | 'chromiumSandbox' | 'timeout'> {
  const root = process.getuid?.() === 0;
  return { args: root ? [...QUIET, '--no-sandbox'] : QUIET, timeout: 30_000 };
}

function askedChoice(asked: string): BrowserChoice {
  const place = /[/\\]/.test(asked) ? { executablePath: asked } : { channel: asked };
  return { launch: { ...launchArguments(), ...place }, found: `asked for: ${asked}` };
}

async function launchAsked(asked: string): Promise<Browser> {
  try {
    return await launch(askedChoice(asked).launch);
  } catch (error) {
    throw new InfrastructureError(
      `The browser asked for, "${asked}", does not start (${firstLine(error)}): correct or unset it.`,
    );
  }
}

/** Browsers that may be there. The default launch is tried rather than its path looked up: it uses the headless shell. */
function present(): BrowserChoice[] {
  const shared = launchArguments();
  return [
    { launch: shared, found: "Playwright's own browser" },
    ...DEBIAN_PATHS.filter((path) => existsSync(path)).map((path) => ({
      launch: { ...shared, executablePath: path },
      found: path,
    })),
    ...CHANNELS.map((channel) => ({ launch: { ...shared, channel }, found: `channel ${channel}` })),
  ];
}

async function firstThatStarts(choices: readonly BrowserChoice[], attempts: string[]): Promise<Browser | undefined> {
  for (const choice of choices) {
    try {
      const browser = await launch(choice.launch);
      working = choice;
      return browser;
    } catch (error) {
      attempts.push(`${choice.found}: ${firstLine(error)}`);
    }
  }
  return undefined;
}

async function installed(attempts: string[], onLine: LaunchBrowserOptions['onLine']): Promise<Browser | undefined> {
  onLine?.('No browser was found on this machine. Installing one; this can take some minutes.');
  const shared = launchArguments();
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright/package.json')), 'cli.js');
  const own = { launch: shared, found: "Playwright's own browser, installed now" };
  if (ran('playwright install', process.execPath, [cli, 'install', '--only-shell', 'chromium'], attempts)) {
    const browser = await firstThatStarts([own], attempts);
    if (browser) return browser;
  }
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    attempts.push('apt-get: only as root on Debian');
    return undefined;
  }
  // Another process may be installing one: it is waited for.
  const waits = ['-o', 'DPkg::Lock::Timeout=240'];
  const wanted = ['install', '-y', ...waits, '--no-install-recommends', 'chromium-headless-shell', 'fonts-liberation'];
  if (
    !ran('apt-get install', 'apt-get', wanted, attempts) &&
    !(ran('apt-get update', 'apt-get', ['update'], attempts) && ran('apt-get install', 'apt-get', wanted, attempts))
  )
    return undefined;
  const debian = DEBIAN_PATHS.map((path) => ({
    launch: { ...shared, executablePath: path },
    found: `${path}, installed now`,
  }));
  return firstThatStarts(debian, attempts);
}

function ran(name: string, program: string, args: readonly string[], attempts: string[]): boolean {
  const result = spawnSync(program, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: 300_000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  if (result.status === 0) return true;
  const lines = (result.stderr ?? '').trim().split('\n');
  attempts.push(`${name}: ${result.error?.message ?? lines.at(-1) ?? `exit status ${result.status}`}`);
  return false;
}

function firstLine(error: unknown): string {
  return messageOf(error).split('\n')[0] ?? '';
}
