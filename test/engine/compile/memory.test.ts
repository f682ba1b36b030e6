/** What is remembered counts in the next request and is named there. The model's place is taken by a script that notes what it read. */
import { describe, expect, test } from 'vitest';
import { compile, correctable } from '../../../engine/compile/compile';
import { noModel } from '../../../engine/compile/model';
import type { Situation } from '../../../engine/compile/situation';
import type { AskResult } from '../../../flows/api';
import type { Home } from '../../../flows/home';
import { type DeviceId, deviceId } from '../../../flows/ids';
import type { MemoryEntry, Preferred } from '../../../flows/memory';
import { homeOf, idOf } from './home';

const home = homeOf(
  ['Reading lamp', 'light', 'Living room', 'power', 'brightness', 'colorTemperature'],
  ['Floor lamp', 'light', 'Living room', 'power', 'brightness'],
  ['Desk lamp', 'light', 'Office', 'power', 'brightness'],
  ['Hall motion', 'motion sensor', 'Hall', 'occupancy'],
  ['Front door', 'door', 'Hall', 'contact'],
  ['Anna', 'person', undefined, 'presence'],
  ['Ben', 'person', undefined, 'presence'],
);
const NOON = Date.parse('2026-06-01T10:00:00Z');
const device = (name: string): DeviceId => deviceId(idOf(name));
let ids = 0;
const kept = () => ({ id: `m${++ids}`, at: ids });
const alias = (words: string, ...names: string[]): MemoryEntry => ({ ...kept(), kind: 'alias', words, means: { devices: names.map(device) } });
const room = (words: string, name: string): MemoryEntry => ({ ...kept(), kind: 'alias', words, means: { room: name } });
const prefer = (words: string, means: Preferred): MemoryEntry => ({ ...kept(), kind: 'preference', words, means });
const evening = prefer('evening', { kind: 'time', time: '19:00' });

interface Asked {
  result: AskResult;
  /** What the model read; none where it was not asked. */
  prompt: string | undefined;
}

async function ask(request: string, writes: string, memory: readonly MemoryEntry[] = [], runnersUp: string[] = [], of: Home = home): Promise<Asked> {
  let read: string | undefined;
  const result = await compile(request, situation(memory, of), {
    ...noModel,
    write: async (prompt) => {
      read = prompt.trim();
      return { text: ` ${writes}`, confidence: 0.6, tokens: [], runnersUp: runnersUp.map((text) => ({ text: ` ${text}`, probability: 0.3 })) };
    },
  });
  return { result, prompt: read };
}
const situation = (memory: readonly MemoryEntry[], of: Home = home): Situation => ({ home: of, now: NOON, read: () => undefined, memory });

function devices({ result }: Asked): DeviceId[] {
  if (result.kind !== 'command') throw new Error(`${result.kind}: ${JSON.stringify(result)}`);
  return result.commands.map((c) => c.device);
}
function flow({ result }: Asked) {
  if (result.kind !== 'automation') throw new Error(`${result.kind}: ${JSON.stringify(result)}`);
  return result.flow;
}
const named = ({ result }: Asked): string[] => (result.remembered ?? []).map((r) => `${r.words} = ${r.means}`);

