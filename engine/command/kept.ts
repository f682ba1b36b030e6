import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { deviceSchema, homeSchema } from '../../flows/home';
import { parse } from '../../flows/parse';
import { localText } from '../../flows/time';
import { dataFolder } from '../config';
import { HOME_FILE } from '../engine';
import { journalOf } from '../record/journal';
import { openStore, type Store } from '../store/store';
import { print, printJson, refuseInput } from './output';

/** Commands that read the data folder, whether an engine runs on it or not. They write nothing. */
interface Reading {
  data?: string;
  json?: boolean;
}

const keptHome = homeSchema.extend({ devices: z.array(deviceSchema.extend({ bridge: z.string() })) });

/** `sayso devices`: a list as in the home file, each with its readings and its bridge. */
export function devicesCommand(o: Reading): number {
  return withStore(o, (store, folder) => {
    const readings = store.readings();
    const devices = homeIn(folder).devices.map((d) => ({
      ...d,
      readings: readings
        .filter((r) => r.device === d.id)
        .map(({ capability, value, at }) => ({ capability, value, at: localText(at, homeIn(folder).timezone) })),
    }));
    if (o.json) printJson(devices);
    for (const d of o.json ? [] : devices) {
      const where = [d.room, d.floor].filter(Boolean).join(', ');
      print(`${d.name} (${d.kind}${where ? `, ${where}` : ''}) ${d.readings.map((r) => `${r.capability} ${r.value}`).join(', ')}`);
    }
    return 0;
  });
}

/** `sayso flows`: what was approved here, with the active states and when something next happens by itself. */
export function flowsCommand(o: Reading): number {
  return withStore(o, (store, folder) => {
    const { timezone } = homeIn(folder);
    const flows = store.flows().map((kept) => {
      const states = [...store.states(kept.id).values()];
      const due = Math.min(...states.flatMap((s) => s.timers.map((t) => t.due)));
      const draft = parse(kept.bytes);
      return {
        id: kept.id,
        name: draft.ok ? draft.value.flow.name : 'a flow that can no longer be read',
        hash: kept.approval.hash,
        status: kept.status,
        states: [...new Set(states.flatMap((s) => s.active))],
        ...(Number.isFinite(due) ? { next: localText(due, timezone) } : {}),
      };
    });
    if (o.json) printJson(flows);
    else if (flows.length === 0) print('No flow was approved here yet.');
    else for (const f of flows) print(`${f.name} (${f.status}): ${f.states.join(', ')}${'next' in f ? `, next at ${f.next}` : ''}`);
    return 0;
  });
}

/** `sayso log`: the audit records, oldest first, one a line. */
export function logCommand(o: Reading): number {
  return withStore(o, (store) => {
    const journal = journalOf(store.db);
    const pages: ReturnType<typeof journal.read>[] = [];
    for (let before: number | undefined; ; ) {
      const page = journal.read({ before, limit: 1000 });
      pages.push(page);
      before = page.at(-1)?.seq;
      if (page.length < 1000) break;
    }
    for (const record of pages.flat().reverse()) printJson(record);
    return 0;
  });
}

/** `sayso log verify`: whether the record is whole. @returns 1 where it is not */
export function verifyCommand(o: Reading): number {
  return withStore(o, (store) => {
    const found = journalOf(store.db).verify();
    if (o.json) printJson(found);
    else print(found.ok ? `The record is whole: ${found.records} entries.` : `The record is broken: ${found.broken?.why}.`);
    return found.ok ? 0 : 1;
  });
}

function withStore(o: Reading, work: (store: Store, folder: string) => number): number {
  const folder = dataFolder(o.data);
  if (!existsSync(join(folder, 'sayso.db'))) return refuseInput(`There is no data in ${folder}.`, 'Start Sayso once, or name another folder with --data.');
  const store = openStore(folder, false);
  try {
    return work(store, folder);
  } finally {
    store.close();
  }
}

function homeIn(folder: string): z.infer<typeof keptHome> {
  const path = join(folder, HOME_FILE);
  const home = existsSync(path) ? keptHome.safeParse(JSON.parse(readFileSync(path, 'utf8'))) : undefined;
  return home?.success ? home.data : refuseInput(`There is no home in ${folder}.`, 'Start Sayso on it once.');
}
