/** English for the things of a home: what kinds are called, colours, and the words that never name a device. */
export const KIND_NOUNS: Readonly<Record<string, readonly string[]>> = {
  light: [
    'light',
    'lamp',
    'bulb',
    'lighting',
    'lightbulb',
    'light bulb',
    'spotlight',
    'spot',
    'chandelier',
    'lantern',
    'sconce',
    'led',
    'led strip',
    'light strip',
    'fairy lights',
    'downlight',
    'uplighter',
    'nightlight',
    'dimmer',
    'dimmer switch',
  ],
  switch: ['switch'],
  plug: ['plug', 'socket', 'outlet', 'smart plug', 'power outlet', 'power strip'],
  fan: ['fan', 'ventilator', 'extractor', 'extractor fan'],
  lock: ['lock', 'door lock', 'smart lock', 'deadbolt'],
  blind: ['blind', 'shade', 'shutter', 'roller shutter', 'roller blind', 'awning', 'venetian'],
  curtain: ['curtain', 'drape'],
  'garage door': ['garage door', 'garage'],
  gate: ['gate'],
  valve: ['valve', 'water valve', 'water main', 'stopcock', 'gas valve'],
  thermostat: ['thermostat', 'radiator', 'heating', 'underfloor heating', 'floor heating'],
  'air conditioner': ['air conditioner', 'air conditioning', 'ac', 'a c', 'aircon', 'air con'],
  heater: ['heater', 'space heater', 'electric blanket'],
  humidifier: ['humidifier', 'dehumidifier'],
  'air purifier': ['air purifier', 'purifier', 'air cleaner'],
  speaker: ['speaker', 'stereo', 'sound system', 'soundbar', 'radio', 'hifi', 'sonos'],
  tv: ['tv', 'television', 'telly', 'projector'],
  vacuum: [
    'vacuum',
    'vacuum cleaner',
    'robot vacuum',
    'hoover',
    'roomba',
    'robot',
    'vacuum robot',
    'robovac',
    'irobot',
    'robotic vacuum',
    'robot cleaner',
    'cleaning robot',
  ],
  siren: ['siren'],
  alarm: ['alarm', 'alarm system', 'security system', 'burglar alarm'],
  camera: ['camera', 'webcam', 'cam'],
  doorbell: ['doorbell', 'door bell'],
  button: ['button', 'remote', 'push button', 'dimmer'],
  'motion sensor': ['motion sensor', 'motion detector', 'presence sensor', 'movement sensor', 'pir', 'occupancy sensor'],
  'contact sensor': ['contact sensor', 'door sensor', 'window sensor'],
  door: ['door'],
  window: ['window', 'skylight'],
  'leak sensor': ['leak sensor', 'water sensor', 'flood sensor', 'leak detector', 'water leak sensor'],
  'smoke alarm': ['smoke alarm', 'smoke detector', 'fire alarm', 'smoke sensor', 'carbon monoxide detector', 'co detector'],
  'temperature sensor': ['temperature sensor', 'thermometer', 'temp sensor'],
  'humidity sensor': ['humidity sensor', 'hygrometer'],
  'light sensor': ['light sensor', 'lux sensor', 'brightness sensor'],
  'air quality sensor': ['air quality sensor', 'co2 sensor', 'air sensor', 'air monitor', 'co2 monitor'],
  'power meter': ['power meter', 'electricity meter', 'energy meter', 'smart meter'],
  weather: ['weather station', 'rain sensor', 'wind sensor', 'weather sensor'],
  notifier: ['phone', 'mobile', 'cell phone', 'iphone', 'smartphone'],
  'washing machine': ['washing machine', 'washer', 'laundry machine'],
  dryer: ['dryer', 'tumble dryer', 'drier', 'clothes dryer'],
  dishwasher: ['dishwasher', 'dish washer'],
  oven: ['oven', 'stove', 'cooker'],
  'coffee maker': ['coffee maker', 'coffee machine', 'espresso machine', 'coffeemaker', 'coffee pot'],
  kettle: ['kettle'],
  fridge: ['fridge', 'refrigerator', 'freezer'],
  'car charger': ['car charger', 'charger', 'wallbox', 'ev charger', 'charging station'],
  sprinkler: ['sprinkler', 'irrigation', 'lawn sprinkler', 'watering system', 'sprinkler system'],
};

