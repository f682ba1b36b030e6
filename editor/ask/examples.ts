/** Sentences that would work in this home, made of its own devices. Pure. */
import type { HomeView } from '../../flows/api';
import type { Capability, Risk } from '../../flows/capability';
import { ability, type Device } from '../../flows/home';
import { deviceRisk } from '../parts/state';

/** A stretch of an example; `touches` gives it its thread. */
export interface Part {
  text: string;
  touches?: Risk | 'time';
}

export interface Example {
  parts: Part[];
  devices: Device[];
}

export const requestOf = (example: Example): string => example.parts.map((p) => p.text).join('');

type Maker = (view: HomeView) => Example | undefined;

const can = (device: Device, ...capabilities: Capability[]): boolean => capabilities.every((c) => ability(device, c) !== undefined);
const withAll = (view: HomeView, ...capabilities: Capability[]): Device[] => view.devices.filter((d) => can(d, ...capabilities));

/** "the hall light"; names of people and words in capitals stay as they are. */
function the(device: Device): string {
  const { name } = device;
  if (device.kind === 'person' || /['’]s /.test(name)) return name;
  return `the ${/^[A-Z]{2}/.test(name) ? name : name.charAt(0).toLowerCase() + name.slice(1)}`;
}

/** Two devices in one room that can do these things. */
function pair(view: HomeView, first: Capability, second: Capability, kind?: string): [Device, Device] | undefined {
  for (const a of withAll(view, first)) {
    const b = withAll(view, second).find((d) => d.room === a.room && d.room !== undefined && d !== a && (kind === undefined || d.kind === kind));
    if (b) return [a, b];
  }
  return undefined;
}

const MAKERS: readonly Maker[] = [
  (view) => {
    const found = pair(view, 'occupancy', 'power', 'light');
    if (!found) return undefined;
    const [motion, light] = found;
    return {
      devices: [motion, light],
      parts: [
        { text: 'Turn on ' },
        { text: the(light), touches: 'comfort' },
        { text: ' when ' },
        {
          text: `${the(motion).replace(/ (motion )?sensor$/, '')} sees motion`.replace(/motion sees motion$/, 'motion sensor sees motion'),
          touches: 'observe',
        },
        { text: ', and off after ' },
        { text: '5 minutes without motion', touches: 'time' },
      ],
    };
  },
  (view) => {
    const found = pair(view, 'contact', 'targetTemperature');
    if (!found) return undefined;
    const [window, heating] = found;
    return {
      devices: [window, heating],
      parts: [
        { text: 'When ' },
        { text: `${the(window)} opens`, touches: 'observe' },
        { text: ', set ' },
        { text: `${the(heating)} to 17 °C`, touches: 'energy' },
      ],
    };
  },
  (view) => {
    const lock = withAll(view, 'lock')[0];
    return (
      lock && {
        devices: [lock],
        parts: [{ text: `Lock ${the(lock).replace(/ lock$/, '')}`, touches: 'security' }, { text: ' ' }, { text: 'at 22:30', touches: 'time' }],
      }
    );
  },
  (view) => {
    const [blind] = withAll(view, 'position');
    return (
      blind && { devices: [blind], parts: [{ text: `Close ${the(blind)}`, touches: deviceRisk(blind) }, { text: ' ' }, { text: 'at sunset', touches: 'time' }] }
    );
  },
  (view) => {
    const [leak] = withAll(view, 'leak');
    const [phone] = withAll(view, 'message');
    return (
      leak &&
      phone && {
        devices: [leak, phone],
        parts: [{ text: `Tell ${the(phone)}`, touches: 'observe' }, { text: ' when ' }, { text: `${the(leak)} detects a leak`, touches: 'observe' }],
      }
    );
  },
  (view) => {
    const light = withAll(view, 'power', 'brightness')[0];
    return (
      light && {
        devices: [light],
        parts: [{ text: 'Turn on ' }, { text: the(light), touches: 'comfort' }, { text: ' ' }, { text: 'at sunset', touches: 'time' }],
      }
    );
  },
  (view) => {
    const plug = withAll(view, 'power')[0];
    return (
      plug && {
        devices: [plug],
        parts: [{ text: 'Turn off ' }, { text: the(plug), touches: deviceRisk(plug) }, { text: ' ' }, { text: 'at 23:00', touches: 'time' }],
      }
    );
  },
];

const COUNT = 3;

export function examplesFor(view: HomeView): Example[] {
  return MAKERS.flatMap((make) => make(view) ?? []).slice(0, COUNT);
}
