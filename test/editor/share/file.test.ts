import { describe, expect, it } from 'vitest';
import { fileName, fileText, readFlow } from '../../../editor/share/file';
import { lightFlow } from '../home';

describe('a flow as a file', () => {
  it('leaves the house without the names of its devices', () => {
    expect(fileText(lightFlow)).not.toContain('hall_light');
    expect(fileName(lightFlow)).toBe('hall-light-after-dark.flow.json');
    expect(fileName({ ...lightFlow, name: '../../ Über ☂' })).toBe('u-ber.flow.json');
    expect(fileName({ ...lightFlow, name: '☂' })).toBe('flow.flow.json');
  });

  it('comes back equal but for the bindings', () => {
    const back = readFlow(fileText(lightFlow));
    expect(back.ok && back.value.flow.chart).toEqual(lightFlow.chart);
    expect(back.ok && Object.values(back.value.flow.uses).map((role) => role.bind)).toEqual([undefined, undefined]);
  });

  it('strips bindings that a file brings along', () => {
    const back = readFlow(JSON.stringify(lightFlow));
    expect(back.ok && Object.values(back.value.flow.uses).some((role) => role.bind)).toBe(false);
  });

  it('remembers which roles were meant for a group', () => {
    const uses = { ...lightFlow.uses, light: { ...lightFlow.uses.light, bind: { all: { kind: 'light', room: 'Hall' } } } };
    const back = readFlow(JSON.stringify({ ...lightFlow, uses }));
    expect(back.ok && back.value.groups).toEqual({ light: 'all' });
    expect(back.ok && JSON.stringify(back.value)).not.toContain('"Hall"');
  });

  it('says what is wrong and where', () => {
    expect(readFlow('{"format": nonsense')).toMatchObject({ ok: false, problems: [{ code: 'not-json' }] });
    const strange = readFlow(JSON.stringify({ ...lightFlow, chart: { ...lightFlow.chart, code: 'alert(1)' } }));
    expect(strange.ok).toBe(false);
    expect(!strange.ok && strange.problems[0]?.path).toContain('chart');
    expect(readFlow('x'.repeat(300_000))).toMatchObject({ ok: false, problems: [{ code: 'too-large' }] });
  });
});
