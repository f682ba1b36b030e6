import { type Home, homeSchema } from '../../../flows/home';
import { deviceId } from '../../../flows/ids';

type Line = [name: string, kind: string, room: string | undefined, ...capabilities: (string | { name: string; values: string[] })[]];

/** A home of these devices; ids are the names in lower case with underscores. */
export function homeOf(...lines: Line[]): Home {
  return homeSchema.parse({
    format: 'sayso/home/1',
    name: 'Home',
    timezone: 'Europe/Berlin',
    latitude: 52.5,
    longitude: 13.4,
    devices: lines.map(([name, kind, room, ...capabilities]) => ({
      id: idOf(name),
      name,
      kind,
      ...(room ? { room } : {}),
      capabilities: capabilities.length > 0 ? capabilities : ['power'],
    })),
  });
}

export const idOf = (name: string): string => deviceId(name.toLowerCase().replace(/[^a-z0-9]+/g, '_'));
