import type { Capability } from '../../../flows/capability';

/** Invented homes for training: what people call their things, in many manners. All made up here. */
export const ROOMS =
  `Hall|Kitchen|Living room|Bedroom|Bathroom|Study|Office|Landing|Attic|Cellar|Basement|Garage|Porch|Patio|Garden|Nursery|Kids room|Guest room|Dining room|Laundry room|Utility room|Pantry|Workshop|Gym|Library|Den|Lounge|Family room|Master bedroom|Spare room|Hallway|Entrance|Foyer|Conservatory|Sunroom|Playroom|Media room|Toilet|Ensuite|Shower room|Mudroom|Terrace|Balcony|Shed|Greenhouse|Driveway|Stairs|Corridor|Loft|Wohnzimmer|Küche|Schlafzimmer|Flur|Bad|Salon|Cuisine|Chambre|Cocina|Cucina|Soggiorno|Keittiö|Stue|Arbeitszimmer|Emma's room|Ben's room|Back room|Front room|Snug|Studio|Boot room`.split(
    '|',
  );
export const FLOORS = ['Ground floor', 'First floor', 'Upstairs', 'Downstairs', 'Basement', 'Second floor', 'Top floor', 'Outside'];
export const PEOPLE =
  'Anna|Ben|Carla|Deniz|Emma|Farid|Grace|Hiro|Ines|Jonas|Kaya|Liam|Marta|Noor|Olga|Pavel|Rosa|Sven|Tariq|Uma|Vera|Will|Yusuf|Zoe|Mum|Grandpa|Priya|Wei|Nkechi|Lars'.split(
    '|',
  );
const BRANDS = 'Aqara|Hue|Ikea|Shelly|Sonoff|Tuya|Bosch|Eve|Nanoleaf|Tradfri|Wiz|Meross|Tapo|Fibaro|Danfoss|Tado|Lifx|Yeelight|Xiaomi|Zigbee|Kasa|Govee'.split(
  '|',
);
const ADJECTIVES =
  'ceiling|floor|corner|big|little|reading|desk|table|wall|main|back|front|left|right|side|upper|old|outdoor|standing|pendant|bedside|window|party|north|south|blue|round|antique|tall|small'.split(
    '|',
  );

