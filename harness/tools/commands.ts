import { Command } from 'commander';
import { browser, cached, encoder, logs, playing, policy, providers, seed } from '../bench/options.ts';
import {
  addOptions,
  count,
  flag,
  type Options,
  option,
  optional,
  port,
  required,
  share,
  unitShare,
  wholeFrom,
} from '../runner/option.ts';
import { print, printAside } from '../runner/output.ts';
import { SPEED_PARTS } from './speed/speed-parts.ts';
import { parseQueueUrl } from './worker/queue-url.ts';

/** What is no experiment: datasets, schemas, what can be named, stored runs, the desk by hand, a browser, and how fast this machine is. */
export function toolCommands(): Command[] {
  const folder = required('--out <dir>', 'folder to write procedures.json and sessions.jsonl into', { decides: false });
  const log = required('--logs <path>', "sessions in this project's format (docs/session-log.md), or a STAR checkout");
  return [
    made('generate', 'write a synthetic dataset', {
      out: folder,
      sessions: count('--sessions <n>', 'how many', 1000),
      difficulty: option('--difficulty <d>', 'paraphrase, missing and contradictory information', {
        parse: unitShare,
        fallback: 0.5,
      }),
      seed,
    }).action(async (options) => (await import('./datasets/index.ts')).generate(options)),
    made('convert', "convert a foreign log into this project's format", { logs: log, out: folder }).action(
      async (options) => (await import('./datasets/index.ts')).convert(options),
    ),
    made('check', 'read a log and say what is in it, or what is wrong with it', { logs: log }).action(async (options) =>
      (await import('./datasets/index.ts')).check(options),
    ),
    made('schema', 'print a published JSON Schema')
      .argument('<name>', 'figures, night, progress, rules, session or procedures')
      .action(async (name) => (await import('./schema.ts')).printSchema(name)),
    made('list', 'print the policies, critics, gates, traits … that there are, as their files describe them')
      .argument('[role]', 'a role; without it the roles are listed')
      .action(async (role) => (await import('./list-role.ts')).listRole(role)),
    workerCommand(),
    ...storedRunCommands(),
    ...nightlyCommands(),
    made('desk', 'serve the desk, to work through cases by hand', {
      logs,
      cases: count('--cases <n>', 'how many cases to put into the queue', 12),
      port: optional('--port <n>', 'port on 127.0.0.1; any free one where not given', { parse: port }),
      seed,
    }).action(async (options) => (await import('./desk.ts')).desk(options)),
    made('browser', 'find a browser, or install one, and say which', { browser }).action(async (options) => {
      const { resolveBrowser } = await import('../../simulators/desk/browser/launch.ts');
      print(`Browser: ${(await resolveBrowser({ ...options, onLine: printAside })).found}`);
    }),
    made('doctor', 'say what this machine lacks to run the bench, and what to do').action(async () =>
      (await import('./doctor.ts')).doctor(),
    ),
    made('speed', 'ratios of speeds measured side by side in one run', {
      ...cached,
      only: optional('--only <part>', 'measure one part', {
        choices: SPEED_PARTS,
      }),
      policy: policy(),
      encoder,
      sessions: count('--sessions <n>', 'sessions of the closed loop', 15_000),
      browser,
    }).action(async (options) => (await import('./speed/speed.ts')).speed(options)),
  ];
}

function workerCommand(): Command {
  return made('worker', 'play cells of a sweep that a queue hands out to as many workers as you start', {
    queue: required('--queue <url>', 'Redis or Valkey server, such as redis://127.0.0.1:6379', {
      parse: parseQueueUrl,
      env: 'DESKBENCH_QUEUE',
      decides: false,
    }),
    plan: required('--plan <file>', 'what is swept, as JSON with comments (docs/sweeps.md)'),
    out: required('--out <dir>', 'folder for the results, the same one for all workers', { decides: false }),
    logs,
    ...cached,
    providers,
    encoder,
    seed,
    lease: count('--lease <seconds>', 'how long a worker that is gone may hold a cell', 30),
    attempts: count('--attempts <n>', 'how often a cell is tried before it is dead', 3),
    backOff: count('--back-off <seconds>', 'how long a failed cell waits; each time twice as long', 5),
    timeout: playing.timeout,
    retryDead: flag('--retry-dead', 'try dead cells anew', false),
  }).action(async (options) => (await import('./worker/worker.ts')).worker(options));
}

