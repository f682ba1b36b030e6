/** Lines with steps, limits and several rules, played on a clock: what is done, and when, is what the sentence says. */
import { describe, expect, test } from 'vitest';
import { lower } from '../../../engine/compile/lower/lower';
import { mark } from '../../../engine/compile/mark';
import { parseLine } from '../../../engine/compile/notation/grammar';
import type { Flow } from '../../../flows/flow';
import { type DeviceState, findDevice } from '../../../flows/home';
import { parseValue } from '../../../flows/parse';
import { rehearse } from '../../../flows/rehearse/rehearse';
import { instantOf } from '../../../flows/time';
import { homeOf, idOf } from './home';

const home = homeOf(
  ['Hall light', 'light', 'Hall', 'power', 'brightness'],
  ['Sofa lamp', 'light', 'Living room', 'power', 'brightness'],
  ['Desk lamp', 'light', 'Study', 'power', 'brightness'],
  ['Hall motion', 'motion sensor', 'Hall', 'occupancy'],
  ['Stair motion', 'motion sensor', 'Stairs', 'occupancy'],
  ['Front door', 'door', 'Hall', 'contact'],
  ['Back door', 'door', 'Kitchen', 'contact'],
  ['Front lock', 'lock', 'Hall', 'lock'],
  ['Radiator', 'thermostat', 'Bedroom', 'targetTemperature', 'temperature', 'thermostatMode'],
  ['Washer plug', 'plug', 'Cellar', 'power', 'activePower'],
  ['Siren', 'siren', 'Hall', 'siren'],
  ['Button', 'button', 'Hall', 'button'],
  ['Phone', 'notifier', undefined, 'message'],
  ['Anna', 'person', undefined, 'presence'],
);

/** "22:10 Hall motion detected", on the next day "1T07:00 …". */
type Said = string;

const CAPABILITY: Record<string, string> = {
  detected: 'occupancy',
  clear: 'occupancy',
  open: 'contact',
  closed: 'contact',
  on: 'power',
  off: 'power',
  locked: 'lock',
  unlocked: 'lock',
  pressed: 'button',
  held: 'button',
  home: 'presence',
  away: 'presence',
  vacation: 'mode',
};

function flowOf(request: string, written: string): Flow {
  const line = parseLine(written);
  if (line?.kind !== 'automation' && line?.kind !== 'command') throw new Error(`${written} is no automation and no command`);
  const draft = parseValue(lower(line, home, mark(request, home, '2026-06-01T12:00')).flow);
  if (!draft.ok) throw new Error(JSON.stringify(draft.problems));
  return draft.value.flow;
}

const at = (clock: string): number => {
  const [day, time] = clock.includes('T') ? (clock.split('T') as [string, string]) : ['0', clock];
  return instantOf(`2026-06-0${1 + Number(day)}T${time.length === 5 ? `${time}:00` : time}`, home.timezone);
};

const stateOf = (name: string, said: string): DeviceState => {
  const [capability = '', value = ''] = said.includes('=') ? said.split('=') : [CAPABILITY[said] ?? '', said];
  const device = name === 'Home' ? ('home' as DeviceState['device']) : (idOf(name) as DeviceState['device']);
  return { device, capability: capability as DeviceState['capability'], value: Number.isNaN(Number(value)) ? value : Number(value) };
};

/** What was sent, "22:10 Hall light on"; what was so already is left out. @param state "Front door open" */
function played(flow: Flow, from: string, events: readonly Said[], until: string, state: readonly Said[] = []): string[] {
  const split = (words: string): DeviceState => stateOf(words.slice(0, words.lastIndexOf(' ')), words.slice(words.lastIndexOf(' ') + 1));
  const given = events.map((e) => ({ at: at(e.slice(0, e.indexOf(' '))), ...split(e.slice(e.indexOf(' ') + 1)) }));
  const run = rehearse({ home, flows: [flow], from: at(from), state: state.map(split) }, given, at(until));
  return run.lines.flatMap((l) => {
    if (l.kind !== 'command' || l.already) return [];
    const clock = new Date(l.at).toLocaleTimeString('de-DE', { timeZone: home.timezone }).replace(/:00$/, '');
    return [`${clock} ${findDevice(home, l.command.device)?.name ?? 'Home'} ${l.command.value}`];
  });
}

