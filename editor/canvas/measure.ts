/** Widths of text without a browser: the same on every machine, so that the layout is too. Sizes in px. */
import { type Row, textOf } from '../../flows/wording';
import type { ArrowEdge, RoomNode } from './graph';

export interface Size {
  width: number;
  height: number;
}

const NARROW = /[ijl.,:;'’|!()[\]ftr ]/;
const WIDE = /[mwMW@%—]/;

/** An upper estimate for the sans face; a little wide rather than too narrow, so that words never overflow. */
function textWidth(text: string, size: number, weight = 400): number {
  let em = 0;
  for (const c of text) em += NARROW.test(c) ? 0.34 : WIDE.test(c) ? 0.88 : /[A-Z0-9]/.test(c) ? 0.64 : 0.57;
  return em * size * (weight > 500 ? 1.04 : 1);
}

/** How many lines a text takes at a width, breaking between words. */
function lineCount(text: string, size: number, width: number): number {
  let lines = 1;
  let filled = 0;
  for (const word of text.split(' ')) {
    const w = textWidth(word, size);
    const space = filled === 0 ? 0 : textWidth(' ', size);
    if (filled > 0 && filled + space + w > width) {
      lines++;
      filled = w;
    } else filled += space + w;
  }
  return lines;
}

/** `narrow` is the widest that words run on a phone. */
const LABEL = { size: 14, line: 24, max: 224, narrow: 118, gap: 4 } as const;
const ROOM = { minWidth: 168, minHeight: 84, maxWidth: 264, padX: 16, padTop: 12, name: 24, caption: 18, line: 24, door: 31, clock: 12, side: 12 } as const;

/** Words of a row on the chart: its key word, what it says, a letter. */
const rowText = (row: Row): string => `${row.key} ${textOf(row.phrases)}`.trim();

/** The words along an arrow: the cause on one side of the line, conditions and what is done on the other. */
export function labelParts(edge: ArrowEdge): { above: Row[]; below: Row[] } {
  const [first, ...rest] = edge.rows;
  return { above: first ? [first] : [], below: rest };
}

/** @param across the line runs through the middle, so both sides get the same height */
export function labelSize(edge: ArrowEdge, across: boolean, narrow = false): Size {
  const { above, below } = labelParts(edge);
  const longest = Math.max(40, ...edge.rows.map((r) => textWidth(rowText(r), LABEL.size) + 22));
  const width = Math.ceil(Math.min(narrow ? LABEL.narrow : LABEL.max, longest));
  const lines = (rows: readonly Row[]): number => rows.reduce((n, r) => n + lineCount(rowText(r), LABEL.size, width - 22), 0);
  const note = edge.note === undefined ? 0 : lineCount(edge.note, 12, width) * 16;
  const up = lines(above) * LABEL.line;
  const down = lines(below) * LABEL.line + note;
  return { width, height: across ? 2 * (Math.max(up, down) + LABEL.gap) : up + down + 4 };
}

/** @param doors how many arrows may leave or arrive on one wall; `vertical`: they do so above and below */
export function roomSize(node: RoomNode, doors: number, vertical: boolean): Size {
  const rows = [...node.entry, ...node.exit];
  const texts = rows.map((r) => textWidth(textOf(r.phrases), LABEL.size) + 26);
  const widest = Math.max(textWidth(node.name, 16, 600), ...texts) + 2 * ROOM.padX + (node.kind === 'history' ? 32 : 0) + (node.again ? ROOM.side : 0);
  // ELK spreads doors evenly with a stretch of wall at both ends.
  const wall = (doors + 1) * (node.clock ? ROOM.door + 4 : ROOM.door);
  const wanted = Math.min(ROOM.maxWidth, Math.max(ROOM.minWidth, widest));
  const width = Math.ceil(vertical ? Math.max(wanted, wall) : wanted);
  const height = headHeight(node, width) + ROOM.padTop + (node.clock && vertical ? ROOM.clock : 0);
  return { width, height: Math.ceil(Math.max(ROOM.minHeight, height, vertical ? 0 : wall)) };
}

/** The height of a room's own words: its name, what it does on entering and on leaving. */
export function headHeight(node: RoomNode, width: number): number {
  const inner = width - 2 * ROOM.padX;
  const block = (rows: readonly Row[]): number =>
    rows.length === 0 ? 0 : ROOM.caption + rows.reduce((n, r) => n + lineCount(textOf(r.phrases), LABEL.size, inner - 22), 0) * ROOM.line;
  const more = node.kind === 'final' || node.otherwise !== undefined ? ROOM.caption : 0;
  return ROOM.padTop + lineCount(node.name, 16, inner) * ROOM.name + block(node.entry) + block(node.exit) + more;
}
