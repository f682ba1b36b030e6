import type { Act, Rule } from '../notation/ast';

type Setting = Extract<Act, { type: 'set' }>;

const waits = (a: Act): boolean => a.type === 'wait' || a.type === 'await' || a.type === 'only' || a.type === 'repeat';
/** What can be asked of it whether this flow did it: lights and what is switched. */
const OWNED = /^(?:on|bright|color|tone)$/;
const endsAfter = (a: Act): a is Setting =>
  a.type === 'set' && OWNED.test(a.set.word) && a.for !== undefined && (a.until ?? []).some((t) => t.type === 'reading' && t.for !== undefined);

/**
 * "On for 15 minutes at most, or until there was no motion for 2 minutes" runs two clocks at once, and a state has one: it becomes two
 * rules, one that switches and waits out the longest, one that listens for what ends it before. Each undoes only what this flow did.
 */
export function twoClocks(rules: readonly Rule[]): Rule[] {
  return rules.flatMap((rule): Rule[] => {
    const own = rule.acts.filter(endsAfter);
    if (rule.type !== 'when' || own.length === 0 || rule.acts.some(waits)) return [rule];
    const rest = rule.acts.filter((a) => !endsAfter(a));
    const apart = own.flatMap(({ for: longest, until, ...act }): Rule[] => {
      const undo: Act = { type: 'set', ref: act.ref, set: { word: act.set.word === 'on' ? 'off' : 'back' } };
      const ours = { type: 'ours', ref: act.ref } as const;
      const waited: Act[] = [act, { type: 'wait', slot: longest ?? '' }, { type: 'only', condition: ours }, undo];
      return [
        { ...rule, acts: waited, otherwise: undefined },
        { type: 'when', triggers: until ?? [], condition: ours, acts: [undo] },
      ];
    });
    if (rest.length > 0) return [{ ...rule, acts: rest }, ...apart];
    return rule.otherwise && rule.condition
      ? [...apart, { ...rule, condition: { type: 'not', of: rule.condition }, acts: rule.otherwise, otherwise: undefined }]
      : apart;
  });
}
