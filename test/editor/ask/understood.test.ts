import { describe, expect, it } from 'vitest';
import { understood } from '../../../editor/ask/understood';
import { viewOf } from '../home';

const phrases = (text: string) => understood(text, viewOf()).map((p) => [text.slice(p.start, p.end), p.touches, p.gloss, p.doubt]);

describe('what is recognised while a person types', () => {
  it('finds devices by name with their article, times and amounts, in order', () => {
    expect(phrases('Turn on the hall light when hall motion sees motion, off after 5 minutes')).toEqual([
      ['the hall light', 'comfort', 'Hall light', false],
      ['hall motion', 'observe', 'Hall motion', false],
      ['5 minutes', 'time', '5 minutes', false],
    ]);
  });

  it('takes no amount for a time', () => {
    expect(phrases('hall light at 30 % at 7').map((p) => p[2])).toEqual(['Hall light', '7']);
    expect(phrases('radiator at 21 degrees').filter((p) => p[1] === 'time')).toEqual([]);
  });

  it('takes the longest name and leaves no overlap', () => {
    expect(phrases('lock the front door lock')).toEqual([['the front door lock', 'security', 'Front door lock', false]]);
  });

  it('does not take a verb for a kind', () => {
    expect(phrases('lock the windows')).toEqual([['the windows', 'observe', 'Bedroom window', false]]);
  });

  it('takes the lock of a door that is to be locked', () => {
    const view = viewOf();
    const door = { ...view.devices[5], id: 'door', name: 'Front door', kind: 'door' } as (typeof view.devices)[number];
    const said = (text: string) => understood(text, { ...view, devices: [...view.devices, door] }).map((p) => p.gloss);
    expect(said('unlock the front door')).toEqual(['Front door lock']);
    expect(said('if nobody is home lock front door')).toEqual(['Front door lock']);
    expect(said('when the front door opens')).toEqual(['Front door']);
  });

  it('marks doubt where several fit, and none for a group', () => {
    expect(phrases('turn on the light')).toEqual([['the light', 'comfort', '2 fit', true]]);
    expect(phrases('turn off all lights at 23:00')).toEqual([
      ['all lights', 'comfort', '2 lights', false],
      ['at 23:00', 'time', '23:00', false],
    ]);
  });

  it('finds nothing in words that only contain a name', () => {
    expect(phrases('my hallway slights')).toEqual([]);
  });

  it('letters phrases in the order of the text', () => {
    expect(understood('bedroom window and hall lamp at sunset', viewOf()).map((p) => p.letter)).toEqual(['a', 'b', 'c']);
  });
});