describe('waiting', () => {
  test('a wait ends without what follows where it must not happen', () => {
    const flow = flowOf(
      'when the front door closes lock the front lock after 5 minutes unless the front door opens',
      'when A closed do wait N unless A open, B locked',
    );
    const state = ['Front door open', 'Front lock unlocked'];
    expect(played(flow, '12:00', ['12:01 Front door closed', '12:03 Front door open'], '13:00', state)).toEqual([]);
    expect(played(flow, '12:00', ['12:01 Front door closed'], '13:00', state)).toEqual(['12:06 Front lock locked']);
  });
  test('a wait before one that something ends is waited through as well', () => {
    const flow = flowOf(
      'when the front door closes wait 10 minutes, wait 5 minutes unless the front door opens, lock the front lock',
      'when A closed do wait N, wait O unless A open, B locked',
    );
    expect(played(flow, '12:00', ['12:01 Front door closed'], '13:00', ['Front door open', 'Front lock unlocked'])).toEqual(['12:16 Front lock locked']);
  });
  test('a wait goes on early where that happens', () => {
    const flow = flowOf('turn on the hall light, after 10 minutes or when the front door closes turn it off', 'do A on, wait N until B closed, A off');
    expect(played(flow, '12:00', ['12:04 Front door closed'], '13:00', ['Front door open'])).toEqual(['12:00 Hall light on', '12:04 Hall light off']);
    expect(played(flow, '12:00', [], '13:00', ['Front door open'])).toEqual(['12:00 Hall light on', '12:10 Hall light off']);
  });
  test('what is waited for too long is given up, and the other thing is done', () => {
    const flow = flowOf(
      'when the button is pressed wait up to 5 minutes for the front door to open, then the hall light on, otherwise the sofa lamp on',
      'when A pressed do wait until B open within N, C on else D on',
    );
    expect(played(flow, '12:00', ['12:01 Button pressed', '12:03 Front door open'], '13:00')).toEqual(['12:03 Hall light on']);
    expect(played(flow, '12:00', ['12:01 Button pressed', '12:07 Front door open'], '13:00')).toEqual(['12:06 Sofa lamp on']);
  });
  test('"otherwise" is of what is waited for, not of the condition of the rule', () => {
    const flow = flowOf(
      'if the button is pressed while Anna is home, wait up to 5 minutes for the front door to open, then the hall light on, otherwise the sofa lamp on',
      'when A pressed if B home do wait until C open within N, D on else E on',
    );
    const press = '12:01 Button pressed';
    expect(played(flow, '12:00', [press, '12:03 Front door open'], '13:00', ['Anna home'])).toEqual(['12:03 Hall light on']);
    expect(played(flow, '12:00', [press], '13:00', ['Anna home'])).toEqual(['12:06 Sofa lamp on']);
    expect(played(flow, '12:00', [press], '13:00', ['Anna away'])).toEqual([]);
  });
  test('in time or not, what is to be done anyway is done', () => {
    const flow = flowOf(
      'at 7 pm if there is hall motion wait until it is still, at most 10 minutes, then lock the front lock and tell me; if it is still lock it at once',
      'when at N if A motion do wait until A still within O, B locked, tell else B locked',
    );
    const open = ['Front lock unlocked'];
    expect(played(flow, '18:00', [], '20:00', [...open, 'Hall motion clear'])).toEqual(['19:00 Front lock locked']);
    expect(played(flow, '18:00', [], '20:00', [...open, 'Hall motion detected']).map((s) => s.slice(0, 11))).toEqual(['19:10 Front', '19:10 Phone']);
  });
  test('"otherwise" on other days', () => {
    const flow = flowOf('at 7 am on weekends hall light on, otherwise the sofa lamp on', 'when at N if days O do A on else B on');
    expect(played(flow, '06:00', [], '08:00')).toEqual(['07:00 Sofa lamp on']);
  });
  test('a rule for some days leaves one for the same time every day alone', () => {
    const flow = flowOf('at 7 am hall light on and on weekends also the sofa lamp on', 'when at N do A on; when at N if days O do B on');
    expect(played(flow, '06:00', [], '08:00')).toEqual(['07:00 Hall light on']);
  });
  test('what ends a wait may begin another rule', () => {
    const flow = flowOf(
      'button: hall light on, off after 5 minutes unless there is hall motion. With hall motion hall light to 80 %',
      'when A pressed do B on, wait N unless C motion, B off; when C motion do B bright O',
    );
    expect(played(flow, '12:00', ['12:00 Button pressed', '12:02 Hall motion detected'], '13:00')).toEqual(['12:00 Hall light on', '12:02 Hall light 80']);
  });
  test('"otherwise" of two clocks', () => {
    const flow = flowOf(
      'when the front door opens after dark hall light on until the hall motion was still for 2 minutes, 15 minutes at most; by day tell me',
      'when A open if dark do B on for O until C still for N else tell',
    );
    expect(played(flow, '12:00', ['12:01 Front door open'], '13:00')).toHaveLength(1);
  });
  test('where the same is done after a wait either way, "otherwise" is of the condition', () => {
    const flow = flowOf(
      'if the button is pressed while Anna is home, wait for the front door to open, at most 5 minutes, then the hall light on; if she is out the hall light on at once',
      'when A pressed if B home do wait until C open within N, D on else D on',
    );
    expect(played(flow, '12:00', ['12:01 Button pressed'], '13:00', ['Anna away'])).toEqual(['12:01 Hall light on']);
  });
  test('what is waited for without end comes when it comes', () => {
    const flow = flowOf('wait until Anna is home, then lock the front lock', 'do wait until A home, B locked');
    expect(played(flow, '12:00', ['19:00 Anna home'], '20:00', ['Anna away', 'Front lock unlocked'])).toEqual(['19:00 Front lock locked']);
  });
  test('what follows only if something still holds is looked at by then', () => {
    const flow = flowOf('when the front door opens, after 10 minutes only if the front door is open tell me', 'when A open do wait N, only A open, tell');
    expect(played(flow, '12:00', ['12:01 Front door open', '12:05 Front door closed'], '13:00')).toEqual([]);
    expect(played(flow, '12:00', ['12:01 Front door open'], '13:00')).toEqual(['12:11 Phone Front door is open (10 min)']);
  });
  test('on for a while, or until something', () => {
    const flow = flowOf('when the front door opens, hall light on for 10 minutes or until the front door closes', 'when A open do B on for N until A closed');
    expect(played(flow, '12:00', ['12:01 Front door open', '12:04 Front door closed'], '13:00')).toEqual(['12:01 Hall light on', '12:04 Hall light off']);
    expect(played(flow, '12:00', ['12:01 Front door open'], '13:00')).toEqual(['12:01 Hall light on', '12:11 Hall light off']);
  });
});

