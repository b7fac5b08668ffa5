import { type Command, Option } from 'commander';
import { browser, logs, port, positiveInteger, seed, unitShare } from './cli-options.ts';

/** Adds the tools: datasets, schemas, the desk by hand, a browser. */
export function toolCommands(bench: Command): void {
  bench
    .command('generate')
    .description('write a synthetic dataset')
    .requiredOption('--out <dir>', 'folder to write procedures.json and sessions.jsonl into')
    .option('--sessions <n>', 'how many', positiveInteger, 1000)
    .addOption(
      new Option('--difficulty <d>', 'paraphrase, missing and contradictory information')
        .default(0.5)
        .argParser(unitShare),
    )
    .addOption(seed())
    .action(async (options) => (await import('./tools/datasets/index.ts')).generate(options));

  bench
    .command('convert')
    .description("convert a foreign log into this project's format")
    .addOption(logs().makeOptionMandatory())
    .requiredOption('--out <dir>', 'folder to write procedures.json and sessions.jsonl into')
    .action(async (options) => (await import('./tools/datasets/index.ts')).convert(options));

  bench
    .command('check')
    .description('read a log and say what is in it, or what is wrong with it')
    .addOption(logs().makeOptionMandatory())
    .action(async (options) => (await import('./tools/datasets/index.ts')).check(options));

  bench
    .command('schema')
    .description('print a published JSON Schema')
    .argument('<name>', 'results, figures, session or procedures')
    .action(async (name) => (await import('./tools/schema.ts')).printSchema(name));

  bench
    .command('desk')
    .description('serve the desk, to work through cases by hand')
    .addOption(logs())
    .option('--cases <n>', 'how many cases to put into the queue', positiveInteger, 12)
    .option('--port <n>', 'port on 127.0.0.1; any free one where not given', port)
    .addOption(seed())
    .action(async (options) => (await import('./tools/desk.ts')).desk(options));

  bench
    .command('browser')
    .description('find a browser, or install one, and say which')
    .addOption(browser())
    .action(async (options) => (await import('./tools/find-browser.ts')).findBrowser(options));
}
