import type { Flow } from '../../flows/flow';
import { findDevice, type Home } from '../../flows/home';
import type { DeviceId } from '../../flows/ids';
import { problem } from '../../flows/problem';
import { fail, type Result } from '../../flows/result';
import type { Edit } from '../../flows/wording';
import { setDelay } from './clocks';
import { type Edited, setValue } from './edit';
import { bindRole } from './roles';

/**
 * A value changed in place. @param value as the control gives it: an ISO duration, a time, a number, a choice, a text, `{ one: id }`
 * @param at the transition in whose words it was changed: a delay that others share changes for this one only
 */
export function changeValue(flow: Flow, how: Edit, value: unknown, home: Home, at?: string): Result<Edited> {
  if (how.kind === 'device') {
    const id = typeof value === 'object' && value !== null && 'one' in value ? String(value.one) : '';
    const device = id === '' ? undefined : findDevice(home, id as DeviceId);
    return device ? bindRole(flow, how.role, device) : fail([problem('no-device', 'This home has no such device.', how.path)]);
  }
  const delay = /^delays\.([^.]+)\.(for|until)$/.exec(how.path);
  if (delay?.[1]) return setDelay(flow, delay[1], delay[2] === 'for' ? { for: String(value) } : { until: String(value) }, at);
  return setValue(flow, how.path, value);
}