describe('two clocks', () => {
  const flow = flowOf(
    'when the front door opens hall light on until the hall motion was still for 2 minutes, 15 minutes at most',
    'when A open do B on for O until C still for N',
  );
  const walk = ['12:01 Front door open', '12:02 Hall motion detected'];
  test('the first of them ends it', () => {
    expect(played(flow, '12:00', [...walk, '12:04 Hall motion clear'], '13:00')).toEqual(['12:01 Hall light on', '12:06 Hall light off']);
    expect(played(flow, '12:00', walk, '13:00')).toEqual(['12:01 Hall light on', '12:16 Hall light off']);
  });
  test('what somebody switched on by hand stays on', () => {
    expect(played(flow, '12:00', ['12:20 Hall motion detected', '12:21 Hall motion clear'], '13:00', ['Hall light on'])).toEqual([]);
  });
  test('a brightness goes back to what it was', () => {
    const dimmed = flowOf(
      'when the front door opens hall light at 40 % until the hall motion was still for 2 minutes, 15 minutes at most',
      'when A open do B bright N for P until C still for O',
    );
    expect(played(dimmed, '12:00', [...walk, '12:04 Hall motion clear'], '13:00', ['Hall light brightness=10'])).toEqual([
      '12:01 Hall light 40',
      '12:06 Hall light 10',
    ]);
    expect(played(dimmed, '12:00', walk, '13:00', ['Hall light brightness=10'])).toEqual(['12:01 Hall light 40', '12:16 Hall light 10']);
  });
  test('what else is done has no part in it', () => {
    const two = flowOf(
      'when the front door opens hall light on until the hall motion was still for 2 minutes, 15 minutes at most, and sofa lamp on',
      'when A open do B on for O until C still for N, D on',
    );
    expect(played(two, '12:00', [...walk, '12:04 Hall motion clear'], '13:00')).toEqual(['12:01 Hall light on', '12:01 Sofa lamp on', '12:06 Hall light off']);
  });
});

