import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import envPaths from 'env-paths';

/** What `sayso start` was told, made complete. Paths are absolute. */
export interface Config {
  /** The folder that holds everything kept: record, flows, readings, the session's secret. */
  data: string;
  /** 0 picks a free one. */
  port: number;
  home?: string;
  /** `mqtt://host:port` of the broker that devices are on. */
  mqtt?: string;
  /** A GGUF in place of the built-in one: a path or an address, as the caller gave it. */
  model?: string;
}

const PORT = 4141;
export const VERSION = (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;
/** The checkout, or the installed package. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The operating system's folder for application data. */
export const defaultData = (): string => envPaths('sayso', { suffix: '' }).data;

/** A path as the caller meant it: npm runs scripts in the package's folder and says in INIT_CWD where the caller stood. */
export const fromCaller = (path: string): string => resolve(process.env.INIT_CWD ?? process.cwd(), path);

export interface StartOptions {
  data?: string;
  port?: string;
  home?: string;
  mqtt?: string;
  model?: string;
}

/** @throws UsageError */
export function configOf(options: StartOptions): Config {
  const port = options.port === undefined ? PORT : Number(options.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError(`--port ${options.port} is no number from 0 to 65535.`);
  if (options.mqtt !== undefined && !/^(mqtts?|wss?):\/\/[^/]/.test(options.mqtt))
    throw new UsageError(`--mqtt takes an address such as mqtt://localhost:1883.`);
  return {
    data: dataFolder(options.data),
    port,
    ...(options.home === undefined ? {} : { home: fromCaller(options.home) }),
    ...(options.mqtt === undefined ? {} : { mqtt: options.mqtt }),
    ...(options.model === undefined ? {} : { model: options.model }),
  };
}

export const dataFolder = (path: string | undefined): string => (path === undefined ? defaultData() : fromCaller(path));

/** Makes the folder where it is missing, readable by its owner alone. */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
}

/** The name under which a person approves: that of their account. */
export function accountName(): string {
  try {
    return userInfo().username || 'you';
  } catch {
    return 'you';
  }
}

/** The command line was used wrongly: exit code 2. */
export class UsageError extends Error {}