/** How each kind is called and what its devices can do. */
export const KINDS: Readonly<Record<string, { nouns: string[]; odd: string[]; capabilities: Capability[] }>> = {
  light: {
    nouns: ['light', 'lamp', 'lights', 'bulb', 'spotlight', 'ceiling light', 'floor lamp', 'strip'],
    odd: ['Stehlampe', 'Lichterkette', 'Chandelier', 'Lampadaire', 'Moon', 'Lava lamp', 'Fairy lights', 'Deckenlampe', 'Christmas tree', 'LED strip', 'Snoopy'],
    capabilities: ['power', 'brightness', 'color', 'colorTemperature'],
  },
  switch: { nouns: ['switch'], odd: ['Relay 1', 'Pumpe', 'Fountain', 'Schalter'], capabilities: ['power'] },
  plug: {
    nouns: ['plug', 'socket', 'outlet'],
    odd: ['Iron', 'Aquarium', 'Steckdose', 'Toaster', 'Modem', 'Christmas lights', 'Printer', 'Amp', 'Terrarium', 'Bügeleisen'],
    capabilities: ['power', 'activePower'],
  },
  fan: { nouns: ['fan', 'ceiling fan', 'extractor fan', 'ventilator'], odd: ['Ventilateur', 'Dyson'], capabilities: ['power', 'fanSpeed'] },
  lock: { nouns: ['lock', 'door lock', 'door'], odd: ['Nuki', 'Yale', 'Türschloss'], capabilities: ['lock', 'battery'] },
  blind: {
    nouns: ['blind', 'blinds', 'shutter', 'shade', 'roller shutter'],
    odd: ['Rollladen', 'Velux', 'Awning', 'Jalousie'],
    capabilities: ['position', 'tilt'],
  },
  curtain: { nouns: ['curtain', 'curtains', 'drapes'], odd: ['Vorhang', 'Rideau'], capabilities: ['position'] },
  'garage door': { nouns: ['garage door', 'garage'], odd: ['Garagentor'], capabilities: ['position'] },
  gate: { nouns: ['gate'], odd: ['Portail', 'Hoftor'], capabilities: ['position'] },
  valve: { nouns: ['valve', 'water valve'], odd: ['Water main', 'Haupthahn'], capabilities: ['valve'] },
  thermostat: {
    nouns: ['thermostat', 'radiator', 'heating'],
    odd: ['Heizung', 'Nest', 'Tado', 'Underfloor heating'],
    capabilities: ['targetTemperature', 'temperature', 'thermostatMode'],
  },
  'air conditioner': {
    nouns: ['air conditioner', 'AC', 'air con', 'air conditioning'],
    odd: ['Klimaanlage', 'Daikin'],
    capabilities: ['power', 'targetTemperature', 'thermostatMode', 'fanSpeed'],
  },
  heater: { nouns: ['heater', 'space heater'], odd: ['Towel rail', 'Electric blanket', 'Heizlüfter'], capabilities: ['power'] },
  humidifier: { nouns: ['humidifier', 'dehumidifier'], odd: ['Luftbefeuchter'], capabilities: ['power', 'targetHumidity'] },
  'air purifier': { nouns: ['air purifier', 'purifier'], odd: ['Levoit'], capabilities: ['power', 'fanSpeed'] },
  speaker: {
    nouns: ['speaker', 'speakers', 'stereo', 'radio', 'soundbar'],
    odd: ['Sonos', 'Kef', 'Boombox'],
    capabilities: ['power', 'volume', 'muted', 'playback', 'track', 'source', 'message'],
  },
  tv: {
    nouns: ['TV', 'television', 'telly', 'projector'],
    odd: ['Bravia', 'Fernseher', 'Samsung'],
    capabilities: ['power', 'volume', 'muted', 'playback', 'source'],
  },
  vacuum: { nouns: ['vacuum', 'vacuum cleaner', 'robot', 'hoover'], odd: ['Roomba', 'Dusty', 'Roborock', 'Rosie'], capabilities: ['cleaning', 'battery'] },
  siren: { nouns: ['siren'], odd: ['Sirene'], capabilities: ['siren'] },
  alarm: { nouns: ['alarm', 'alarm system', 'security system'], odd: ['Abode', 'Alarmanlage'], capabilities: ['alarmMode'] },
  camera: { nouns: ['camera'], odd: ['Arlo'], capabilities: ['power', 'occupancy'] },
  doorbell: { nouns: ['doorbell'], odd: ['Klingel', 'Ring'], capabilities: ['button', 'battery'] },
  button: { nouns: ['button', 'remote', 'switch', 'dimmer'], odd: ['Good night button', 'Cube', 'Knob', 'Taster'], capabilities: ['button', 'battery'] },
  'motion sensor': {
    nouns: ['motion sensor', 'motion', 'motion detector', 'sensor', 'PIR'],
    odd: ['Bewegungsmelder', 'FP2'],
    capabilities: ['occupancy', 'illuminance', 'battery'],
  },
  'contact sensor': {
    nouns: ['contact sensor', 'door sensor', 'sensor'],
    odd: ['Letterbox', 'Medicine cabinet', 'Safe'],
    capabilities: ['contact', 'battery'],
  },
  door: { nouns: ['door', 'back door', 'front door', 'patio door'], odd: ['Haustür', 'Balkontür', 'French doors'], capabilities: ['contact', 'battery'] },
  window: { nouns: ['window', 'skylight'], odd: ['Fenster', 'Velux window'], capabilities: ['contact', 'battery'] },
  'leak sensor': { nouns: ['leak sensor', 'water sensor', 'flood sensor'], odd: ['Leak under the sink'], capabilities: ['leak', 'battery'] },
  'smoke alarm': { nouns: ['smoke alarm', 'smoke detector'], odd: ['Rauchmelder', 'Nest Protect'], capabilities: ['smoke', 'carbonMonoxide', 'battery'] },
  'temperature sensor': {
    nouns: ['temperature sensor', 'thermometer', 'sensor'],
    odd: ['Thermo 2', 'Aqara TH'],
    capabilities: ['temperature', 'humidity', 'battery'],
  },
  'humidity sensor': { nouns: ['humidity sensor', 'hygrometer'], odd: ['Hygro', 'Terrarium'], capabilities: ['humidity', 'temperature', 'battery'] },
  'light sensor': { nouns: ['light sensor', 'lux sensor'], odd: ['Lux'], capabilities: ['illuminance', 'battery'] },
  'air quality sensor': {
    nouns: ['air quality sensor', 'CO2 sensor', 'air monitor'],
    odd: ['Netatmo', 'Awair'],
    capabilities: ['co2', 'pm25', 'temperature', 'humidity'],
  },
  'power meter': { nouns: ['power meter', 'electricity meter', 'meter'], odd: ['Stromzähler', 'P1'], capabilities: ['activePower', 'energy', 'price'] },
  weather: {
    nouns: ['weather station', 'rain sensor', 'wind sensor'],
    odd: ['Wetter', 'Roof station'],
    capabilities: ['temperature', 'humidity', 'windSpeed', 'rain', 'illuminance'],
  },
  notifier: { nouns: ['phone'], odd: ['Pixel', 'iPhone', 'Hall display'], capabilities: ['message'] },
  'washing machine': { nouns: ['washing machine', 'washer'], odd: ['Miele', 'Waschmaschine'], capabilities: ['operation', 'activePower', 'power'] },
  dryer: { nouns: ['dryer', 'tumble dryer'], odd: ['Trockner'], capabilities: ['operation', 'activePower', 'power'] },
  dishwasher: { nouns: ['dishwasher'], odd: ['Bosch', 'Spülmaschine'], capabilities: ['operation', 'activePower'] },
  oven: { nouns: ['oven', 'stove'], odd: ['Backofen'], capabilities: ['power', 'operation', 'targetTemperature'] },
  'coffee maker': { nouns: ['coffee machine', 'coffee maker', 'espresso machine'], odd: ['Jura', 'Gaggia', 'Barista'], capabilities: ['power', 'operation'] },
  kettle: { nouns: ['kettle'], odd: ['Wasserkocher'], capabilities: ['power'] },
  fridge: { nouns: ['fridge', 'freezer', 'refrigerator'], odd: ['Kühlschrank'], capabilities: ['contact', 'temperature'] },
  'car charger': { nouns: ['car charger', 'wallbox', 'charger'], odd: ['Zappi', 'Go-e'], capabilities: ['power', 'activePower', 'operation'] },
  sprinkler: { nouns: ['sprinkler', 'sprinklers', 'irrigation'], odd: ['Gardena', 'Drip line'], capabilities: ['power', 'valve'] },
  person: { nouns: [], odd: PEOPLE, capabilities: ['presence'] },
};

/** A deterministic source of choices: the same seed gives the same corpus. */
export class Dice {
  constructor(private state: number) {}

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)] as T;
  }
  chance(p: number): boolean {
    return this.next() < p;
  }
}

/** A name for a device of a kind, in one of the manners in which people name things. */
export function inventName(kind: string, dice: Dice): string {
  const known = KINDS[kind];
  if (!known || known.nouns.length === 0) return known ? dice.pick(known.odd) : `${dice.pick(ROOMS)} ${kind}`;
  const noun = dice.pick(known.nouns);
  const roll = dice.next();
  if (roll < 0.45) return `${dice.pick(ROOMS)} ${noun}`;
  if (roll < 0.57) return `${dice.pick(PEOPLE)}'s ${noun}`;
  if (roll < 0.72) return `${dice.pick(ADJECTIVES)} ${noun}`;
  if (roll < 0.8) return `${dice.pick(BRANDS)} ${noun}${dice.chance(0.5) ? ` ${1 + Math.floor(dice.next() * 9)}` : ''}`;
  if (roll < 0.9) return dice.pick(known.odd);
  return `${dice.pick(ROOMS)} ${dice.pick(ADJECTIVES)} ${noun}`;
}