describe('again and again', () => {
  test('until something happens', () => {
    const flow = flowOf(
      'when the front door opens tell me, and every 5 minutes again until the front door closes',
      'when A open do tell, repeat N until A closed',
    );
    const sent = played(flow, '12:00', ['12:00 Front door open', '12:12 Front door closed'], '13:00');
    expect(sent.map((s) => s.slice(0, 5))).toEqual(['12:00', '12:05', '12:10']);
  });
  test('what was waited for before is not waited for again', () => {
    const flow = flowOf(
      'if the front door is still open 10 minutes after it opened tell me, and every 5 minutes again until the front door closes',
      'when A open do wait N, only A open, tell, repeat O until A closed',
    );
    const sent = played(flow, '12:00', ['12:00 Front door open', '12:22 Front door closed'], '13:00');
    expect(sent.map((s) => s.slice(0, 5))).toEqual(['12:10', '12:15', '12:20']);
    expect(played(flow, '12:00', ['12:00 Front door open', '12:08 Front door closed'], '13:00')).toEqual([]);
  });
  test('what ends it ends the wait before it too', () => {
    const flow = flowOf(
      'when the front door opens, 10 minutes later tell me, and again every 5 minutes until the front door closes',
      'when A open do wait N, tell, repeat O until A closed',
    );
    expect(played(flow, '12:00', ['12:00 Front door open', '12:05 Front door closed'], '13:00')).toEqual([]);
    expect(played(flow, '12:00', ['12:00 Front door open', '12:12 Front door closed'], '13:00')).toHaveLength(1);
  });
  test('what is on for a while is on for a while each time', () => {
    const flow = flowOf(
      'when the front door opens siren on for 3 seconds, and again every 1 minute until the front door closes',
      'when A open do B on for N, repeat O until A closed',
    );
    const sent = played(flow, '12:00', ['12:00 Front door open', '12:01:30 Front door closed'], '13:00');
    expect(sent.map((s) => s.split(' ').at(-1))).toEqual(['on', 'off', 'on', 'off']);
  });
  test('ended in the middle of a round, what is on goes off', () => {
    const flow = flowOf(
      'when the button is pressed siren on, 10 seconds later off, and again every 5 minutes until the front door closes',
      'when A pressed do B on, wait N, B off, repeat O until C closed',
    );
    const sent = played(flow, '12:00', ['12:00 Button pressed', '12:05:13 Front door closed'], '13:00', ['Front door open']);
    expect(sent).toEqual(['12:00 Siren on', '12:00:10 Siren off', '12:05:10 Siren on', '12:05:13 Siren off']);
  });
  test('what comes and goes comes again as a whole', () => {
    const flow = flowOf(
      'when the button is pressed hall light on, 1 minute later off, and again every 5 minutes until the front door closes',
      'when A pressed do B on, wait N, B off, repeat O until C closed',
    );
    const sent = played(flow, '12:00', ['12:00 Button pressed', '12:08 Front door closed'], '13:00', ['Front door open']);
    expect(sent).toEqual(['12:00 Hall light on', '12:01 Hall light off', '12:06 Hall light on', '12:07 Hall light off']);
  });
  test('three times in all are two more', () => {
    const flow = flowOf('when the button is pressed tell me three times, 2 minutes apart', 'when A pressed do tell, repeat O times N');
    expect(played(flow, '12:00', ['12:00 Button pressed'], '13:00').map((s) => s.slice(0, 5))).toEqual(['12:00', '12:02', '12:04']);
  });
  test('a light that flashes ends as it was, and is switched off after it', () => {
    const flow = flowOf('when the button is pressed flash the hall light two times', 'when A pressed do B flash N');
    expect(played(flow, '12:00', ['12:00 Button pressed'], '13:00', ['Hall light on']).map((s) => s.split(' ').at(-1))).toEqual(['off', 'on', 'off', 'on']);
    const off = flowOf('when the button is pressed flash the hall light and turn it off', 'when A pressed do B flash, B off');
    expect(played(off, '12:00', ['12:00 Button pressed'], '13:00', ['Hall light on']).at(-1)).toBe('12:00:06 Hall light off');
  });
});

