import { type CapabilityRow, capabilityRow, riskOf } from '../capability';
import type { Flow } from '../flow';
import type { Home } from '../home';
import type { Action, MessagePart } from '../operators';
import { type Edit, joined, type Phrase } from '../phrase';
import { allActions } from '../walk';
import { valueWords } from '../words';
import { guardPhrases, valuePhrase } from './guards';
import { nounNeeded, rolePhrase } from './roles';
import { noteWords, variableWords } from './times';

export function actionsPhrases(flow: Flow, actions: Action[], at: string, home: Home | undefined): Phrase[] {
  return joined(
    actions.map((a, i) => actionPhrases(flow, a, `${at}.${i}`, home)),
    'and',
  );
}

function actionPhrases(flow: Flow, action: Action, at: string, home: Home | undefined): Phrase[] {
  switch (action.type) {
    case 'count': {
      const { variable, by } = action.params;
      const path = `${at}.params.by`;
      const amount: Phrase = { text: String(Math.abs(by)), path, edit: { kind: 'number', path, value: by, unit: '', step: 1 } };
      return [{ text: by < 0 ? 'take' : 'add' }, amount, { text: `${by < 0 ? 'from' : 'to'} ${variableWords(flow, variable)}`, path: `${at}.params.variable` }];
    }
    case 'assign': {
      const path = `${at}.params.value`;
      const { variable, value } = action.params;
      const note = value === 0 || value === 1 ? noteWords(flow, variable) : undefined;
      if (note)
        return [
          { text: value === 1 ? 'note' : 'forget', path },
          { text: note, path: `${at}.params.variable` },
        ];
      const amount: Phrase = { text: String(value), path, edit: { kind: 'number', path, value, unit: '', step: 1 } };
      return [{ text: `set ${variableWords(flow, variable)} to`, path: `${at}.params.variable` }, amount];
    }
    case 'mark':
      return [{ text: `note the time as “${action.params.variable}”`, path: at }];
    case 'message': {
      const { role, text, more } = action.params;
      const path = `${at}.params.text`;
      const rest = (more ?? []).flatMap((part, i) => [{ text: 'followed by' }, ...partPhrases(flow, part, `${at}.params.more.${i}`, home)]);
      return [
        { text: 'send' },
        rolePhrase(flow, role, home, 'message', true),
        { text: `“${text}”`, path, touches: 'observe', edit: { kind: 'text', path, value: text } },
        ...rest,
      ];
    }
    default:
      return devicePhrases(flow, action, at, home);
  }
}

type DeviceAction = Exclude<Action, { type: 'count' | 'assign' | 'mark' | 'message' }>;

function devicePhrases(flow: Flow, action: DeviceAction, at: string, home: Home | undefined): Phrase[] {
  const { role, capability } = action.params;
  const row: CapabilityRow = capabilityRow(capability);
  const who = rolePhrase(flow, role, home, capability, true);
  const touches = riskOf(capability, flow.uses[role]?.kind ?? '');
  switch (action.type) {
    case 'set':
      return setPhrases(flow, action, at, home, who);
    case 'adjust': {
      const { by, times } = action.params;
      const lead = { text: `the ${row.noun} of` };
      if (by === undefined) return [{ text: 'multiply' }, lead, who, { text: 'by' }, { text: String(times ?? 1), path: `${at}.params.times`, touches }];
      const amount: Phrase = { text: valueWords(capability, Math.abs(by)), path: `${at}.params.by`, touches };
      const factor: Phrase[] = times === undefined ? [] : [{ text: `after multiplying it by ${times}`, path: `${at}.params.times`, touches }];
      return [{ text: by < 0 ? 'lower' : 'raise' }, lead, who, { text: 'by' }, amount, ...factor];
    }
    case 'toggle':
      return capability === 'power'
        ? [{ text: 'switch' }, who, { text: 'over', path: at, touches }]
        : [{ text: `switch the ${row.noun} of` }, who, { text: 'over', path: at, touches }];
    case 'capture':
      return [{ text: `remember the ${row.noun} of` }, who, { text: `as it is${apart(flow, action.params.as)}`, path: at }];
    case 'restore':
      return [{ text: `put the ${row.noun} of` }, who, { text: `back to what it was${apart(flow, action.params.from)}`, path: at, touches }];
    case 'keep':
      return [{ text: `keep the ${row.noun} of` }, who, { text: `as ${variableWords(flow, action.params.variable)}`, path: at }];
    case 'recall':
      return [{ text: `set the ${row.noun} of` }, who, { text: `to ${variableWords(flow, action.params.variable)}`, path: at, touches }];
  }
}

/** The name of what was remembered, where the same is remembered under another name too. */
function apart(flow: Flow, name: string): string {
  const captures = allActions(flow).flatMap(({ action }) => (action.type === 'capture' ? [action.params] : []));
  const own = captures.find((c) => c.as === name);
  const twin = own && captures.some((c) => c.as !== name && c.role === own.role && c.capability === own.capability);
  return twin ? ` (“${name}”)` : '';
}

function setPhrases(flow: Flow, action: Extract<Action, { type: 'set' }>, at: string, home: Home | undefined, who: Phrase): Phrase[] {
  const { role, capability, value } = action.params;
  const row: CapabilityRow = capabilityRow(capability);
  const path = `${at}.params.value`;
  const touches = riskOf(capability, flow.uses[role]?.kind ?? '');
  const noun = nounNeeded(flow, role, home, capability, String(value), 'order');
  if (row.type === 'enum') {
    const chosen = Object.hasOwn(row.values, String(value)) ? row.values[String(value)] : undefined;
    const [before = '', after = ''] = (chosen?.order ?? `set {} to ${value}`).split('{}').map((s) => s.trim());
    const options = Object.entries(row.values).flatMap(([v, w]) =>
      w.order ? [{ value: v, label: w.order.replace('{}', '').replace(/ +/g, ' ').trim() }] : [],
    );
    const edit: Edit = { kind: 'choice', path, value, options };
    if (after === '')
      return [
        { text: before, path, touches, edit },
        { ...who, text: who.text + noun },
      ];
    return [{ text: before }, who, { text: after + noun, path, touches, edit }];
  }
  const number = row.type === 'number' && noun !== '' ? `set the ${row.noun} of {} to` : row.order;
  const [before = 'set', after = 'to'] = (number ?? 'set {} to').split('{}').map((s) => s.trim());
  return [{ text: before }, who, { text: after }, valuePhrase(flow, role, capability, value, path, home, touches)];
}

/** A slot of a message. */
function partPhrases(flow: Flow, part: MessagePart, at: string, home: Home | undefined): Phrase[] {
  if ('text' in part) return [{ text: `“${part.text}”`, path: `${at}.text`, touches: 'observe', edit: { kind: 'text', path: `${at}.text`, value: part.text } }];
  if ('number' in part) return [{ text: variableWords(flow, part.number), path: at }];
  if ('time' in part) return [{ text: 'the time', path: at, touches: 'time' }];
  if ('reading' in part) {
    const { role, capability } = part.reading;
    return [{ text: `the ${capabilityRow(capability).noun} of`, path: at }, rolePhrase(flow, role, home, capability)];
  }
  const { names } = part;
  const who = rolePhrase(flow, names.role, home, undefined);
  if (!('capability' in names)) return [{ text: 'the name of', path: at }, who];
  return [{ text: 'the names of those of', path: at }, who, { text: 'where' }, ...guardPhrases(flow, { type: 'is', params: names }, at, home)];
}
