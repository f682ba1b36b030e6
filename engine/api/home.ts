import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Api } from '../../flows/api';
import { CAPABILITY_NAMES, type Capability, riskOf, type Value } from '../../flows/capability';
import { ability, findDevice, type Home, valueFault } from '../../flows/home';
import { type DeviceId, deviceId, flowId } from '../../flows/ids';
import { problem } from '../../flows/problem';
import type { Engine } from '../engine';
import { RefusedRequest, refuse, shaped } from './problems';

const device = z.string().min(1).max(200).transform(deviceId);
const capability = z.enum(CAPABILITY_NAMES as [Capability, ...Capability[]]);
const setting = z.strictObject({ device, capability, value: z.union([z.string().max(500), z.number()]) });
const commandBody = z.strictObject({ commands: z.array(setting).min(1).max(200), request: z.string().max(4000).optional(), confirmed: z.boolean().optional() });
const count = z.coerce.number().int().positive();
const activityQuery = z.strictObject({
  before: count.optional(),
  limit: count.max(1000).optional(),
  device: device.optional(),
  flow: z.string().min(1).max(128).optional(),
});
const whyQuery = z.strictObject({ device, capability: capability.optional() });

/** What is in the home and what happened there; one-off commands, and playing at simulated devices. */
export function homeRoutes(app: FastifyInstance, engine: Engine): void {
  const { runtime, journal } = engine;
  app.get('/api/home', (): Api['GET /api/home']['answer'] => engine.view());

  app.post('/api/command', async (r): Promise<Api['POST /api/command']['answer']> => {
    const { commands, request, confirmed } = shaped(commandBody, r.body);
    const risky = confirmed
      ? []
      : commands.flatMap((c, i) => (isRisky(engine.home(), c.device, c.capability) ? [{ name: nameOf(engine.home(), c.device), i }] : []));
    if (risky.length > 0) {
      const told = risky.map(({ name, i }) => problem('risky', `${name} is not set without your confirmation.`, `commands.${i}`, { level: 'blocks' }));
      throw new RefusedRequest(409, told);
    }
    return { outcomes: await runtime.order(commands, request) };
  });

  app.post('/api/simulate', (r): Api['POST /api/simulate']['answer'] => {
    const { device, capability, value } = shaped(setting, r.body);
    if (!engine.simulate) return refuse(409, 'not-writable', 'The devices of this home are real and cannot be played.');
    playable(engine.home(), device, capability, value);
    engine.simulate(device, capability, value);
    return { ok: true };
  });

  app.get('/api/activity', (r): Api['GET /api/activity']['answer'] => {
    const { flow, ...query } = shaped(activityQuery, r.query);
    return journal.read({ ...query, ...(flow === undefined ? {} : { flow: flowId(flow) }) });
  });

  app.get('/api/why', (r): Api['GET /api/why']['answer'] => {
    const { device, capability } = shaped(whyQuery, r.query);
    if (!findDevice(engine.home(), device)) return refuse(404, 'no-device', `There is no device ${device} in this home.`);
    return engine.why(device, capability);
  });
}

function isRisky(home: Home, device: DeviceId, capability: Capability): boolean {
  const risk = riskOf(capability, findDevice(home, device)?.kind ?? '');
  return risk === 'energy' || risk === 'security';
}

const nameOf = (home: Home, device: DeviceId): string => findDevice(home, device)?.name ?? device;

/** Refuses what the device could never report. */
function playable(home: Home, device: DeviceId, capability: Capability, value: Value): void {
  const found = home.devices.find((d) => d.id === device);
  if (!found) return refuse(404, 'no-device', `There is no device ${device} in this home.`);
  const able = ability(found, capability);
  if (!able) return refuse(422, 'no-ability', `${found.name} has no ${capability}.`);
  const fault = value === 'unavailable' ? undefined : valueFault(able, value);
  if (fault) refuse(422, 'bad-value', `${value} for ${found.name} ${fault}.`);
}