describe('names', () => {
  test('what has no name here is refused; once named it is that device, and the use is told', async () => {
    expect((await ask('turn on the big lamp', 'do A on', [], [], homeOf(['Front door', 'door', 'Hall', 'contact']))).result.kind).toBe('unsupported');
    const asked = await ask('turn on the big lamp', 'do A on', [alias('big lamp', 'Reading lamp')]);
    expect(devices(asked)).toEqual([device('Reading lamp')]);
    expect(named(asked)).toEqual(['big lamp = Reading lamp']);
  });
  test('a name for one of several answers the question which; what can be remembered comes with each answer', async () => {
    const { result } = await ask('turn on the lamp', 'do A on');
    if (result.kind !== 'ask') throw new Error(result.kind);
    expect(result.answers.map((a) => a.remember)).toContainEqual({ kind: 'alias', words: 'lamp', means: { devices: [device('Desk lamp')] } });
    expect(devices(await ask('turn on the lamp', 'do A on', [alias('lamp', 'Desk lamp')]))).toEqual([device('Desk lamp')]);
  });
  test('it takes no part of a longer name, and no plural', async () => {
    const memory = [alias('lamp', 'Desk lamp')];
    expect(devices(await ask('turn on the floor lamp', 'do A on', memory))).toEqual([device('Floor lamp')]);
    expect(devices(await ask('turn on the lamps', 'do A on', memory))).toHaveLength(3);
  });
  test('it goes before another device of that very name', async () => {
    const memory = [alias('desk lamp', 'Reading lamp')];
    expect(devices(await ask('turn on the desk lamp', 'do A on', memory))).toEqual([device('Reading lamp')]);
  });
  test('one name for several is all of them', async () => {
    const asked = await ask('turn off the sofa lights', 'do A off', [alias('sofa lights', 'Reading lamp', 'Floor lamp')]);
    expect(devices(asked).sort()).toEqual([device('Floor lamp'), device('Reading lamp')].sort());
  });
  test('a name for a room counts with what is in it', async () => {
    const memory = [room('den', 'Office')];
    const asked = await ask('turn on the den lamp', 'do A on', memory);
    expect(devices(asked)).toEqual([device('Desk lamp')]);
    expect(named(asked)).toEqual(['den = Office']);
    expect(devices(await ask('turn off everything in the den', 'do A off', memory))).toEqual([device('Desk lamp')]);
  });
  test('whose device is gone counts no more', async () => {
    const gone: MemoryEntry = { ...kept(), kind: 'alias', words: 'lamp', means: { devices: [deviceId('sold')] } };
    expect((await ask('turn on the lamp', 'do A on', [gone])).result.kind).toBe('ask');
  });
  test('who I am', async () => {
    const said = ['turn off the desk lamp when I leave', 'when it away do A off'] as const;
    const { result } = await ask(...said);
    if (result.kind !== 'ask') throw new Error(result.kind);
    expect(result.question).toBe('Who are you?');
    const remember = result.answers.find((a) => a.label === 'Ben')?.remember;
    expect(remember).toEqual({ kind: 'alias', words: 'I', means: { devices: [device('Ben')] } });
    const asked = await ask(...said, [{ ...kept(), ...(remember as { kind: 'alias'; words: string; means: { devices: DeviceId[] } }) }]);
    expect(JSON.stringify(flow(asked).uses)).toContain('"ben"');
    expect(named(asked)).toEqual(['I = Ben']);
  });
});

describe('preferences', () => {
  test('a part of the day is the time that is preferred, which the model reads, and is named at its place in the flow', async () => {
    const asked = await ask('turn on the desk lamp in the evening', 'when at N do A on', [evening]);
    expect(asked.prompt).toBe('turn on the [A light desk lamp] at [N 19:00]');
    expect(Object.values(flow(asked).schedules ?? {})).toMatchObject([{ kind: 'time', at: '19:00' }]);
    expect(asked.result.remembered).toMatchObject([
      { id: evening.id, kind: 'preference', words: 'evening', means: '19:00', paths: [expect.stringMatching(/^schedules\./)] },
    ]);
  });
  test.each([
    ['desk lamp on every evening', 'every day at [N 19:00]'],
    ['desk lamp off before the evening', 'before [N 19:00]'],
    ['desk lamp on at evening', 'at [N 19:00]'],
  ])('%s', async (request, read) => expect((await ask(request, 'when at N do A on', [evening])).prompt).toContain(read));
  test('this evening is today at that time', async () => {
    const asked = await ask('turn on the desk lamp this evening', 'when at N do A on', [prefer('evening', { kind: 'time', time: '20:15' })]);
    expect(JSON.stringify(flow(asked).schedules)).toContain('2026-06-01T20:15');
    expect(named(asked)).toEqual(['evening = 20:15']);
  });
  test.each(['turn on the desk lamp at 8 in the evening', 'every evening at 20:00 turn on the desk lamp'])(
    'what was said in figures stays: %s',
    async (request) => {
      const asked = await ask(request, 'when at N do A on', [evening]);
      expect(JSON.stringify(flow(asked).schedules)).toContain('20:00');
      expect(named(asked)).toEqual([]);
    },
  );
  test('numbers with a unit, lengths of time', async () => {
    const cosy = await ask('make the floor lamp cosy', 'do A bright N', [prefer('cosy', { kind: 'number', value: 20, unit: '%' })]);
    expect(cosy.prompt).toBe('make the [A light floor lamp] [N 20 %]');
    expect(cosy.result).toMatchObject({ kind: 'command', commands: [{ capability: 'brightness', value: 20 }] });
    const warm = await ask('make the reading lamp warm', 'do A tone N', [prefer('warm', { kind: 'number', value: 2700, unit: 'K' })]);
    expect(warm.result).toMatchObject({ kind: 'command', commands: [{ capability: 'colorTemperature', value: 2700 }] });
    const while_ = await ask('turn on the desk lamp for a while', 'do A on for N', [prefer('a while', { kind: 'duration', duration: 'PT20M' })]);
    expect(while_.prompt).toBe('turn on the [A light desk lamp] for [N 20 minutes]');
  });
  test('a word of a device that is named stays a word of its name', async () => {
    const cosy = prefer('cosy', { kind: 'number', value: 20, unit: '%' });
    const { prompt } = await ask(
      'turn on the cosy lamp',
      'do A on',
      [cosy],
      [],
      homeOf(['Cosy corner lamp', 'light', 'Den', 'power'], ['Desk lamp', 'light', 'Den', 'power']),
    );
    expect(prompt).toBe('turn on the [A light cosy lamp]');
    expect((await ask('make the floor lamp cosy', 'do A bright N', [cosy])).prompt).toContain('[N 20 %]');
  });
  test('how something is, is no value to set', async () => {
    const { prompt } = await ask('turn on the desk lamp when it is warm', 'unclear', [prefer('warm', { kind: 'number', value: 2700, unit: 'K' })]);
    expect(prompt).toContain('it is warm');
  });
  test('without it there is no time', async () => {
    expect((await ask('turn on the desk lamp in the evening', 'when at N do A on')).result.kind).toBe('unsupported');
  });
});

