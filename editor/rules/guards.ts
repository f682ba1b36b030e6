import type { HomeView } from '../../flows/api';
import { RISKS, type Risk, riskOf } from '../../flows/capability';
import { findDevice } from '../../flows/home';
import { roleMembers } from '../../flows/members';
import type { Rule } from '../../flows/rule';

/** What a rule guards: its heaviest device, and that device's risk. */
export function guards({ uses, never }: Rule, view: HomeView): { kind: string; name: string; risk: Risk } {
  const role = Object.hasOwn(uses, never.role) ? uses[never.role] : undefined;
  const devices = (role ? roleMembers(view.home, role) : []).map((id) => {
    const device = findDevice(view.home, id);
    const kind = device?.kind ?? role?.kind ?? '';
    return { kind, name: device?.name ?? id, risk: riskOf(never.capability, kind) };
  });
  const [heaviest] = devices.sort((a, b) => RISKS.indexOf(b.risk) - RISKS.indexOf(a.risk));
  const kind = role?.kind ?? 'home';
  return heaviest ?? { kind, name: role?.name ?? '', risk: riskOf(never.capability, kind) };
}