/** What uses stored runs, without playing. */
function storedRunCommands(): Command[] {
  return [
    made('report', "write a run's page and tables again from its figures, without playing")
      .argument('<dir>', 'folder of a run that has ended')
      .action(async (folder) => (await import('./report.ts')).report(folder)),
    made('runs', 'list run folders, the newest first')
      .argument('[dir]', 'a folder that holds runs; reports/out where not given')
      .action(async (folder) => (await import('./runs.ts')).runs(folder)),
    made('show', 'print what a run printed, or one of its sessions step by step, without playing', {
      cell: optional('--cell <text>', 'where a session was played in several cells: text of the one', {
        decides: false,
      }),
    })
      .argument('<dir>', 'folder of a run')
      .argument('[session]', 'id of a session')
      .action(async (folder, session, options) => (await import('./show.ts')).show(folder, session, options)),
    made('query', 'ask the stored episodes of runs in SQL: tables sessions, steps and cells', {
      export: optional('--export <format>', 'write the answer as this', { choices: ['parquet', 'csv', 'jsonl'] }),
      out: optional('--out <file>', 'file for the answer', { decides: false }),
    })
      .argument(
        '<args...>',
        'folders of runs, and last the question, such as "select arm, avg(active_ms) from sessions group by arm"',
      )
      .action(async (args, options) => (await import('./query.ts')).query(args, options)),
    made('merge', 'bring the shards of a sweep together, without playing', {
      out: required('--out <dir>', 'folder of the whole run', { decides: false }),
    })
      .argument('<dirs...>', 'folders of all shards, or the one in which workers left them')
      .action(async (folders, options) => (await import('./merge.ts')).merge(folders, options)),
    made('rehearse', 'simulate an adaptive sweep: how often it is wrong, and how many sessions it saves', {
      sweeps: count('--sweeps <n>', 'simulated sweeps for each true difference', 2000),
      spread: option('--spread <s>', 'deviation of one session’s difference: of shares in [0, 1], else of the mean', {
        parse: unitShare,
        fallback: 0.3,
      }),
      seed,
    })
      .argument('<plan>', 'what is to be swept, with an entry adaptive (docs/sweeps.md)')
      .action(async (plan, options) => (await import('./rehearse.ts')).rehearse(plan, options)),
    made('score', 'measure the stored episodes of a run with other metrics, without playing', {
      metric: required('--metric <names>', 'files in reports/metrics/, separated by commas: goal-reached,leak-rate'),
      out: optional('--out <file>', 'file for the table, as CSV', { decides: false }),
    })
      .argument('<dir>', 'folder of a run')
      .action(async (folder, options) => (await import('./score.ts')).score(folder, options)),
    made('compare', 'say what differs between two runs, and which metrics got better or worse, without playing', {
      across,
      out: optional('--out <dir>', 'folder for page and tables', { decides: false }),
    })
      .argument('<base>', 'folder of the run to compare with')
      .argument('<new>', 'folder of the run to judge')
      .action(async (base, next, options) => (await import('./compare.ts')).compare(base, next, options)),
  ];
}

const across = optional('--across <names>', 'differences that are meant: settings, data, seed, separated by commas', {
  decides: false,
});

/** What a nightly job asks. */
function nightlyCommands(): Command[] {
  const rules = optional('--rules <file>', 'what must hold, as JSON with comments (docs/nightly.md)', {
    decides: false,
  });
  const kept = required('--baseline <path>', 'folder of a run, or a file that bench baseline update wrote', {
    decides: false,
  });
  const baseline = new Command('baseline').description('keep the sums of a run, to judge later ones by');
  baseline.addCommand(
    made('update', 'write the baseline of a run, and say what changed', { baseline: kept })
      .argument('<run>', 'folder of a run that has ended')
      .action(async (run, options) => (await import('./baseline.ts')).updateBaseline(run, options)),
  );
  baseline.addCommand(
    made('show', 'say what a baseline is of')
      .argument('<file>', 'a file that bench baseline update wrote')
      .action(async (file) => (await import('./baseline.ts')).showBaseline(file)),
  );
  return [
    made('regress', 'say whether a run is worse than its baseline: PASS, WARN, FAIL or UNDECIDED, without playing', {
      baseline: kept,
      rules,
      across,
      reporter: option('--reporter <names>', 'who reads the verdict: bench list reporters', { fallback: 'terminal' }),
      out: optional('--out <dir>', "folder for what reporters write; the run's own where not given", {
        decides: false,
      }),
      history: optional('--history <file>', 'file that gets a line for the night: bench trend reads it', {
        decides: false,
      }),
    })
      .argument('<run>', 'folder of the run to judge')
      .action(async (run, options) => (await import('./regress.ts')).regress(run, options)),
    made('trend', 'say which figures decline or rise slowly over many nights, and since when, without playing', {
      out: optional('--out <file>', 'file for the page, such as trend.html', { decides: false }),
    })
      .argument('<file>', 'nights, as bench regress --history appends them')
      .action(async (file, options) => (await import('./trend.ts')).trend(file, options)),
    made(
      'nights',
      'simulate nights of two real runs: how often the rules cry wolf, and how often they see what differs',
      {
        rules,
        across,
        nights: count('--nights <n>', 'how many nights', 1000),
        sessions: optional('--sessions <n>', 'sessions of a night; as many as the runs have where not given', {
          parse: wholeFrom(2),
        }),
        worse: share('--worse <share>', 'by how much of all steps a policy is made less accurate', 0.02),
        seed,
      },
    )
      .argument('<base>', 'folder of a run')
      .argument('<new>', 'folder of another run of the same sessions')
      .action(async (base, next, options) => (await import('./nights.ts')).nights(base, next, options)),
    baseline,
  ];
}

function made(name: string, description: string, options: Options = {}): Command {
  const command = new Command(name).description(description);
  addOptions(command, options);
  return command;
}
