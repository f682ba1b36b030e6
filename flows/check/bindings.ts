import { type Capability, capabilityRow } from '../capability';
import type { Flow } from '../flow';
import { ability, findDevice, type Home, valueFault } from '../home';
import { roleMembers } from '../members';
import { type Problem, problem } from '../problem';
import { allActions } from '../walk';
import { valueWords } from '../words';

/** Every role stands for devices of this home that can do what the flow wants of them, with values inside their range. */
export function bindingProblems(flow: Flow, home: Home): Problem[] {
  const problems: Problem[] = [];
  for (const [name, role] of Object.entries(flow.uses)) {
    const at = `uses.${name}`;
    if (!role.bind) {
      problems.push(problem('unbound', `No device is chosen for “${role.name}”.`, at));
      continue;
    }
    const members = roleMembers(home, role);
    const known = members.flatMap((id) => findDevice(home, id) ?? []);
    if (known.length === 0) problems.push(problem('no-device', `This home has no “${role.name}” that the flow could use.`, at));
    for (const capability of [...(role.reads ?? []), ...(role.writes ?? [])]) {
      const single = 'one' in role.bind;
      const unable = known.filter((d) => !ability(d, capability));
      if (known.length > 0 && (single ? unable.length > 0 : unable.length === known.length)) {
        problems.push(problem('no-ability', `${known[0]?.name ?? role.name} has no ${capabilityRow(capability).noun}.`, at));
      }
    }
  }
  return [...problems, ...valueProblems(flow, home)];
}

function valueProblems(flow: Flow, home: Home): Problem[] {
  return allActions(flow).flatMap(({ action, at }) => {
    if (action.type !== 'set') return [];
    const role = flow.uses[action.params.role];
    const capability: Capability = action.params.capability;
    for (const id of role ? roleMembers(home, role) : []) {
      const device = findDevice(home, id);
      const able = device && ability(device, capability);
      const fault = able && valueFault(able, action.params.value);
      if (device && fault)
        return [
          problem('out-of-range', `${device.name} cannot be set to ${valueWords(capability, action.params.value)}: that ${fault}.`, `${at}.params.value`),
        ];
    }
    return [];
  });
}