/** A noun of one kind that also serves for devices of another: people lock "the door", and open "the blinds" by their curtain. */
export const ALSO: Readonly<Record<string, readonly string[]>> = {
  door: ['lock', 'contact sensor', 'garage door', 'gate', 'doorbell'],
  window: ['contact sensor'],
  light: ['switch', 'plug', 'light sensor'],
  blind: ['curtain'],
  curtain: ['blind'],
  'garage door': ['door', 'contact sensor'],
  gate: ['lock', 'contact sensor', 'door', 'garage door'],
  switch: ['plug', 'light', 'button'],
  plug: ['switch'],
  thermostat: ['heater', 'air conditioner'],
  heater: ['thermostat', 'plug', 'switch'],
  fan: ['plug', 'switch'],
  'air conditioner': ['thermostat'],
  'motion sensor': ['light sensor'],
  'washing machine': ['plug', 'power meter'],
  dryer: ['plug', 'power meter'],
  dishwasher: ['plug', 'power meter'],
  'coffee maker': ['plug', 'switch'],
  kettle: ['plug', 'switch'],
  tv: ['plug', 'switch'],
  speaker: ['plug', 'switch', 'tv'],
  alarm: ['siren', 'smoke alarm'],
  'smoke alarm': ['siren'],
  button: ['switch', 'doorbell'],
  'temperature sensor': ['thermostat', 'humidity sensor', 'weather'],
  'car charger': ['plug', 'switch'],
  sprinkler: ['valve', 'switch', 'plug'],
  valve: ['sprinkler'],
  vacuum: [],
};

/** Names of colours that a light is told, longest first; values as CSS knows them. */
export const COLORS: readonly [string, string][] = (
  [
    ['light blue', 'lightblue'],
    ['dark blue', 'darkblue'],
    ['sky blue', 'skyblue'],
    ['royal blue', 'royalblue'],
    ['light green', 'lightgreen'],
    ['dark green', 'darkgreen'],
    ['dark red', 'darkred'],
    ['hot pink', 'hotpink'],
    ['warm white', '#ffe4b5'],
    ['soft white', '#ffe4b5'],
    ['cool white', 'white'],
    ['cold white', 'white'],
    ['daylight white', 'white'],
    ...'red green blue yellow orange purple pink white cyan magenta turquoise violet lavender gold amber=orange teal lime indigo crimson coral salmon peach=peachpuff beige brown maroon navy fuchsia aqua rose=pink mint=lightgreen lilac=plum ivory'
      .split(' ')
      .map((w) => [w.split('=')[0] as string, w.split('=')[1] ?? w] as [string, string]),
  ] as [string, string][]
).sort((a, b) => b[0].length - a[0].length);

/** White by its warmth, in kelvin. */
export const TONES: ReadonlyMap<string, number> = new Map([
  ['warm white', 2700],
  ['soft white', 2700],
  ['cool white', 5000],
  ['cold white', 6000],
  ['daylight white', 5500],
]);

/** Words for floors beside their own names: what people say → what floors are called. */
export const FLOOR_WORDS: Readonly<Record<string, readonly string[]>> = {
  upstairs: ['upstairs', 'first floor', 'upper floor', 'second floor', 'top floor', 'upper'],
  downstairs: ['downstairs', 'ground floor', 'lower floor', 'ground', 'first floor'],
  outside: ['outside', 'outdoors', 'garden', 'exterior'],
  outdoors: ['outside', 'outdoors', 'garden', 'exterior'],
  basement: ['basement', 'cellar'],
  cellar: ['cellar', 'basement'],
  attic: ['attic', 'loft'],
};

