/** The home as a section through the house: floors from the home file, rooms on them, what each says now. Pure. */
import type { HomeView } from '../../flows/api';
import { type Device, HOME } from '../../flows/home';
import { answers, isLit, stateText } from '../parts/state';

export interface Item {
  device: Device;
  text: string;
}

export interface Room {
  name: string;
  lit: boolean;
  /** What is worth a line, the most telling first. */
  items: Item[];
}

export interface Floor {
  name: string;
  /** Below 0 lies under the ground. */
  level: number;
  rooms: Room[];
}

const LEVELS: readonly [RegExp, number][] = [
  [/basement|cellar|underground|keller/i, -1],
  [/ground|erdgeschoss|parterre/i, 0],
  [/attic|loft|roof|dach/i, 9],
  [/first|upper|1st/i, 1],
  [/second|2nd/i, 2],
  [/third|3rd/i, 3],
];

/** Where a floor lies, by its name; a name that says nothing lies on the ground. */
function levelOf(floor: string): number {
  const number = /-?\d+/.exec(floor)?.[0];
  return LEVELS.find(([name]) => name.test(floor))?.[1] ?? (number === undefined ? 0 : Number(number));
}

/** Kinds whose state people look for, the most telling first. */
const TELLING = [
  'light',
  'thermostat',
  'lock',
  'window',
  'door',
  'tv',
  'washing machine',
  'blind',
  'leak sensor',
  'temperature sensor',
  'humidity sensor',
  'fan',
];
const rank = (device: Device): number => {
  const at = TELLING.indexOf(device.kind);
  return at === -1 ? TELLING.length : at;
};

/** Top floor first. */
export function floorsOf(view: HomeView): Floor[] {
  const floors = new Map<string, Map<string, Device[]>>();
  for (const device of view.devices) {
    if (device.room === undefined) continue;
    const rooms = floors.get(device.floor ?? '') ?? new Map<string, Device[]>();
    rooms.set(device.room, [...(rooms.get(device.room) ?? []), device]);
    floors.set(device.floor ?? '', rooms);
  }
  return [...floors]
    .map(([name, rooms]) => ({ name, level: levelOf(name), rooms: [...rooms].map(([room, devices]) => roomOf(view, room, devices)) }))
    .sort((a, b) => b.level - a.level);
}

function roomOf(view: HomeView, name: string, devices: Device[]): Room {
  const lit = devices.filter((d) => d.kind === 'light' && isLit(view, d));
  const shown = [...devices].sort((a, b) => Number(isLit(view, b)) - Number(isLit(view, a)) || rank(a) - rank(b));
  return { name, lit: lit.length > 0, items: shown.map((device) => ({ device, text: itemText(view, device, name) })) };
}

/** A device's words in its room: doors and windows are named, the rest is told by its icon. */
function itemText(view: HomeView, device: Device, room: string): string {
  const text = stateText(view, device);
  if (!['lock', 'window', 'door', 'blind', 'curtain', 'motion sensor'].includes(device.kind)) return text;
  const short = device.name
    .replace(new RegExp(`^${room.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')} `, 'i'), '')
    .replace(/ lock$/i, '')
    .toLowerCase();
  return `${short} ${text}`;
}

/** Devices outside any room that people ask for: who is in, and what does not answer. */
export function besides(view: HomeView): { people: Item[]; silent: Device[] } {
  const people = view.devices.filter((d) => d.kind === 'person').map((device) => ({ device, text: stateText(view, device) }));
  return { people, silent: view.devices.filter((d) => d.id !== HOME && answers(view, d) === 'silent') };
}
