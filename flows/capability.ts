/**
 * Everything a device can report or be told: the one table from which the types, the validators, the editor's menus, the
 * wording and the words of the notation derive (other programs rely on names, values, units, risk and rest values: add rows, change none).
 *
 * Wording: `is` after a device's name as a state ("the front door is open"), `becomes` as an event ("opens"), `order` as a
 * command with `{}` for the device ("lock {}"). `word` is the word of the notation; words may repeat between capabilities
 * (a blind and a window both are `open`), the device decides. For numbers `noun` names the quantity ("temperature").
 */
export type Risk = 'observe' | 'comfort' | 'energy' | 'security';

export interface ValueRow {
  readonly word: string;
  readonly is: string;
  readonly becomes: string;
  readonly order?: string;
}

interface Common {
  readonly noun: string;
  readonly writable: boolean;
  readonly risk: Risk;
  /** Sent or reported as an event and not kept as a state. */
  readonly momentary?: boolean;
}

export interface EnumRow extends Common {
  readonly type: 'enum';
  readonly values: Readonly<Record<string, ValueRow>>;
  readonly rest?: string;
}

export interface NumberRow extends Common {
  readonly type: 'number';
  readonly unit: string;
  readonly min?: number;
  readonly max?: number;
  readonly rest: number;
  readonly word: string;
  /** A step for "a bit more" and "a bit less", in the unit. */
  readonly step: number;
  readonly order?: string;
}

export interface TextRow extends Common {
  readonly type: 'text' | 'color';
  readonly rest?: string;
  readonly word: string;
  readonly order: string;
}

export type CapabilityRow = EnumRow | NumberRow | TextRow;

const value = (word: string, is: string, becomes: string, order?: string): ValueRow =>
  order === undefined ? { word, is, becomes } : { word, is, becomes, order };

const switched = { on: value('on', 'is on', 'turns on', 'turn {} on'), off: value('off', 'is off', 'turns off', 'turn {} off') };

/** A sensor that reports `detected` and `clear`. */
const detector = (noun: string, detected: ValueRow, clear: ValueRow): EnumRow => ({
  type: 'enum',
  noun,
  writable: false,
  risk: 'observe',
  rest: 'clear',
  values: { detected, clear },
});
const quantity = (noun: string, word: string, unit: string, rest: number, step: number, min?: number, max?: number): NumberRow => ({
  type: 'number',
  noun,
  word,
  unit,
  rest,
  step,
  writable: false,
  risk: 'observe',
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
});
const level = (noun: string, word: string, risk: Risk, rest: number, step: number, unit: string, min?: number, max?: number): NumberRow => ({
  ...quantity(noun, word, unit, rest, step, min, max),
  writable: true,
  risk,
  order: `set the ${noun} of {} to`,
});

