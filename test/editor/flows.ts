import { type Flow, FORMAT } from '../../flows/flow';
import { parseValue } from '../../flows/parse';

/** Flows that between them hold every part of a file: what the tests of the editor run over. */
const parsed = (value: unknown): Flow => {
  const result = parseValue(value);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value.flow;
};

const motion = (value: string, type = 'becomes') => ({ type, params: { role: 'hall_motion', capability: 'occupancy', is: 'equals', value } });
const light = (value: string) => ({ type: 'set', params: { role: 'hall_light', capability: 'power', value } });

export const hallLight = parsed({
  format: FORMAT,
  name: 'Hall light after dark',
  request: 'Turn on the hall light when there’s motion after sunset, and off 5 minutes after the last motion',
  uses: {
    hall_light: { name: 'Hall light', kind: 'light', writes: ['power'], bind: { one: 'hall_light' } },
    hall_motion: { name: 'Hall motion', kind: 'motion sensor', reads: ['occupancy'], bind: { one: 'hall_motion' } },
    home: { name: 'Home', kind: 'home', reads: ['sun'], bind: { one: 'home' } },
  },
  delays: { wait_5m: { for: 'PT5M' } },
  chart: {
    id: 'flow',
    initial: 'dark',
    states: {
      dark: {
        description: 'Dark & quiet',
        on: {
          'hall_motion.occupancy': [
            {
              target: 'lit',
              guard: {
                type: 'all',
                params: { of: [motion('detected'), { type: 'is', params: { role: 'home', capability: 'sun', is: 'equals', value: 'down' } }] },
              },
            },
          ],
        },
      },
      lit: { description: 'Lit', entry: [light('on')], on: { 'hall_motion.occupancy': [{ target: 'waiting', guard: motion('clear') }] } },
      waiting: {
        description: 'Waiting 5 min',
        on: { 'hall_motion.occupancy': [{ target: 'lit', guard: motion('detected') }] },
        after: { wait_5m: [{ target: 'dark', actions: [light('off')] }] },
      },
    },
  },
});

/** Parallel parts, nesting, history, final states, every kind of guard, action, schedule and delay. */
export const everything = parsed({
  format: FORMAT,
  name: 'Everything',
  uses: {
    lamp: { name: 'Reading lamp', kind: 'light', reads: ['brightness'], writes: ['power', 'brightness'], bind: { one: 'living_lamp' } },
    windows: { name: 'windows', kind: 'window', reads: ['contact'], bind: { any: { kind: 'window' } } },
    heat: { name: 'Bedroom radiator', kind: 'thermostat', reads: ['temperature'], writes: ['targetTemperature'], bind: { one: 'bed_radiator' } },
    phone: { name: 'Phone', kind: 'notifier', writes: ['message'] },
  },
  schedules: {
    evening: { kind: 'time', at: '22:30', days: ['mon', 'tue'] },
    dusk: { kind: 'sun', event: 'sunset', offset: '-PT30M', notBefore: '16:00' },
    often: { kind: 'every', period: 'PT15M' },
    once: { kind: 'once', at: '2026-12-24T18:00' },
  },
  delays: { short: { for: 'PT2M', late: 'skip' }, night: { until: '06:30' } },
  variables: { before: { type: 'captured' } },
  chart: {
    id: 'flow',
    type: 'parallel',
    states: {
      light: {
        description: 'Light',
        initial: 'off',
        states: {
          off: {
            on: {
              'schedule.evening': [{ target: 'on' }],
              'schedule.dusk': [{ target: 'on', guard: { type: 'days', params: { days: ['sat', 'sun'] } } }],
              'windows.contact': [{ target: 'on', guard: { type: 'changes', params: { role: 'windows', capability: 'contact' } } }],
            },
          },
          on: {
            initial: 'full',
            entry: [
              { type: 'capture', params: { role: 'lamp', capability: 'brightness', as: 'before' } },
              { type: 'set', params: { role: 'lamp', capability: 'brightness', value: 80 } },
            ],
            exit: [{ type: 'restore', params: { role: 'lamp', capability: 'brightness', from: 'before' } }],
            onDone: [{ target: 'off' }],
            after: { night: [{ target: 'off' }] },
            states: {
              full: {
                after: { short: [{ target: 'dim', actions: [{ type: 'adjust', params: { role: 'lamp', capability: 'brightness', by: -20 } }] }] },
                on: { 'schedule.often': [{ actions: [{ type: 'toggle', params: { role: 'lamp', capability: 'power' } }], reenter: true }] },
              },
              dim: { after: { short: [{ target: 'over' }] }, on: { 'schedule.once': [{ target: '#flow.light.off' }] } },
              over: { type: 'final' },
              last: { type: 'history', history: 'deep', target: 'dim' },
            },
          },
        },
      },
      heating: {
        description: 'Heating',
        initial: 'day',
        states: {
          day: {
            on: {
              'heat.temperature': [
                {
                  target: 'cold',
                  guard: {
                    type: 'all',
                    params: {
                      of: [
                        { type: 'becomes', params: { role: 'heat', capability: 'temperature', is: 'below', value: 17 } },
                        {
                          type: 'any',
                          params: {
                            of: [
                              { type: 'between', params: { from: '22:00', to: '06:00' } },
                              { type: 'not', params: { of: { type: 'is', params: { role: 'windows', capability: 'contact', is: 'equals', value: 'open' } } } },
                            ],
                          },
                        },
                      ],
                    },
                  },
                  actions: [
                    { type: 'set', params: { role: 'heat', capability: 'targetTemperature', value: 19 } },
                    { type: 'message', params: { role: 'phone', text: 'It is cold' } },
                  ],
                },
              ],
            },
          },
          cold: { always: [{ target: 'day', guard: { type: 'is', params: { role: 'heat', capability: 'temperature', is: 'atLeast', value: 19 } } }] },
        },
      },
    },
  },
  rehearsals: [
    {
      name: 'An evening',
      from: '2026-06-01T20:00',
      until: '2026-06-01T23:00',
      events: [],
      expect: [{ at: '2026-06-01T22:30', role: 'lamp', capability: 'brightness', value: 80 }],
    },
  ],
});

/** One state, transitions of the chart itself, a transition that stays. */
export const single = parsed({
  format: FORMAT,
  name: 'Door bell',
  uses: {
    door: { name: 'Front door', kind: 'door', reads: ['contact'], bind: { one: 'front_door' } },
    phone: { name: 'Anna’s phone', kind: 'notifier', writes: ['message'], bind: { one: 'phone' } },
  },
  chart: {
    id: 'flow',
    on: {
      'door.contact': [
        {
          guard: { type: 'becomes', params: { role: 'door', capability: 'contact', is: 'equals', value: 'open' } },
          actions: [{ type: 'message', params: { role: 'phone', text: 'The door opened' } }],
        },
      ],
    },
  },
});

export const samples: Readonly<Record<string, Flow>> = { hallLight, everything, single };
