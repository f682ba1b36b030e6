import { describe, expect, test } from 'vitest';
import { deviceId } from '../../flows/ids';
import type { Faults } from '../../flows/rehearse/faults';
import { advance, nextAt, poke, type Rehearsing, rehearse, startRehearsal } from '../../flows/rehearse/rehearse';
import { instantOf, localText } from '../../flows/time';
import { becomes, flowOf, HOME_FILE, is, set, USES } from './play';

const at = (clock: string): number => instantOf(`2026-06-01T${clock}`, HOME_FILE.timezone);
const flow = (on: object) => flowOf({ uses: USES, chart: { id: 'flow', on } });
const opens = flow({ 'door.contact': [{ guard: becomes('door', 'contact', 'open'), actions: [set('lamp', 'power', 'on')] }] });
const follows = flow({ 'lamp.power': [{ guard: becomes('lamp', 'power', 'on'), actions: [set('heat', 'targetTemperature', 22)] }] });
const warns = flow({ 'lamp.power': [{ guard: is('lamp', 'power', 'off'), actions: [set('heat', 'targetTemperature', 5)] }] });

const played = (faults: Faults, events: [string, string, string, string | number][], flows = [opens, follows]): Rehearsing =>
  rehearse(
    { home: HOME_FILE, flows, from: at('08:00'), faults },
    events.map(([when, device, capability, value]) => ({ at: at(when), device: deviceId(device), capability: capability as never, value })),
    at('12:00'),
  );
/** Commands, and what devices say: `10:00:00 lamp power on`. */
const story = (r: Rehearsing): string[] =>
  r.lines.flatMap((l) => {
    const when = localText(l.at, HOME_FILE.timezone).slice(11);
    if (l.kind === 'event') return [`${when} ${l.device} says ${l.value}`];
    return l.kind === 'command' ? [`${when} ${l.command.device} told ${l.command.value}${l.failed ? ', in vain' : ''}${l.already ? ', already' : ''}`] : [];
  });

describe('devices that do not simply do as they are told', () => {
  test('a device that takes its time: what follows from it comes later', () => {
    expect(story(played({ lamp: [{ kind: 'slow', by: 4000 }] }, [['10:00:00', 'door', 'contact', 'open']]))).toEqual([
      '10:00:00 door says open',
      '10:00:00 lamp told on',
      '10:00:04 lamp says on',
      '10:00:04 heat told 22',
      '10:00:04 heat says 22',
    ]);
  });
  test('what was told and not yet reported is not taken for so, and is sent again', () => {
    const events: Parameters<typeof played>[1] = [
      ['10:00:00', 'door', 'contact', 'open'],
      ['10:00:01', 'door', 'contact', 'closed'],
      ['10:00:02', 'door', 'contact', 'open'],
      ['10:00:10', 'door', 'contact', 'closed'],
      ['10:00:11', 'door', 'contact', 'open'],
    ];
    const told = story(played({ lamp: [{ kind: 'slow', by: 4000 }] }, events)).filter((l) => l.includes('lamp told'));
    expect(told).toEqual(['10:00:00 lamp told on', '10:00:02 lamp told on', '10:00:11 lamp told on, already']);
  });
  test('a device that fails: nothing follows, and the next time it is tried again', () => {
    const fails: Faults = { lamp: [{ kind: 'fails', until: at('10:30:00') }] };
    const lines = story(
      played(fails, [
        ['10:00:00', 'door', 'contact', 'open'],
        ['10:10:00', 'door', 'contact', 'closed'],
        ['10:30:00', 'door', 'contact', 'open'],
      ]),
    );
    expect(lines.filter((l) => !l.includes('door'))).toEqual([
      '10:00:00 lamp told on, in vain',
      '10:30:00 lamp told on',
      '10:30:00 lamp says on',
      '10:30:00 heat told 22',
      '10:30:00 heat says 22',
    ]);
  });
  test('a sensor that falls silent: nothing is heard of it, and coming back is no edge', () => {
    const silent: Faults = { door: [{ kind: 'unavailable', from: at('09:00:00'), until: at('10:00:00') }] };
    const lines = story(played(silent, [['09:30:00', 'door', 'contact', 'open']]));
    expect(lines).toEqual(['09:00:00 door says unavailable', '10:00:00 door says open']);
  });
  test('a lamp that is silent from the start takes no command and says how it is when it is back', () => {
    const silent: Faults = { lamp: [{ kind: 'unavailable', until: at('11:00:00') }] };
    const r = played(silent, [['10:00:00', 'door', 'contact', 'open']], [opens, warns]);
    expect(story(r)).toEqual([
      '10:00:00 door says open',
      '10:00:00 lamp told on, in vain',
      '11:00:00 lamp says off',
      '11:00:00 heat told 5',
      '11:00:00 lamp says 0',
      '11:00:00 lamp says white',
      '11:00:00 heat says 5',
    ]);
    expect(startRehearsal({ home: HOME_FILE, flows: [], from: at('08:00'), faults: silent }).read(deviceId('lamp'), 'power')).toBe('unavailable');
  });
  test('what a slow device did before it fell silent is said when it is back', () => {
    const faults: Faults = {
      lamp: [
        { kind: 'slow', by: 5000 },
        { kind: 'unavailable', from: at('10:00:02'), until: at('10:01:00') },
      ],
    };
    const lines = story(played(faults, [['10:00:00', 'door', 'contact', 'open']])).filter((l) => l.includes('lamp says'));
    expect(lines).toEqual([
      '10:00:02 lamp says unavailable',
      '10:00:02 lamp says unavailable',
      '10:00:02 lamp says unavailable',
      '10:01:00 lamp says on',
      '10:01:00 lamp says 0',
      '10:01:00 lamp says white',
    ]);
  });
  test('step by step it is the same as in one go, and the next moment is known', () => {
    const faults: Faults = { lamp: [{ kind: 'slow', by: 4000 }], door: [{ kind: 'unavailable', from: at('11:00:00') }] };
    const whole = played(faults, [['10:00:00', 'door', 'contact', 'open']]);
    let r = poke(
      startRehearsal({ home: HOME_FILE, flows: [opens, follows], from: at('08:00'), faults }),
      { device: deviceId('door'), capability: 'contact', value: 'open' },
      at('10:00'),
    );
    expect(nextAt(r)).toBe(at('10:00:04'));
    for (let due = nextAt(r); due !== undefined && due <= at('12:00'); due = nextAt(r)) r = advance(r, due);
    expect(story(r)).toEqual(story(whole));
    expect(story(whole)).toContain('11:00:00 door says unavailable');
  });
});