export const CAPABILITIES = {
  power: { type: 'enum', noun: 'power', writable: true, risk: 'comfort', rest: 'off', values: switched },
  brightness: { ...level('brightness', 'bright', 'comfort', 0, 20, '%', 0, 100), order: 'set {} to' },
  volume: level('volume', 'volume', 'comfort', 0, 10, '%', 0, 100),
  fanSpeed: level('fan speed', 'speed', 'comfort', 0, 20, '%', 0, 100),
  colorTemperature: level('colour temperature', 'tone', 'comfort', 2700, 500, 'K', 1000, 10000),
  color: { type: 'color', noun: 'colour', word: 'color', writable: true, risk: 'comfort', rest: 'white', order: 'set the colour of {} to' },
  muted: {
    type: 'enum',
    noun: 'mute',
    writable: true,
    risk: 'comfort',
    rest: 'off',
    values: { on: value('mute', 'is muted', 'is muted', 'mute {}'), off: value('loud', 'is not muted', 'is no longer muted', 'unmute {}') },
  },
  playback: {
    type: 'enum',
    noun: 'playback',
    writable: true,
    risk: 'comfort',
    rest: 'stopped',
    values: {
      playing: value('play', 'is playing', 'starts playing', 'play {}'),
      paused: value('pause', 'is paused', 'is paused', 'pause {}'),
      stopped: value('stop', 'is stopped', 'stops playing', 'stop {}'),
    },
  },
  track: {
    type: 'enum',
    noun: 'track',
    writable: true,
    risk: 'comfort',
    momentary: true,
    values: {
      next: value('next', 'skips ahead', 'skips to the next track', 'skip to the next track on {}'),
      previous: value('previous', 'skips back', 'skips to the previous track', 'go back to the previous track on {}'),
    },
  },
  source: { type: 'text', noun: 'source', word: 'source', writable: true, risk: 'comfort', order: 'switch the source of {} to' },
  position: { ...level('position', 'position', 'comfort', 0, 20, '%', 0, 100), order: 'set {} to' },
  tilt: level('tilt', 'tilt', 'comfort', 0, 20, '%', 0, 100),
  targetTemperature: { ...level('target temperature', 'target', 'energy', 20, 1, '°C'), order: 'set {} to' },
  targetHumidity: level('target humidity', 'moisture', 'energy', 50, 5, '%', 0, 100),
  thermostatMode: {
    type: 'enum',
    noun: 'heating mode',
    writable: true,
    risk: 'energy',
    rest: 'off',
    values: {
      off: value('off', 'is off', 'switches off', 'switch {} off'),
      heat: value('heat', 'is heating', 'switches to heating', 'switch {} to heating'),
      cool: value('cool', 'is cooling', 'switches to cooling', 'switch {} to cooling'),
      auto: value('auto', 'is on automatic', 'switches to automatic', 'switch {} to automatic'),
      dry: value('dry', 'is drying the air', 'switches to drying', 'switch {} to drying'),
      fan: value('fan', 'is on fan only', 'switches to fan only', 'switch {} to fan only'),
    },
  },
  cleaning: {
    type: 'enum',
    noun: 'cleaning',
    writable: true,
    risk: 'comfort',
    rest: 'docked',
    values: {
      cleaning: value('clean', 'is cleaning', 'starts cleaning', 'start {} cleaning'),
      paused: value('pause', 'is paused', 'is paused', 'pause {}'),
      docked: value('dock', 'is docked', 'docks', 'send {} to its dock'),
      returning: value('return', 'is returning', 'returns to its dock', 'send {} back'),
    },
  },
  operation: {
    type: 'enum',
    noun: 'programme',
    writable: true,
    risk: 'energy',
    rest: 'idle',
    values: {
      idle: value('idle', 'is idle', 'becomes idle', 'stop {}'),
      running: value('run', 'is running', 'starts running', 'start {}'),
      paused: value('pause', 'is paused', 'is paused', 'pause {}'),
      finished: value('finished', 'has finished', 'finishes'),
    },
  },
  valve: {
    type: 'enum',
    noun: 'valve',
    writable: true,
    risk: 'security',
    rest: 'closed',
    values: { open: value('open', 'is open', 'opens', 'open {}'), closed: value('closed', 'is closed', 'closes', 'close {}') },
  },
  lock: {
    type: 'enum',
    noun: 'lock',
    writable: true,
    risk: 'security',
    rest: 'locked',
    values: { locked: value('locked', 'is locked', 'is locked', 'lock {}'), unlocked: value('unlocked', 'is unlocked', 'is unlocked', 'unlock {}') },
  },
  alarmMode: {
    type: 'enum',
    noun: 'alarm',
    writable: true,
    risk: 'security',
    rest: 'disarmed',
    values: {
      disarmed: value('disarm', 'is disarmed', 'is disarmed', 'disarm {}'),
      armed_home: value('stay', 'is armed for staying home', 'is armed for staying home', 'arm {} for staying home'),
      armed_away: value('arm', 'is armed', 'is armed', 'arm {} for being away'),
      armed_night: value('night', 'is armed for the night', 'is armed for the night', 'arm {} for the night'),
      triggered: value('trigger', 'is triggered', 'is triggered', 'trigger {}'),
    },
  },
  siren: {
    type: 'enum',
    noun: 'siren',
    writable: true,
    risk: 'security',
    rest: 'off',
    values: { on: value('on', 'is sounding', 'starts sounding', 'sound {}'), off: value('off', 'is silent', 'falls silent', 'silence {}') },
  },
  message: { type: 'text', noun: 'message', word: 'tell', writable: true, risk: 'observe', momentary: true, order: 'send {}' },
  occupancy: detector('motion', value('motion', 'sees motion', 'sees motion'), value('still', 'sees no motion', 'sees no more motion')),
  smoke: detector('smoke', value('smoke', 'detects smoke', 'detects smoke'), value('clear', 'detects no smoke', 'detects no more smoke')),
  carbonMonoxide: detector(
    'carbon monoxide',
    value('monoxide', 'detects carbon monoxide', 'detects carbon monoxide'),
    value('clear', 'detects no carbon monoxide', 'detects no more carbon monoxide'),
  ),
  gas: detector('gas', value('gas', 'detects gas', 'detects gas'), value('clear', 'detects no gas', 'detects no more gas')),
  leak: detector('leak', value('wet', 'detects a leak', 'detects a leak'), value('dry', 'detects no leak', 'detects no more leak')),
  vibration: detector('vibration', value('shake', 'vibrates', 'vibrates'), value('still', 'does not vibrate', 'stops vibrating')),
  rain: detector('rain', value('rain', 'reports rain', 'reports rain'), value('dry', 'reports no rain', 'reports that the rain has stopped')),
  contact: {
    type: 'enum',
    noun: 'contact',
    writable: false,
    risk: 'observe',
    rest: 'closed',
    values: { open: value('open', 'is open', 'opens'), closed: value('closed', 'is closed', 'closes') },
  },
  presence: {
    type: 'enum',
    noun: 'presence',
    writable: false,
    risk: 'observe',
    rest: 'home',
    values: { home: value('home', 'is home', 'comes home'), away: value('away', 'is away', 'leaves') },
  },
  temperature: quantity('temperature', 'temperature', '°C', 20, 1),
  humidity: quantity('humidity', 'humidity', '%', 50, 5, 0, 100),
  soilMoisture: quantity('soil moisture', 'soil', '%', 50, 5, 0, 100),
  battery: quantity('battery', 'battery', '%', 50, 5, 0, 100),
  illuminance: quantity('brightness', 'light', 'lx', 200, 50, 0),
  co2: quantity('CO₂', 'carbon', 'ppm', 500, 100, 0),
  pm25: quantity('fine dust', 'dust', 'µg/m³', 5, 5, 0),
  activePower: quantity('power draw', 'draw', 'W', 0, 50),
  energy: quantity('energy', 'energy', 'kWh', 0, 1),
  windSpeed: quantity('wind speed', 'wind', 'm/s', 2, 1, 0),
  price: quantity('price', 'price', '/kWh', 0.25, 0.01),
  button: {
    type: 'enum',
    noun: 'button',
    writable: false,
    risk: 'observe',
    momentary: true,
    values: {
      pressed: value('pressed', 'was pressed', 'is pressed'),
      double_pressed: value('double', 'was pressed twice', 'is pressed twice'),
      held: value('held', 'was held', 'is held'),
    },
  },
  sun: {
    type: 'enum',
    noun: 'sun',
    writable: false,
    risk: 'observe',
    values: { up: value('sunrise', 'is up', 'rises'), down: value('sunset', 'is down', 'sets') },
  },
  mode: {
    type: 'enum',
    noun: 'home mode',
    writable: true,
    risk: 'comfort',
    rest: 'home',
    values: {
      home: value('home', 'is in home mode', 'changes to home mode', 'set {} to home mode'),
      away: value('away', 'is in away mode', 'changes to away mode', 'set {} to away mode'),
      night: value('night', 'is in night mode', 'changes to night mode', 'set {} to night mode'),
      vacation: value('vacation', 'is in vacation mode', 'changes to vacation mode', 'set {} to vacation mode'),
    },
  },
} as const satisfies Record<string, CapabilityRow>;