test('held back by its limit, a rule does not do the other thing instead', () => {
  const flow = flowOf(
    'when the front door opens: if Anna is home hall light on, otherwise the sofa lamp on, not again within 10 minutes',
    'when A open if B home gap N do C on else D on',
  );
  const doors = ['12:00 Front door open', '12:01 Front door closed', '12:02 Front door open'];
  expect(played(flow, '11:00', doors, '13:00', ['Anna home'])).toEqual(['12:00 Hall light on']);
  expect(played(flow, '11:00', [...doors.slice(0, 2), '12:01:30 Sofa lamp off', '12:02 Front door open'], '13:00', ['Anna away'])).toEqual([
    '12:00 Sofa lamp on',
  ]);
});

describe('how often', () => {
  const opened = ['12:00 Front door open', '12:01 Front door closed', '12:05 Front door open', '12:06 Front door closed', '1T12:00 Front door open'];
  const times = (written: string, request = 'when the front door opens tell me, at least 3 minutes apart'): string[] =>
    played(flowOf(request, written), '11:00', opened, '1T13:00').map((s) => s.slice(0, 5));
  test('only the next time', () => expect(times('when A open once do tell')).toEqual(['12:00']));
  test('the first time of each day', () => expect(times('when A open daily do tell')).toEqual(['12:00', '12:00']));
  test('not again within a time, counted from the last', () => {
    expect(times('when A open gap N do tell')).toEqual(['12:00', '12:05', '12:00']);
    expect(times('when A open gap N do tell', 'when the front door opens tell me, at least 10 minutes apart')).toEqual(['12:00', '12:00']);
  });
});

describe('one after the other', () => {
  test('within a time that counts from the last first', () => {
    const flow = flowOf('when the front door opens and then the hall motion within 2 minutes, sofa lamp on', 'when A open then B motion within N do C on');
    expect(played(flow, '12:00', ['12:00 Front door open', '12:03 Hall motion detected'], '13:00')).toEqual([]);
    const twice = ['12:00 Front door open', '12:01 Front door closed', '12:01:30 Front door open', '12:03 Hall motion detected'];
    expect(played(flow, '12:00', twice, '13:00')).toEqual(['12:03 Sofa lamp on']);
  });
  test('a machine that draws power and then hardly any for a while', () => {
    const flow = flowOf(
      'when the washer plug goes above 50 watts and then below 5 watts for 3 minutes tell me',
      'when A draw above N then A draw below O for P do tell',
    );
    const events = [
      '12:00 Washer plug activePower=300',
      '12:30 Washer plug activePower=2',
      '12:31 Washer plug activePower=300',
      '12:50 Washer plug activePower=2',
    ];
    expect(played(flow, '11:00', ['11:01 Washer plug activePower=2', ...events], '14:00').map((s) => s.slice(0, 5))).toEqual(['12:53']);
  });
});