/** Words that alone never name a device, though a device's name may contain them: verbs, function words, time, manner. */
export const COMMON: ReadonlySet<string> = new Set(
  `a about above after again ago all also always am an and any anybody anyone anything are aren around as ask at automatic automatically away back be because been before begin begins behind being below beside best better between bit both bring brings bright brighten brighter brightness but by call can cannot change changes check clean clear clock close closed closes closing colder cold color colour come comes coming completely connect continue cool could count cut dark darker day daylight days decrease degrees detect detected detects did dim dimmer direct do does doesn doing don done down drop drops dry during each early either else empty enable end ends enough entire ever every everybody everyone everything except extra fall falls far fast few final finally find finish finished finishes first five for from full fully further get gets getting give gives go goes going gone good got great half hang happen happens hard has hasn have having he heat hello help her here hey hi high higher him his hit hits hold home hot hour hours house how however humidity i if illuminate immediately in increase inside instead into is isn it its itself just keep keeps kill know last late later latest lead least leave leaves left less let lets level like line little ll lock locked locks long longer look loud louder low lower make makes making man many may maybe me mean might min mine minute minutes mode moment month more morning mornings most motion move moved movement moves much music must mute my myself near need needs never new next nice night nights no nobody none noone nor normal not nothing notice notification notify now number of off often ok okay old on once one ones only onto open opened opening opens or other otherwise our ours out outside over own part pause people per percent person place play playing please point possible power press pressed presses previous probably pull pulls push put quick quiet quietly quite raise rather reach reaches read real really red remain remains remind remote reset rest restart resume return right ring rings rise rises room rooms run running runs same say says second seconds see seen sees send sense senses sensor set sets setting several shall she shine should show shut shuts side since single sit situation slow slowly small so some somebody someone something soon sound speed start starts state status stay stays still stop stopped stops straight such sudden suddenly sun sunrise sunset sure switch switched switches take takes tell temp temperature ten text than thank thanks that the their them then there these they thing things this those three through till time times to today together tomorrow tonight too top total toward towards trigger triggered triggers try turn turned turning turns twice two under unless unlock unlocked until up upon us use used using usual value very via volume wait waiting wake walk walks want wanted wants warm warmer warn was watch water way we week weekday weekdays weekend weekends well were what whatever when whenever where whether which while white who whole whom whose why will wind wish with within without won word work works worth would yes yet you your yours zero
   ain bloody damn doing flip fire activate deactivate disable shutdown power powered hallo assistant google alexa siri sayso whatsoever asap minutes afternoon afternoons evening evenings noon midday midnight dawn dusk daily nightly hourly darkness rain raining rains wet humid moisture leak smoke gas battery charge charged lux percent max maximum minimum fahrenheit celsius kelvin watts watt sleep sleeping asleep awake bed bedtime dinner breakfast lunch party movie film song songs track channel message messages alert alerts wash laundry coffee tea cup vacuuming hoover cleaning washing drying smart main big large tiny lovely favourite favorite entire exactly approximately roughly nearly almost least ahead aside apart along across against among alone already although anyway arrive arrives arrived enter enters entered exit exits leaving arriving empty occupied unoccupied vacation holiday guest guests visitor visitors family kid kids child children wife husband mom mum dad baby dog cat pet pets weather forecast news game cook cooking cooked meal food doesnt dont isnt wont cant didnt youre im id ill ive theres thats its whats hows lets allow allowed forbid prevent ensure make sure remember forget schedule routine automation scene rule program programme adjust increase decrease reduce boost crank drop lower lift raise roll rolled rotate spin open shut unlock arm armed disarm disarmed toggle flick flip blink flash flashing blinking pulse fade glow bring dropped rises rising falling fell rose exceed exceeds exceeded goes gone went came passes passed past reach reached stays stayed kept left ajar standing status currently current present presently anymore again whenever wherever someone's nobody's everybody's everyone's somebody's anybody's anyone's
   welcome loudness softer soft softly gently heating heater cooling ventilate ventilating airing air fresh stuffy freezing chilly boiling lit unlit visible secure secured safe safely armed everything's nothing's kind type sort device devices gadget gadgets appliance appliances electric electrical electronic system systems group groups bunch pair rest others another either neither least step steps turnoff turnon switchoff lights-off cooler dimmed remotely flight flights fryer halve halved sweating sweat sixty seventy eighty ninety twenty thirty forty fifty hundred low medium high tell told say saying
   dims sends lowers raises brightens unlocks plays pauses puts rolls heats cools warms powers activates deactivates flashes fades mutes resumes boosts arms disarms sounds tells texts pings notifies warns reminds shows brews boils waters docks announces fires flickers blinks holds waits vents airs wakes silences kills cuts halves doubles toggles swings slides unrolls draws charges dries soaks circulates counts
   s wen whn teh hte th tha te trun tunr turnt trn tur pls plz plis plse thx wiht wit operate initiate drier`.split(/\s+/),
);

/** Ordinary English words that are one slip from words of a home: they are what they are, never misspelt. */
export const ORDINARY: ReadonlySet<string> = new Set(
  `freeze freezes matter matters shame shape share blend theater speak speaks ratio butter bottom widow winds windy cooler cooked wasted bridge changer changes charges outset pocket phase phony moving censor officer sturdy harden faster later plunge kitten there where these those which while white write right round ground group given giving heard heart hears beard board store stone story shall shell hello height weight eight night might sight fight tight alone along clone clothes close closer loser lower power tower flower fewer never lever level river driver drive mover mouse house horse nurse purse pulse curse course source force voice choice noise rinse since prince price prize plate place palace peace piece niece twice thrice tried dried cried fried friend trend tread bread break brake snake shake stake steak speed spend spent spell small smell still skill spill stall stair stairs stare start smart short shirt sheet sleet street strong string spring sprint print paint point joint giant plant plane plain brain train trail trial total metal medal model motel hotel novel navel cover chose cheese chess chest coast roast toast trust`.split(
    /\s+/,
  ),
);

/** What rooms are called: said of a home that has none such, they are not there, instead of meaning nothing. */
export const ROOM_NAMES: ReadonlySet<string> = new Set(
  `kitchen bedroom bathroom hall hallway corridor garage garden patio office study attic basement cellar loft nursery lounge den porch balcony terrace conservatory pantry larder closet toilet playroom gym workshop shed backyard yard driveway landing livingroom bedroom diningroom greenhouse sauna library wohnzimmer schlafzimmer esszimmer kinderzimmer badezimmer arbeitszimmer flur keller cuisine chambre salon cocina dormitorio`.split(
    /\s+/,
  ),
);
