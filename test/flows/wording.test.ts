import canonicalize from 'canonicalize';
import { describe, expect, test } from 'vitest';
import { check } from '../../flows/check/check';
import type { Flow } from '../../flows/flow';
import { groupOf } from '../../flows/members';
import { parseValue } from '../../flows/parse';
import { stage } from '../../flows/rehearse/own';
import { allGuards, allTransitions, targetPath } from '../../flows/walk';
import { describe as read, readAloud, textOf, transitionWords } from '../../flows/wording';
import { mutations } from './mutations';
import { allOf, anyOf, becomes, EXAMPLES, flowOf, HOME_FILE, is, set, USES } from './play';

/** What can make a difference to behaviour: everything but names and papers, declared capabilities in any order. */
function felt(flow: Flow): string {
  const strip = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(strip);
    if (typeof node !== 'object' || node === null) return node;
    return Object.fromEntries(Object.entries(node).flatMap(([k, v]) => (k === 'description' ? [] : [[k, strip(v)]])));
  };
  const { name: _n, request: _r, notes: _o, rehearsals: _h, ...rest } = flow;
  return canonicalize(strip(rest)) as string;
}

/** The same flow with what cannot be felt written one way; each reason is said once, here. */
function plain(flow: Flow): string {
  const copy = structuredClone(flow);
  for (const t of allTransitions(copy)) {
    const target = t.transition.target === undefined ? undefined : targetPath(copy, t.state, t.transition.target);
    // One state, three ways to write it.
    if (target) t.transition.target = `#flow.${target.join('.')}`;
    // Without a target there is nothing to enter.
    else delete t.transition.reenter;
  }
  // What kind of device a role is for is a hint for the choice of a device.
  for (const role of Object.values(copy.uses)) {
    role.kind = '';
    const group = role.bind && groupOf(role.bind);
    // A list of devices is the group, whatever else is said.
    if (group?.devices) for (const key of ['kind', 'room', 'floor'] as const) delete group[key];
  }
  // Conditions that must hold together have no order.
  for (const t of allTransitions(copy)) {
    for (const { guard } of t.transition.guard ? allGuards(t.transition.guard, '') : [])
      if (guard.type === 'all' || guard.type === 'any') guard.params.of.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  return (
    felt(copy)
      // Defaults written out.
      .replace(/,?"late":"run"/g, '')
      .replace(/,?"missed":"skip"/g, '')
      .replace(/"history":"shallow",?/g, '')
      .replace(/"type":"(compound|atomic)",?/g, '')
      .replace(/,\}/g, '}')
      // The order of weekdays and days of the month.
      .replace(/"(days|monthDays)":\[([^\]]*)\]/g, (_, k: string, list: string) => `"${k}":[${list.split(',').sort().join()}]`)
  );
}

describe.each(EXAMPLES)('SPEC 7.1 $file', ({ flow: file }) => {
  const { flow, home } = stage(file);
  test('whatever changes what it does changes how it reads', () => {
    const before = readAloud(flow, home);
    const own = plain(flow);
    const twins: string[] = [];
    let looked = 0;
    const all = [...mutations(flow)];
    // All of them in the long run; a share of the larger examples otherwise.
    const every = process.env.FUZZ ? 1 : Math.ceil(all.length / 250);
    for (const m of all.filter((_, i) => i % every === 0)) {
      const parsed = parseValue(m.flow);
      if (!parsed.ok || plain(parsed.value.flow) === own) continue;
      if (!check(parsed.value, home).checked) continue;
      looked++;
      if (readAloud(parsed.value.flow, home) === before) twins.push(m.at);
    }
    expect(looked).toBeGreaterThan(0);
    expect([...new Set(twins)]).toEqual([]);
  });

  test('every phrase with a path points into the file', () => {
    const at = (path: string): unknown => {
      const steps = path.split('.');
      let node: unknown = flow;
      for (let i = 0; i < steps.length; ) {
        const n = [1, 2].find((k) => typeof node === 'object' && node !== null && steps.slice(i, i + k).join('.') in node);
        if (!n) return undefined;
        node = (node as Record<string, unknown>)[steps.slice(i, i + n).join('.')];
        i += n;
      }
      return node;
    };
    for (const s of read(flow, home).stations) {
      for (const r of s.rows) {
        for (const p of r.phrases) {
          if (p.path !== undefined) expect([p.path, at(p.path) === undefined]).toEqual([p.path, false]);
          if (p.edit && p.edit.kind !== 'device') expect([p.edit.path, at(p.edit.path)]).toEqual([p.edit.path, p.edit.value]);
        }
      }
    }
  });
});