describe('corrections', () => {
  const request = 'desk lamp off when the hall motion stops';
  const [wrong, right] = ['when B motion do A off', 'when B still do A off'];
  const correct = (said: string, notation: string, memory: MemoryEntry[] = []): MemoryEntry => {
    const fit = correctable(said, notation, situation(memory));
    if (fit === undefined) throw new Error('does not fit');
    return { ...kept(), kind: 'correction', request: said, notation, ...fit };
  };

  test('an alternative carries the notation that a correction remembers; the next draft is written so, without the model', async () => {
    const first = await ask(request, wrong, [], [right]);
    if (first.result.kind !== 'automation') throw new Error(first.result.kind);
    const [alternative] = first.result.alternatives;
    expect(alternative?.notation).toBe(right);
    const next = await ask(request, wrong, [correct(request, alternative?.notation ?? '')]);
    expect(next.prompt).toBeUndefined();
    expect(flow(next).chart).toEqual(alternative?.flow.chart);
    expect(next.result.remembered).toMatchObject([{ kind: 'correction', words: request, means: expect.stringMatching(/no more motion.*Desk lamp off/) }]);
  });
  test('it counts for other names and for other spaces, not for things of another kind or other words', async () => {
    const memory = [correct(request, right)];
    const other = await ask('Floor lamp off  when the hall motion stops', wrong, memory);
    expect(other.prompt).toBeUndefined();
    expect(JSON.stringify(flow(other).uses)).toContain('floor_lamp');
    expect((await ask('desk lamp off when the front door stops', wrong.replace('motion', 'open'), memory)).prompt).toBeDefined();
    expect((await ask('desk lamp on when the hall motion stops', wrong, memory)).prompt).toBeDefined();
  });
  test('forgotten, it no longer counts', async () => {
    expect((await ask(request, wrong, [])).prompt).toBeDefined();
  });
  test('what its letters would no longer fit is left to the model', async () => {
    const memory = [correct(request, right)];
    const [first] = memory;
    if (first?.kind !== 'correction') throw new Error();
    expect((await ask(request, wrong, [{ ...first, notation: 'when C still do A off' }])).prompt).toBeDefined();
    expect(correctable(request, 'when A still do B off', situation([]))).toBeUndefined();
    for (const none of ['drop table', 'unclear', 'ask which']) expect(correctable(request, none, situation([]))).toBeUndefined();
  });
});
