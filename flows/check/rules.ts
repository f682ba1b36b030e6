import type { Flow } from '../flow';
import type { Home } from '../home';
import { roleMembers } from '../members';
import { type Problem, problem } from '../problem';
import { type Rule, ruleForbids, ruleWords } from '../rule';
import { allActions } from '../walk';

/** What a flow sets to a fixed value that a lasting rule forbids: always where the rule has no condition, else while it holds. */
export function refusedByRules(flow: Flow, rules: readonly Rule[], home: Home): Problem[] {
  return allActions(flow).flatMap(({ action, at }) => {
    if (action.type !== 'set') return [];
    const { role, capability, value } = action.params;
    const declared = Object.hasOwn(flow.uses, role) ? flow.uses[role] : undefined;
    const devices = declared ? roleMembers(home, declared) : [];
    return rules
      .filter((rule) => devices.some((device) => ruleForbids(rule, { device, capability, value }, home)))
      .map((rule) => {
        const words = ruleWords(rule, home);
        return rule.while
          ? problem('rule-forbids', `A rule refuses this at times: ${words}`, at, { level: 'notes' })
          : problem('rule-forbids', `A rule always refuses this: ${words}`, at, { level: 'warns' });
      });
  });
}