describe('English', () => {
  const words = (transition: object, event: string, uses: object = USES): string => {
    const flow = flowOf({ uses, chart: { id: 'flow', on: { [event]: [transition] } } });
    const [t] = allTransitions(flow);
    return t ? transitionWords(flow, t, HOME_FILE) : '';
  };
  test('one device, any, all', () => {
    expect(words({ guard: becomes('door', 'contact', 'open'), actions: [set('lamp', 'power', 'on')] }, 'door.contact')).toBe('when Door opens: turn Lamp on');
    const groups = { w: allOf('window', ['contact']), l: allOf('light', [], ['brightness']), p: anyOf('person', ['presence']) };
    expect(words({ guard: becomes('w', 'contact', 'closed'), actions: [set('l', 'brightness', 40)] }, 'w.contact', groups)).toBe(
      'when all windows close: set all lights to 40 %',
    );
    expect(words({ guard: { type: 'all', params: { of: [becomes('p', 'presence', 'home'), is('w', 'contact', 'open')] } } }, 'p.presence', groups)).toBe(
      'when any person comes home, if all windows are open',
    );
  });
  test('what does not hold', () => {
    const groups = { ...USES, w: anyOf('window', ['contact']) };
    const unless = (of: object): string =>
      words({ guard: { type: 'all', params: { of: [becomes('button', 'button', 'pressed'), { type: 'not', params: { of } }] } } }, 'button.button', groups);
    expect(unless(is('door', 'contact', 'open'))).toBe('when Button is pressed, if Door is not open');
    expect(unless(is('motion', 'occupancy', 'detected'))).toBe('when Button is pressed, if Motion does not see motion');
    expect(unless(is('heat', 'temperature', 20, 'below'))).toBe('when Button is pressed, if the temperature of Radiator is not below 20 °C');
    expect(unless({ type: 'between', params: { from: '22:00', to: '06:00' } })).toBe('when Button is pressed, if it is not between 22:00 and 06:00');
    expect(unless(is('w', 'contact', 'open'))).toBe('when Button is pressed, if it is not so that any window is open');
  });
  test('two devices of one name are told apart', () => {
    const uses = { ...USES, door: { ...USES.door, bind: { one: 'w2' } } };
    expect(words({ guard: becomes('door', 'contact', 'open') }, 'door.contact', uses)).toBe('when Window (Bedroom) opens');
  });
  test('two abilities of one device with the same words are told apart', () => {
    const air = { name: 'Air', kind: 'air conditioner', reads: ['power', 'thermostatMode'], writes: ['power', 'thermostatMode'], bind: { one: 'air' } };
    const off = (capability: 'power' | 'thermostatMode') =>
      words({ guard: { type: 'all', params: { of: [becomes('button', 'button', 'pressed'), is('air', capability, 'off')] } } }, 'button.button', {
        ...USES,
        air,
      });
    expect(off('power')).not.toBe(off('thermostatMode'));
  });
  test('two states of one name are told apart', () => {
    const flow = flowOf({
      uses: USES,
      chart: { id: 'flow', initial: 'a', states: { a: { description: 'Lit', on: { 'door.contact': [{ target: 'b' }] } }, b: { description: 'Lit' } } },
    });
    expect(read(flow).stations.map((s) => s.name)).toEqual(['Lit (a)', 'Lit (b)']);
  });
  test('it never fails, whatever the flow holds', () => {
    const odd = {
      ...flowOf({ chart: { id: 'flow' } }),
      chart: { id: 'flow', on: { 'x.y': [{ actions: [set('nobody', 'power', 'on')], target: 'gone' }] }, after: { no: [{}] } },
    } as unknown as Flow;
    expect(read(odd).stations.map((s) => s.rows.map((r) => textOf(r.phrases)))).toBeTruthy();
    expect(read(flowOf({ chart: { id: 'flow' } })).sentence).toBe('Does nothing yet.');
  });
  test('temperatures in °F by preference: values and steps, not what a person wrote, and what is edited stays in °C', () => {
    const flow = flowOf({
      uses: USES,
      chart: {
        id: 'flow',
        on: {
          'heat.temperature': [
            {
              guard: becomes('heat', 'temperature', 18.5, 'below'),
              actions: [
                set('heat', 'targetTemperature', 21),
                { type: 'adjust', params: { role: 'heat', capability: 'targetTemperature', by: -2 } },
                { type: 'message', params: { role: 'phone', text: '21 °C' } },
              ],
            },
          ],
        },
      },
    });
    const [reading] = read(flow, HOME_FILE, { temperature: 'F' }).stations.map((s) => s.rows.map((r) => textOf(r.phrases)).join('; '));
    expect(reading).toBe(
      'the temperature of Radiator falls below 65.3 °F; set Radiator to 69.8 °F and lower the target temperature of Radiator by 3.6 °F and send Phone “21 °C”',
    );
    const edits = read(flow, HOME_FILE, { temperature: 'F' }).stations.flatMap((s) => s.rows.flatMap((r) => r.phrases.flatMap((p) => p.edit ?? [])));
    expect(edits).toContainEqual(expect.objectContaining({ kind: 'number', value: 21, unit: '°C' }));
    expect(readAloud(flow, HOME_FILE, { temperature: 'F' })).not.toContain('18.5');
    expect(readAloud(flow, HOME_FILE, { temperature: 'C' })).toBe(readAloud(flow, HOME_FILE));
  });
});