describe('what this flow did', () => {
  test('only what it switched on itself it switches off', () => {
    const flow = flowOf(
      'when the hall motion sees motion hall light on, after 5 minutes without motion off if this turned the hall light on',
      'when A motion if dark do B on; when A still for N if ours B do B off',
    );
    const walk = ['Hall motion detected', 'Hall motion clear'];
    const night = walk.map((w, i) => `23:0${i} ${w}`);
    expect(played(flow, '22:30', night, '23:30')).toEqual(['23:00 Hall light on', '23:06 Hall light off']);
    const day = walk.map((w, i) => `12:0${i} ${w}`);
    expect(played(flow, '11:00', day, '13:00', ['Hall light on'])).toEqual([]);
  });
  test('each goes back to what it found, although both changed the same light', () => {
    const flow = flowOf(
      'at 22:00 the hall light at 5 % until sunrise, with the hall motion 25 % for 2 minutes',
      'when at N do A bright O until sunrise; when B motion do A bright P for Q',
    );
    const sent = played(flow, '21:00', ['23:00 Hall motion detected', '23:01 Hall motion clear', '23:01:30 Hall motion detected'], '1T08:00', [
      'Hall light brightness=0',
    ]);
    expect(sent.map((s) => s.replace(/^04:\d\d:\d\d/, 'sunrise'))).toEqual([
      '22:00 Hall light 5',
      '23:00 Hall light 25',
      '23:03:30 Hall light 5',
      'sunrise Hall light 0',
    ]);
  });
  test('back is what was before the first change', () => {
    const flow = flowOf(
      'when the front door opens the radiator to 15, when the front door closes put the radiator back',
      'when A open do B target N; when A closed do B back',
    );
    const events = ['12:00 Front door open', '12:10 Front door closed', '12:20 Front door open', '12:30 Front door closed'];
    expect(played(flow, '11:00', events, '13:00', ['Radiator targetTemperature=21']).map((s) => s.split(' ').at(-1))).toEqual(['15', '21', '15', '21']);
  });
});

describe('conditions', () => {
  test('what was so before the flow began has been so for long enough', () => {
    const flow = flowOf(
      'when the hall motion is still for 1 minute and the stair motion has been still for 1 minute, hall light off',
      'when A still for N if B still for N do C off',
    );
    expect(played(flow, '12:00', ['12:01 Hall motion detected', '12:02 Hall motion clear'], '13:00', ['Hall light on'])).toEqual(['12:03 Hall light off']);
    const moved = ['12:01 Hall motion detected', '12:02 Hall motion clear', '12:02:10 Stair motion detected', '12:02:30 Stair motion clear'];
    expect(played(flow, '12:00', moved, '13:00', ['Hall light on'])).toEqual([]);
  });
  test('a mode that ends', () => {
    const flow = flowOf('when vacation mode ends turn on the hall light', 'when not mode vacation do A on');
    expect(played(flow, '12:00', ['12:01 Home vacation', '12:02 Home mode=home'], '13:00')).toEqual(['12:02 Hall light on']);
  });
  test('all but several', () => {
    const flow = flowOf('when the button is pressed all lights off except the hall light and the sofa lamp', 'when A pressed do all B except C except D off');
    expect(played(flow, '12:00', ['12:01 Button pressed'], '13:00', ['Hall light on', 'Sofa lamp on', 'Desk lamp on'])).toEqual(['12:01 Desk lamp off']);
  });
});