export type Capability = keyof typeof CAPABILITIES;
/** A value that a device reported or is told. Numbers are in the capability's unit. */
export type Value = string | number;
/** Neither is a value: a comparison with one is never true, and coming back from one is no edge (SPEC 3.4). */
export const NO_VALUE = ['unavailable', 'unknown'] as const;

export const CAPABILITY_NAMES = Object.keys(CAPABILITIES) as Capability[];
const rows: ReadonlyMap<string, CapabilityRow> = new Map(Object.entries(CAPABILITIES));

/** The row of a capability; names are looked up in a map, so that `constructor` is no capability. */
export function capabilityRow(name: Capability): CapabilityRow {
  const row = rows.get(name);
  if (!row) throw new TypeError(`no such capability: ${name}`);
  return row;
}

export function isCapability(name: string): name is Capability {
  return rows.has(name);
}

/** Devices whose `power` moves heat or much energy, and whose `position` lets someone in. */
const HOT_KINDS = new Set(['heater', 'oven', 'kettle', 'coffee maker', 'air conditioner', 'car charger']);
const ENTRY_KINDS = new Set(['garage door', 'gate']);

/** The risk class of telling a device of `kind` to change `capability`. */
export function riskOf(capability: Capability, kind: string): Risk {
  if (capability === 'power' && HOT_KINDS.has(kind)) return 'energy';
  if (capability === 'position' && ENTRY_KINDS.has(kind)) return 'security';
  return capabilityRow(capability).risk;
}

export type Direction = 'up' | 'down';
/** Readings of the room that a command moves, and which way. */
export type Moves = Readonly<Partial<Record<Capability, Direction>>>;

const HEATS: Moves = { temperature: 'up' };
const COOLS: Moves = { temperature: 'down' };
/** By kind of device: what it moves while its `power` is on, or while its `position` or `fanSpeed` is above 0. */
const MOVED_BY_KIND: Readonly<Record<string, Moves>> = {
  heater: HEATS,
  oven: HEATS,
  'air conditioner': COOLS,
  fan: COOLS,
  window: COOLS,
  humidifier: { humidity: 'up' },
  dehumidifier: { humidity: 'down' },
  'air purifier': { pm25: 'down' },
  light: { illuminance: 'up' },
  blind: { illuminance: 'up' },
  curtain: { illuminance: 'up' },
  sprinkler: { soilMoisture: 'up' },
};
const MOVED_BY_MODE: Readonly<Record<string, Moves>> = { heat: HEATS, cool: COOLS, dry: { humidity: 'down' }, fan: COOLS };

/** What a command does to the readings around the device; nothing where the table does not know. */
export function movesOf(capability: Capability, kind: string, value: Value): Moves {
  if (capability === 'thermostatMode') return (Object.hasOwn(MOVED_BY_MODE, value) ? MOVED_BY_MODE[value] : undefined) ?? {};
  const runs =
    (capability === 'power' && value === 'on') ||
    ((capability === 'position' || capability === 'fanSpeed') && Number(value) > 0) ||
    (capability === 'valve' && value === 'open');
  return (runs && Object.hasOwn(MOVED_BY_KIND, kind) ? MOVED_BY_KIND[kind] : undefined) ?? {};
}

export const RISKS: readonly Risk[] = ['observe', 'comfort', 'energy', 'security'];
