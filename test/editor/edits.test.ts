import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demoHome } from '../../devices/simulator/demo';
import { changed, newDraft, redone, undone } from '../../editor/drafts';
import type { Edited } from '../../editor/edit/edit';
import { actionOptions, guardOptions, triggerOptions } from '../../editor/edit/menu';
import { addAction, addGuard, deleteAction, deleteGuard, negateGuard } from '../../editor/edit/parts';
import { bindRole } from '../../editor/edit/roles';
import { addState, deleteState, renameState, setInitial } from '../../editor/edit/states';
import { addTransition, deleteTransition, reconnect, setTrigger, type Trigger } from '../../editor/edit/transitions';
import { changeValue } from '../../editor/edit/value';
import type { Flow } from '../../flows/flow';
import { parseValue } from '../../flows/parse';
import type { Result } from '../../flows/result';
import { allActions, allGuards, allStates, allTransitions } from '../../flows/walk';
import { type Edit, describe as read } from '../../flows/wording';
import { samples } from './flows';

type Step = (flow: Flow, pick: <T>(list: readonly T[]) => T | undefined) => Result<Edited> | undefined;

const editsIn = (flow: Flow): { edit: Edit; at: string }[] =>
  read(flow, demoHome).stations.flatMap((s) => s.rows.flatMap((r) => r.phrases.flatMap((p) => (p.edit ? [{ edit: p.edit, at: r.at }] : []))));

function other(edit: Edit): unknown {
  switch (edit.kind) {
    case 'duration':
      return 'PT7M';
    case 'time':
      return '05:45';
    case 'text':
      return 'other';
    case 'number':
      return Math.min(edit.max ?? 1e6, edit.value + edit.step);
    case 'choice':
      return edit.options.at(-1)?.value;
    case 'device':
      return { one: demoHome.devices[3]?.id };
  }
}

const TRIGGERS: Trigger[] = [
  { kind: 'after', for: 'PT90S' },
  { kind: 'until', at: '06:00' },
  { kind: 'schedule', schedule: { kind: 'sun', event: 'sunset' } },
  { kind: 'schedule', schedule: { kind: 'every', period: 'PT1H' } },
];

const STEPS: Record<string, Step> = {
  addState: (f, pick) => addState(f, pick(allStates(f.chart))?.path ?? [], 'Über 5 rooms'),
  deleteState: (f, pick) => deleteState(f, pick(allStates(f.chart).slice(1))?.path ?? []),
  renameState: (f, pick) => renameState(f, pick(allStates(f.chart).slice(1))?.path ?? [], 'Another name'),
  setInitial: (f, pick) => setInitial(f, pick(allStates(f.chart).slice(1))?.path ?? []),
  connect: (f, pick) => addTransition(f, pick(allStates(f.chart))?.path ?? [], pick(allStates(f.chart).slice(1))?.path ?? []),
  deleteTransition: (f, pick) => deleteTransition(f, pick(allTransitions(f))?.at ?? ''),
  reconnectEnd: (f, pick) => reconnect(f, pick(allTransitions(f))?.at ?? '', { to: pick([undefined, ...allStates(f.chart).slice(1)])?.path }),
  reconnectStart: (f, pick) => reconnect(f, pick(allTransitions(f))?.at ?? '', { from: pick(allStates(f.chart))?.path ?? [] }),
  clockTrigger: (f, pick) => setTrigger(f, pick(allTransitions(f))?.at ?? '', pick(TRIGGERS) as Trigger),
  deviceTrigger: (f, pick) => {
    const device = pick(demoHome.devices.filter((d) => triggerOptions(d).length > 0));
    const option = device && pick(triggerOptions(device));
    return option && setTrigger(f, pick(allTransitions(f))?.at ?? '', { kind: 'reading', guard: (draft) => option.make(draft, device) });
  },
  addGuard: (f, pick) => {
    const device = pick(demoHome.devices.filter((d) => guardOptions(d).length > 0));
    const option = device && pick(guardOptions(device));
    return option && addGuard(f, pick(allTransitions(f))?.at ?? '', (draft) => option.make(draft, device));
  },
  deleteGuard: (f, pick) => deleteGuard(f, pick(guardsOf(f)) ?? ''),
  negateGuard: (f, pick) => negateGuard(f, pick(guardsOf(f)) ?? ''),
  addAction: (f, pick) => {
    const device = pick(demoHome.devices.filter((d) => actionOptions(d).length > 0));
    const option = device && pick(actionOptions(device));
    const at = pick(allTransitions(f))?.at ?? '';
    const state = pick(allStates(f.chart))?.at ?? '';
    const list = pick([{ transition: at }, { state, on: 'entry' as const }, { state, on: 'exit' as const }]);
    return option && list && addAction(f, list, (draft) => option.make(draft, device));
  },
  deleteAction: (f, pick) => deleteAction(f, pick(allActions(f))?.at ?? ''),
  value: (f, pick) => {
    const chosen = pick(editsIn(f));
    return chosen && changeValue(f, chosen.edit, other(chosen.edit), demoHome, chosen.at);
  },
  bind: (f, pick) => {
    const device = pick(demoHome.devices);
    return device && bindRole(f, pick(Object.keys(f.uses)) ?? '', device);
  },
};

const guardsOf = (f: Flow): string[] =>
  allTransitions(f).flatMap((t) => (t.transition.guard ? allGuards(t.transition.guard, `${t.at}.guard`).map((g) => g.at) : []));

describe('edits', () => {
  it('yield flows that parse, whatever comes after what, and undo and redo lead back byte for byte', () => {
    const done = new Map<string, number>();
    const step = fc.record({ name: fc.constantFrom(...Object.keys(STEPS)), picks: fc.array(fc.nat(1000), { minLength: 4, maxLength: 4 }) });
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(samples)), fc.array(step, { minLength: 1, maxLength: 6 }), (start, steps) => {
        let draft = newDraft({ request: '', flow: start }, 0);
        const seen = [JSON.stringify(start)];
        for (const { name, picks } of steps) {
          let n = 0;
          const pick = <T>(list: readonly T[]): T | undefined => (list.length === 0 ? undefined : list[(picks[n++ % picks.length] ?? 0) % list.length]);
          const before = JSON.stringify(draft.flow);
          const result = (STEPS[name] as Step)(draft.flow, pick);
          expect(JSON.stringify(draft.flow)).toBe(before);
          if (!result?.ok) continue;
          done.set(name, (done.get(name) ?? 0) + 1);
          const parsed = parseValue(JSON.parse(JSON.stringify(result.value.flow)));
          expect(parsed.ok && JSON.stringify(parsed.value.flow)).toBe(JSON.stringify(result.value.flow));
          draft = changed(draft, result.value.flow, 0);
          seen.push(JSON.stringify(draft.flow));
        }
        for (const bytes of seen.slice(0, -1).reverse()) {
          draft = undone(draft, 0);
          expect(JSON.stringify(draft.flow)).toBe(bytes);
        }
        for (const bytes of seen.slice(1)) {
          draft = redone(draft, 0);
          expect(JSON.stringify(draft.flow)).toBe(bytes);
        }
      }),
      { numRuns: 90, seed: 7 },
    );
    // Every kind of edit went through at least once, so that none is only ever refused.
    expect([...done.keys()].sort()).toEqual(Object.keys(STEPS).sort());
  }, 60_000);
});
