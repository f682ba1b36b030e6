import { describe, expect, test } from 'vitest';
import { mark } from '../../../engine/compile/mark';
import { mend } from '../../../engine/compile/mend';
import type { Line } from '../../../engine/compile/notation/ast';
import { parseLine } from '../../../engine/compile/notation/grammar';
import { printLine } from '../../../engine/compile/notation/print';
import { homeSchema } from '../../../flows/home';

const home = homeSchema.parse({
  format: 'sayso/home/1',
  name: 'Home',
  timezone: 'Europe/Berlin',
  latitude: 52.5,
  longitude: 13.4,
  devices: [
    { id: 'porch', name: 'Porch door', kind: 'door', room: 'Porch', capabilities: ['contact'] },
    { id: 'ada', name: 'Ada', kind: 'person', capabilities: ['presence'] },
    { id: 'kit', name: 'Kit', kind: 'person', capabilities: ['presence'] },
    { id: 'ada_phone', name: 'Ada’s phone', kind: 'notifier', capabilities: ['message'] },
    { id: 'kit_phone', name: 'Kit’s phone', kind: 'notifier', capabilities: ['message'] },
  ],
});
const mended = (said: string, written: string): string => printLine(mend(parseLine(written) as Line, mark(said, home, '2026-06-01T12:00'), home));

describe('who is told', () => {
  test.each([
    ['text Ada and Kit when the porch door opens', 'when C open do tell A', 'when C open do tell A, tell B'],
    ['message Ada if the porch door opens', 'when B open do A on', 'when B open do tell A'],
    ['warn Kit when the porch door opens', 'when B open do tell', 'when B open do tell A'],
  ])('“%s”: %s becomes %s', (said, written, right) => {
    expect(mended(said, written)).toBe(right);
  });

  test.each([
    ['when Ada leaves tell me', 'when A away do tell'],
    ['text Ada when Kit comes home', 'when B home do tell A'],
    ['tell Ada and Kit when the porch door opens', 'when C open do tell A, tell B'],
    ['text Ada when the porch door opens; remind Kit at 9 pm', 'when B open do tell A; when at N do tell C'],
  ])('“%s” is right as it is: %s', (said, written) => {
    expect(mended(said, written)).toBe(written);
  });
});