describe('several rules', () => {
  test('of one event with conditions that both hold both are carried out', () => {
    const flow = flowOf(
      'when the hall motion sees motion after dark hall light on, when Anna is away also sofa lamp on and tell me, both off after 5 minutes without motion',
      'when A motion if dark do B on; when A motion if dark and C away do D on, tell; when A still for N do B off, D off',
    );
    const sent = played(flow, '22:30', ['23:00 Hall motion detected', '23:01 Hall motion clear'], '23:30', ['Anna away']);
    expect(sent.map((s) => s.replace(/Phone .*/, 'Phone')).sort()).toEqual([
      '23:00 Hall light on',
      '23:00 Phone',
      '23:00 Sofa lamp on',
      '23:06 Hall light off',
      '23:06 Sofa lamp off',
    ]);
  });
  test('of one event that only tell both tell', () => {
    const flow = flowOf(
      'when the front door opens tell me "one" the first time each day, and always tell me "two"',
      'when A open daily do tell N; when A open do tell O',
    );
    const events = ['12:00 Front door open', '12:01 Front door closed', '12:02 Front door open'];
    expect(played(flow, '11:00', events, '13:00')).toEqual(['12:00 Phone one', '12:00 Phone two', '12:02 Phone two']);
  });
  test('of one event on one light the one that says more goes first', () => {
    const flow = flowOf(
      'when the hall motion sees motion hall light 80 %, after dark 10 %',
      'when A motion do B bright N; when A motion if dark do B bright O',
    );
    expect(played(flow, '22:30', ['23:00 Hall motion detected'], '23:30')).toEqual(['23:00 Hall light 10']);
    expect(played(flow, '11:00', ['12:00 Hall motion detected'], '13:00')).toEqual(['12:00 Hall light 80']);
  });
  test('a siren falls silent although another rule switches the lights that came on with it', () => {
    const flow = flowOf(
      'when the front door opens siren on for 5 minutes and hall light on, when the button is pressed hall light off',
      'when A open do B on for N, C on; when D pressed do C off',
    );
    expect(played(flow, '12:00', ['12:00 Front door open', '12:01 Button pressed'], '13:00').sort()).toEqual([
      '12:00 Hall light on',
      '12:00 Siren on',
      '12:01 Hall light off',
      '12:05 Siren off',
    ]);
  });
  test('a nag about the door outlives the light that came on with it', () => {
    const flow = flowOf(
      'when the front door opens hall light on and after 10 minutes only if the front door is open tell me, when the hall motion sees motion hall light on, off after 1 minute without motion',
      'when A open do B on, wait N, only A open, tell; when C motion do B on; when C still for O do B off',
    );
    const sent = played(flow, '12:00', ['12:00 Front door open', '12:01 Hall motion detected', '12:02 Hall motion clear'], '13:00');
    expect(sent).toEqual(['12:00 Hall light on', '12:03 Hall light off', '12:10 Phone Front door is open (10 min)']);
  });
  test('open switches on, too long open switches off again', () => {
    const flow = flowOf(
      'when the front door opens hall light on, when it closes off, when the front door is open for 10 minutes hall light off',
      'when A open do B on; when A closed do B off; when A open for N do B off',
    );
    const events = ['12:00 Front door open', '12:20 Front door closed', '12:30 Front door open', '12:35 Front door closed', '12:38 Front door open'];
    expect(played(flow, '11:00', events, '12:45')).toEqual([
      '12:00 Hall light on',
      '12:10 Hall light off',
      '12:30 Hall light on',
      '12:35 Hall light off',
      '12:38 Hall light on',
    ]);
  });
  test('the first event is carried out although the flow takes it that all is off', () => {
    const flow = flowOf(
      'when the front door opens radiator off, when the front door is closed for 3 minutes radiator heat',
      'when A open do B off; when A closed for N do B heat',
    );
    expect(played(flow, '11:00', ['12:00 Front door open', '12:10 Front door closed'], '13:00', ['Radiator thermostatMode=heat'])).toEqual([
      '12:00 Radiator off',
      '12:13 Radiator heat',
    ]);
  });
  test('a message names the door that opened, not the first of two', () => {
    const flow = flowOf('when the front door or the back door opens tell me', 'when A open or B open do tell');
    expect(played(flow, '11:00', ['12:00 Back door open'], '13:00')).toEqual(['12:00 Phone Back door opens']);
  });
  test('what is on until something is not put off by what is on for a while', () => {
    const flow = flowOf(
      'when the front door opens siren on until the button is pressed, when the back door opens siren on for 1 minute',
      'when A open do B on until C pressed; when D open do B on for N',
    );
    expect(played(flow, '12:00', ['12:00 Front door open', '12:05 Back door open', '12:30 Button pressed'], '13:00')).toEqual([
      '12:00 Siren on',
      '12:30 Siren off',
    ]);
  });
});

describe('stages of one wait', () => {
  const flow = (): Flow =>
    flowOf(
      'when the hall motion sees motion hall light 80 %, after 3 minutes without motion 20 %, after 5 minutes off',
      'when A motion do B bright N; when A still for O do B bright P; when A still for Q do B off',
    );
  test('come one after the other', () => {
    expect(played(flow(), '12:00', ['12:00 Hall motion detected', '12:01 Hall motion clear'], '13:00')).toEqual([
      '12:00 Hall light 80',
      '12:04 Hall light 20',
      '12:06 Hall light off',
    ]);
  });
  test('and end with motion', () => {
    const events = ['12:00 Hall motion detected', '12:01 Hall motion clear', '12:05 Hall motion detected'];
    expect(played(flow(), '12:00', events, '13:00')).toEqual(['12:00 Hall light 80', '12:04 Hall light 20', '12:05 Hall light 80']);
  });
});
