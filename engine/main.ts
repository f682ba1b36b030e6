/** The command line: every command of `sayso`, one block each (contract: exit code 0 done, 1 refused, 2 wrong usage). */
import { Command, CommanderError } from 'commander';
import type { Problem } from '../flows/problem';
import { printJson, problemLine, RefusedInput, say } from './command/output';
import { ModelError } from './compile/model';
import { UsageError, VERSION } from './config';

const sayso = new Command('sayso')
  .description('Say it. See it. Say so. Home automations in plain language, drafted on this machine, approved by you.')
  .version(VERSION)
  .exitOverride()
  .configureOutput({ writeErr: (text) => process.stderr.write(text) })
  .showHelpAfterError('(sayso --help lists what there is)');

const HOME = ['--home <file>', 'the home file'] as const;
const JSON_OUT = ['--json', 'print the result as JSON'] as const;
const DATA = ['--data <folder>', 'where everything is kept (default: the usual folder for application data)'] as const;
const MODEL = ['--model <file>', 'another model (GGUF) than the built-in one: a path, or hf:user/model:quant, fetched once'] as const;

// Each command loads only what it needs: `sayso hash` starts no model and opens no database.
sayso
  .command('start')
  .description('run Sayso and print its address')
  .option(...DATA)
  .option('--port <number>', 'the port; 0 picks a free one')
  .option(...HOME)
  .option('--mqtt <url>', 'the MQTT broker that the devices are on, such as mqtt://localhost:1883')
  .option(...MODEL)
  .option(...JSON_OUT)
  .action(async (o) => end(await (await import('./command/start')).startCommand(o)));
sayso
  .command('ask <request>')
  .description('draft a flow, or answer, without sending anything')
  .requiredOption(...HOME)
  .option('--flow <file>', 'write the drafted flow there')
  .option(...MODEL)
  .option(...JSON_OUT)
  .action(async (request, o) => end(await (await import('./command/ask')).askCommand(request, o)));
sayso
  .command('try <cases>')
  .description('ask many requests and play what comes of them, one JSON line each')
  .option(...HOME)
  .option(...MODEL)
  .action(async (file, o) => end(await (await import('./command/try')).tryCommand(file, o)));
sayso
  .command('check <flow>')
  .description('say what is wrong with a flow in a home')
  .requiredOption(...HOME)
  .option('--with <flow...>', 'other flows of the same home')
  .option(...JSON_OUT)
  .action(async (file, o) => end((await import('./command/check')).checkCommand(file, o)));
sayso
  .command('rehearse <flow>')
  .description('play events and print the commands that the flow would send, one JSON line each')
  .requiredOption(...HOME)
  .requiredOption('--events <file>', 'events, one JSON line each')
  .option('--until <time>', 'local time at which to end (default: the last event)')
  .option(...JSON_OUT)
  .action(async (file, o) => end((await import('./command/rehearse')).rehearseCommand(file, o)));
sayso
  .command('explain <flow>')
  .description('read a flow aloud')
  .option(...HOME)
  .option(...JSON_OUT)
  .action(async (file, o) => end((await import('./command/explain')).explainCommand(file, o)));
sayso
  .command('hash <flow>')
  .description('print the identity of what a flow does')
  .option(...JSON_OUT)
  .action(async (file, o) => end((await import('./command/hash')).hashCommand(file, o)));
sayso
  .command('diff <before> <after>')
  .description('say what one flow does otherwise than another')
  .option(...HOME)
  .option(...JSON_OUT)
  .action(async (before, after, o) => end((await import('./command/diff')).diffCommand(before, after, o)));
for (const name of ['devices', 'flows'] as const) {
  sayso
    .command(name)
    .description(name === 'devices' ? 'list the devices with their readings' : 'list the flows that were approved')
    .option(...DATA)
    .option(...JSON_OUT)
    .action(async (o) => {
      const kept = await import('./command/kept');
      end(name === 'devices' ? kept.devicesCommand(o) : kept.flowsCommand(o));
    });
}
sayso
  .command('log')
  .argument('[verify]', 'verify: whether the record is whole')
  .description('print the record of everything that happened, one JSON line each')
  .option(...DATA)
  .option(...JSON_OUT)
  .action(async (what, o) => {
    if (what !== undefined && what !== 'verify') throw new UsageError(`sayso log has no "${what}"; there is sayso log verify.`);
    const kept = await import('./command/kept');
    end(what ? kept.verifyCommand(o) : kept.logCommand(o));
  });

/** Set, not forced: what was printed is written out first. */
function end(code: number): void {
  process.exitCode = code;
}

function failed(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError) {
    say(error.message);
    return 2;
  }
  const asJson = process.argv.includes('--json') || process.argv[2] === 'try';
  const problems = error instanceof RefusedInput ? error.problems : [faultOf(error)];
  if (asJson) printJson({ problems });
  else for (const p of problems) say(problemLine(p));
  if (!(error instanceof RefusedInput || error instanceof ModelError) && process.env.SAYSO_DEBUG && error instanceof Error) say(error.stack ?? '');
  return 1;
}

const faultOf = (error: unknown): Problem => ({
  code: 'no-answer',
  level: 'blocks',
  message: error instanceof Error ? error.message : String(error),
  path: '',
});

// A reader that has seen enough (`| head`) ends the program quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
sayso.parseAsync().catch((error: unknown) => end(failed(error)));
