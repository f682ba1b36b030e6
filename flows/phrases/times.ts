import type { Flow, Schedule } from '../flow';
import { type Phrase, textOf } from '../phrase';
import { dateWords, dayWords, durationWords, monthDayWords } from '../words';

/** What the row "after …" says of a delay. */
export function delayPhrases(flow: Flow, name: string): Phrase[] {
  const delay = flow.delays?.[name];
  if (!delay) return [{ text: name }];
  const late: Phrase[] = delay.late === 'skip' ? [{ text: ', not made up for after a restart', path: `delays.${name}.late`, touches: 'time' }] : [];
  if ('number' in delay) {
    const text = `as many ${delay.unit} as ${variableWords(flow, delay.number)} says`;
    return [{ text, path: `delays.${name}.number`, touches: 'time' }, ...late];
  }
  if ('until' in delay) {
    const path = `delays.${name}.until`;
    const sun = delay.until === 'sunrise' || delay.until === 'sunset';
    return [
      { text: 'the wait until' },
      { text: delay.until, path, touches: 'time', ...(sun ? {} : { edit: { kind: 'time', path, value: delay.until } as const }) },
      ...late,
    ];
  }
  const path = `delays.${name}.for`;
  return [{ text: durationWords(delay.for), path, touches: 'time', edit: { kind: 'duration', path, value: delay.for } }, ...late];
}

/** What the row "when …" says of a schedule. */
export function schedulePhrases(flow: Flow, name: string): Phrase[] {
  const schedule: Schedule | undefined = flow.schedules?.[name];
  const at = `schedules.${name}`;
  if (!schedule) return [{ text: name }];
  const late: Phrase[] = schedule.missed === 'run' ? [{ text: ', made up for when it was missed', path: `${at}.missed`, touches: 'time' }] : [];
  switch (schedule.kind) {
    case 'time': {
      const clock: Phrase = { text: schedule.at, path: `${at}.at`, touches: 'time', edit: { kind: 'time', path: `${at}.at`, value: schedule.at } };
      return [{ text: 'it is' }, clock, ...calendar(schedule, at), ...late];
    }
    case 'every': {
      const path = `${at}.period`;
      const period: Phrase = { text: durationWords(schedule.period), path, touches: 'time', edit: { kind: 'duration', path, value: schedule.period } };
      return [{ text: 'it is time, every' }, period, ...late];
    }
    case 'once':
      return [{ text: 'it is' }, { text: `${schedule.at.replace('T', ' ')}, once`, path: `${at}.at`, touches: 'time' }, ...late];
    case 'sun':
      return [...sun(schedule, at), ...calendar(schedule, at), ...late];
  }
}

function sun(schedule: Extract<Schedule, { kind: 'sun' }>, at: string): Phrase[] {
  const offset = schedule.offset ?? '';
  const early = offset.startsWith('-');
  const path = `${at}.offset`;
  const amount: Phrase = { text: durationWords(early ? offset.slice(1) : offset || 'PT0S'), path, touches: 'time' };
  const lead: Phrase[] =
    offset === '' ? [] : [early ? amount : { ...amount, edit: { kind: 'duration', path, value: offset } }, { text: early ? 'before' : 'after' }];
  const clamp = [schedule.notBefore && `not before ${schedule.notBefore}`, schedule.notAfter && `not after ${schedule.notAfter}`].filter(Boolean).join(', ');
  return [
    ...lead,
    { text: `the sun ${schedule.event === 'sunrise' ? 'rises' : 'sets'}`, path: at, touches: 'time' },
    ...(clamp ? [{ text: `, ${clamp}`, path: at, touches: 'time' } as const] : []),
  ];
}

function calendar(schedule: Extract<Schedule, { kind: 'time' | 'sun' }>, at: string): Phrase[] {
  return [
    ...(schedule.days ? [{ text: dayWords(schedule.days), path: `${at}.days`, touches: 'time' } as const] : []),
    ...(schedule.monthDays ? [{ text: monthDayWords(schedule.monthDays), path: `${at}.monthDays`, touches: 'time' } as const] : []),
    ...(schedule.dates ? [{ text: dateWords(schedule.dates), path: `${at}.dates`, touches: 'time' } as const] : []),
  ];
}

/** A note that is taken or not: a number of 0 or 1 that is 0 at first. Undefined for any other; @returns its name as it is read, in quotes */
export function noteWords(flow: Flow, name: string): string | undefined {
  const v = flow.variables && Object.hasOwn(flow.variables, name) ? flow.variables[name] : undefined;
  return v?.type === 'number' && v.initial === 0 && v.min === 0 && v.max === 1 ? `“${name.replace(/_/g, ' ')}”` : undefined;
}

/** A remembered number by its name, with the bounds that it keeps to; a moment by its name alone. */
export function variableWords(flow: Flow, name: string): string {
  const v = flow.variables && Object.hasOwn(flow.variables, name) ? flow.variables[name] : undefined;
  return v?.type === 'number' ? `“${name}” (${v.initial} at first, ${v.min} to ${v.max})` : `“${name}”`;
}

/** An entry of a table beside the chart as one line. */
export function tableWords(flow: Flow, table: 'schedules' | 'delays' | 'variables', name: string): string {
  if (table === 'schedules') return textOf(schedulePhrases(flow, name));
  return table === 'delays' ? `after ${textOf(delayPhrases(flow, name))}` : `the variable ${variableWords(flow, name)}`;
}
