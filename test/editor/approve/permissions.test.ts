import { describe, expect, it } from 'vitest';
import { demoHome } from '../../../devices/simulator/demo';
import { holdReason, joinOrders, permissions } from '../../../editor/approve/permissions';
import type { Capability, Value } from '../../../flows/capability';
import { diff } from '../../../flows/diff';
import type { Binding, Flow } from '../../../flows/flow';
import { deviceId } from '../../../flows/ids';

/** A flow that reads motion in the hall and, on entering, tells each device a value. */
function telling(...orders: [kind: string, capability: Capability, value: Value, bind: Binding][]): Flow {
  const roles = orders.map(([kind, capability, , bind], i) => [`r${i}`, { name: kind, kind, writes: [capability], bind }] as const);
  return {
    format: 'sayso/flow/1',
    name: 'Test',
    uses: { motion: { name: 'Hall motion', kind: 'motion sensor', reads: ['occupancy'], bind: one('hall_motion') }, ...Object.fromEntries(roles) },
    chart: {
      id: 'flow',
      initial: 'on',
      states: { on: { entry: orders.map(([, capability, value], i) => ({ type: 'set', params: { role: `r${i}`, capability, value } })) } },
    },
  };
}
const one = (id: string): Binding => ({ one: deviceId(id) });
const told = (flow: Flow, base?: Flow) =>
  permissions(flow, demoHome, base && diff(base, flow, demoHome)).map((p) => [p.risk, p.words, p.note ?? '', p.standing ?? ''].join(' | '));

describe('permissions in words', () => {
  it('come by risk, security first, and say what can never happen', () => {
    const flow = telling(
      ['light', 'power', 'on', one('hall_light')],
      ['light', 'power', 'off', one('hall_light')],
      ['lock', 'lock', 'locked', one('front_lock')],
      ['thermostat', 'targetTemperature', 17, one('bed_radiator')],
    );
    expect(told(flow)).toEqual([
      'security | Lock Front door lock | Only this. It can never unlock it. | ',
      'energy | Set Bedroom radiator to 17 °C | No other value. | ',
      'comfort | Turn Hall light on or off |  | ',
      'observe | Read whether Hall motion sees motion |  | ',
    ]);
  });

  it('join devices that may be told the same, and name them where there are many', () => {
    const flow = telling(['light', 'power', 'off', { all: { kind: 'light' } }]);
    expect(told(flow)[0]).toMatch(/^comfort \| Turn 7 devices off \| Bathroom light, Bedside lamp, /);
  });

  it('hold a device’s name as it is, whatever it is', () => {
    const home = { ...demoHome, devices: demoHome.devices.map((d) => (d.id === 'front_lock' ? { ...d, name: "<b>$& $' {}</b>" } : d)) };
    const flow = telling(['lock', 'lock', 'locked', one('front_lock')]);
    expect(permissions(flow, home)[0]?.words).toBe("Lock <b>$& $' {}</b>");
  });

  it('say what is new, as before and no longer against the approved version', () => {
    const base = telling(['lock', 'lock', 'locked', one('front_lock')], ['notifier', 'message', 'Bye', one('phone')]);
    const next = telling(['lock', 'lock', 'locked', one('front_lock')], ['thermostat', 'targetTemperature', 17, one('bed_radiator')]);
    expect(told(next, base)).toEqual([
      'security | Lock Front door lock | Only this. It can never unlock it. | before',
      'energy | Set Bedroom radiator to 17 °C | No other value. | new',
      'observe | Read whether Hall motion sees motion |  | before',
      'observe | Send messages to Anna’s phone |  | gone',
    ]);
  });

  it('join orders around what differs', () => {
    expect(joinOrders(['lock {}', 'unlock {}'])).toBe('lock or unlock {}');
    expect(joinOrders(['turn {} on', 'turn {} off'])).toBe('turn {} on or off');
    expect(joinOrders(['dock {}'])).toBe('dock {}');
  });
});

describe('consent', () => {
  const reason = (flow: Flow, base?: Flow) => holdReason(permissions(flow, demoHome, base && diff(base, flow, demoHome)));
  const light = telling(['light', 'power', 'on', one('hall_light')]);

  it('is a click for comfort, new or unchanged', () => {
    expect(reason(light)).toBeUndefined();
    expect(reason(light, light)).toBeUndefined();
  });

  it('is held for energy and security, and for more than before', () => {
    expect(reason(telling(['lock', 'lock', 'unlocked', one('front_lock')]))).toEqual({ risk: 'security', words: 'it may unlock Front door lock' });
    expect(reason(telling(['thermostat', 'targetTemperature', 17, one('bed_radiator')]))?.risk).toBe('energy');
    expect(reason(telling(['light', 'power', 'on', one('kitchen_light')]), light)?.words).toBe('it may do more than before');
  });
});
