import { builtEditor } from '../api/editor';
import { serve } from '../api/server';
import { withFallback } from '../compile/llama/fallback';
import { llamaModel } from '../compile/llama/llama';
import type { Model } from '../compile/model';
import { type Config, configOf, makeFolder, type StartOptions } from '../config';
import { startEngine } from '../engine';
import { namedModel } from './model';
import { print, printJson, readHome, say } from './output';

/** `sayso start`: the whole program, until SIGTERM or Ctrl+C. The first line on standard output tells the address. */
export async function startCommand(options: StartOptions & { json?: boolean }): Promise<number> {
  const config = configOf(options);
  const home = config.home === undefined ? undefined : readHome(config.home);
  const ended = new Promise<void>((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
  });
  const engine = await startEngine({
    data: config.data,
    model: await modelOf(config),
    ...(home ? { home } : {}),
    ...(config.mqtt === undefined ? {} : { mqtt: config.mqtt }),
    log: say,
  });
  try {
    const server = await serve({ engine, editor: await builtEditor(say), port: config.port, log: say });
    if (options.json) printJson({ url: server.url, pid: process.pid });
    else print(`Sayso runs. Open ${server.url}`);
    // A model of one's own: whether it is fit, and what memory it takes, is told at once.
    if (config.model !== undefined) engine.wake();
    await ended;
    await server.close();
  } finally {
    await engine.stop();
  }
  return 0;
}

/** A model of one's own may prove unfit while Sayso runs: the built-in one stands behind it. */
async function modelOf(config: Config): Promise<Model> {
  if (config.model === undefined) return llamaModel();
  makeFolder(config.data);
  return withFallback(await namedModel(config.model, config.data), llamaModel(), say);
}
