import { expect, describe as group, test } from 'vitest';
import { demoHome } from '../../devices/simulator/demo';
import { changed, type Draft, newDraft, undone } from '../../editor/drafts';
import { bindRole } from '../../editor/edit/roles';
import { notesOf } from '../../editor/memory/From';
import { learnable } from '../../editor/memory/learn';
import { answered, offersFor, settled } from '../../editor/memory/offers';
import type { Thread } from '../../flows/api';
import type { Flow } from '../../flows/flow';
import { findDevice } from '../../flows/home';
import { deviceId } from '../../flows/ids';
import type { NewMemory, Remembered } from '../../flows/memory';
import { describe } from '../../flows/wording';
import { hallLight } from './flows';

const request = 'the lamp on when there is motion, off after a while';
const threads: Thread[] = [
  { letter: 'a', start: 4, end: 8, paths: ['uses.hall_light'] },
  { letter: 'b', start: 43, end: 50, paths: ['delays.wait_5m.for'] },
];
const living = findDevice(demoHome, deviceId('living_ceiling'));
const bound = living && bindRole(hallLight, 'hall_light', living);
if (!bound?.ok) throw new Error('cannot bind');
const other = bound.value.flow;
const aWhile: Remembered = { id: 'm1', kind: 'preference', words: 'a while', means: '5 min', paths: ['delays.wait_5m.for'] };
const draftOf = (more: Partial<Draft> = {}): Draft => ({ ...newDraft({ request, flow: hallLight, threads, remembered: [aWhile] }, 0), ...more });
const longer = (flow: Flow): Flow => ({ ...flow, delays: { ...flow.delays, wait_5m: { for: 'PT8M' } } });

group('what can be remembered', () => {
  test('of a draft as it came: nothing', () => expect(learnable(draftOf(), demoHome)).toBeUndefined());
  test('another reading chosen: a correction, with what it meant', () => {
    const draft = draftOf({ alternatives: [{ instead: 'other', flow: { ...other, request }, notation: 'when B motion do A on' }] });
    const chosen = changed(draft, { ...other, request }, 0);
    const entry = learnable(chosen, demoHome);
    expect(entry).toEqual({ kind: 'correction', request, notation: 'when B motion do A on' });
    expect(learnable(undone(chosen, 0), demoHome)).toBeUndefined();
  });
  test('another device put in: what the words mean, unless they are its own name', () => {
    expect(learnable(changed(draftOf(), other, 0), demoHome)).toEqual({ kind: 'alias', words: 'lamp', means: { devices: ['living_ceiling'] } });
    const name = findDevice(demoHome, deviceId('hall_light'))?.name ?? '';
    const said = draftOf({ request: name, threads: [{ letter: 'a', start: 0, end: name.length, paths: ['uses.hall_light'] }] });
    expect(learnable(changed(said, other, 0), demoHome)).toBeUndefined();
  });
  test('a preferred length changed: the new one', () => {
    expect(learnable(changed(draftOf(), longer(hallLight), 0), demoHome)).toEqual({
      kind: 'preference',
      words: 'a while',
      means: { kind: 'duration', duration: 'PT8M' },
    });
    expect(learnable(changed(draftOf({ remembered: [] }), longer(hallLight), 0), demoHome)).toBeUndefined();
  });
});

group('where a memory is named', () => {
  const named = (flow: Flow, memory: Remembered): string[] => [...notesOf(describe(flow, demoHome).stations, [memory]).keys()].map((p) => p.text);
  test('once, at its value, until the value is another', () => {
    expect(named(hallLight, aWhile)).toEqual(['5 min']);
    expect(named(longer(hallLight), aWhile)).toEqual([]);
  });
  test('a name at its device, a correction at no value', () => {
    expect(named(hallLight, { id: 'm2', kind: 'alias', words: 'lamp', means: 'Hall light', paths: ['uses.hall_light'] })).toEqual(['Hall light']);
    expect(named(hallLight, { id: 'm3', kind: 'correction', words: request, means: '5 min' })).toEqual([]);
  });
});

test('an answer is offered at what came of it, until it is kept or declined', () => {
  const entry: NewMemory = { kind: 'alias', words: 'lamp', means: { devices: [deviceId('hall_light')] } };
  const self: NewMemory = { kind: 'alias', words: 'I', means: { devices: [deviceId('anna')] } };
  answered('turn on the lamp when I leave', 'turn on the lamp when I leave (Anna)', self);
  answered('turn on the lamp when I leave (Anna)', 'turn on the Hall light', entry);
  expect(offersFor('turn on the Hall light')).toEqual([self, entry]);
  expect(offersFor('make it red || turn on the Hall light')).toEqual([self, entry]);
  expect(offersFor('turn off the Hall light')).toEqual([]);
  settled(self);
  expect(offersFor('turn on the Hall light')).toEqual([entry]);
  settled(entry);
  expect(offersFor('turn on the Hall light')).toEqual([]);
});
