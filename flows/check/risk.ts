import { capabilityRow, riskOf } from '../capability';
import type { Flow } from '../flow';
import { findDevice, HOME, type Home } from '../home';
import { roleMembers } from '../members';
import { type Problem, problem } from '../problem';
import { allTransitions } from '../walk';

/** Opening what keeps people out, where no condition stands in the way: anyone who can cause the trigger gets in. */
const OPENING = new Set(['unlocked', 'open', 'disarmed']);

export function riskProblems(flow: Flow, home: Home): Problem[] {
  return allTransitions(flow).flatMap((t) => {
    if (t.group !== 'on' || t.trigger.startsWith('schedule.')) return [];
    return (t.transition.actions ?? []).flatMap((action, i) => {
      if (action.type !== 'set') return [];
      const role = flow.uses[action.params.role];
      const device = role && roleMembers(home, role)[0];
      const known = device === undefined ? undefined : findDevice(home, device);
      const opens = OPENING.has(String(action.params.value)) || (action.params.capability === 'position' && Number(action.params.value) > 0);
      if (!known || !opens || riskOf(action.params.capability, known.kind) !== 'security') return [];
      const [source = '', capability = ''] = t.trigger.split('.');
      const bind = flow.uses[source]?.bind;
      // The home's mode is set by its people, not by whoever stands outside.
      if (bind && 'one' in bind && bind.one === HOME) return [];
      const noun = capabilityRow(capability as never).noun;
      const name = flow.uses[source]?.name ?? source;
      const others = t.transition.guard?.type === 'all' && t.transition.guard.params.of.length > 1;
      return others ? [] : [problem('risky', `Whoever can cause the ${noun} of ${name} opens ${known.name}.`, `${t.at}.actions.${i}`)];
    });
  });
}
