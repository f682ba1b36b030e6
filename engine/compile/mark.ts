import { findDevice, type Home } from '../../flows/home';
import type { MemoryEntry } from '../../flows/memory';
import { findMentions, type Mention } from './link';
import type { Letters } from './notation/grammar';
import { MENTION_LETTERS, SLOT_LETTERS } from './notation/words';
import { plainer } from './plain';
import { boundTo, type Named, namedIn, withPreferences } from './remembered';
import { findSlots, type Slot } from './slots';

/** A sentence with everything found in it, and the prompt that the model reads. */
export interface Marked {
  request: string;
  prompt: string;
  mentions: Map<string, Mention & { places: { start: number; end: number }[] }>;
  slots: Map<string, Slot>;
  letters: Letters;
  /** More was found than there are letters: the sentence is too long to be understood whole. */
  overflow: boolean;
  /** What of it is named as the person calls it. */
  named: Named;
}

/** @param now local moment `YYYY-MM-DDTHH:MM` */
export function mark(request: string, home: Home, now: string, memory: readonly MemoryEntry[] = []): Marked {
  const named = namedIn(request, home, memory);
  // Names first where they hold a number or a colour ("Zone 1", "Blue lamp"); then slots; then what slots took is no name.
  const first = findMentions(request, named.home, [], named.places);
  const slots = withPreferences(request, findSlots(request, now, sourcesOf(home), first), memory, now).filter(
    (s) =>
      s.quoted !== undefined ||
      // "Rose bed" names a bed, though rose is a colour.
      !first.some((m) => m.candidates.length > 0 && (m.exact > 0 || s.preference || s.color !== undefined) && s.start < m.end && m.start < s.end),
  );
  const mentions = findMentions(request, named.home, slots, named.places).flatMap((m) => (signs(m, request, home) ? [] : [boundTo(m, named)]));
  return assemble(request, mentions, slots, named);
}

/** "Marc here.", "… – Greta": who speaks, which asks nothing of them. */
function signs(m: Mention, request: string, home: Home): boolean {
  if (m.exact === 0 || m.candidates.slice(0, m.exact).some((id) => findDevice(home, id)?.kind !== 'person')) return false;
  const [before, after] = [request.slice(0, m.start), request.slice(m.end)];
  const opens = /^\s*(?:(?:hi|hello|hey)[,!.]?\s+)?$/i.test(before) && /^,? (?:here|speaking)\s*[.,;!–-]/i.test(after);
  return (
    opens ||
    (!/\b(?:one|person|who|only|just|someone|somebody)\b[^.;!?]*[.;!?–—-]\s*$/i.test(before) &&
      /[.!?;–—]\s*$|\s-\s*$/.test(before) &&
      before.trim() !== '' &&
      /^\s*[.!]?\s*$/.test(after))
  );
}

/** What players of this home can be switched to. */
const sourcesOf = (home: Home): string[] => [
  ...new Set(
    home.devices.flatMap((d) =>
      d.capabilities.flatMap((a) => (typeof a === 'object' && a.name === 'source' ? (a.values ?? []).filter((v) => v.length > 1) : [])),
    ),
  ),
];

/** Gives letters in order of appearance; what is mentioned again keeps its letter. */
function assemble(request: string, mentions: readonly Mention[], slots: readonly Slot[], named: Named): Marked {
  const marked: Marked = {
    request,
    prompt: '',
    mentions: new Map(),
    slots: new Map(),
    overflow: false,
    named,
    letters: { mentions: [], duration: [], time: [], days: [], number: [], color: [], text: [] },
  };
  const byKey = new Map<string, string>();
  const pieces: Piece[] = [];
  for (const m of mentions) {
    const letter = byKey.get(m.key) ?? MENTION_LETTERS[byKey.size];
    if (!letter) {
      marked.overflow = true;
      continue;
    }
    byKey.set(m.key, letter);
    const known = marked.mentions.get(letter);
    if (known) known.places.push({ start: m.start, end: m.end });
    else marked.mentions.set(letter, { ...m, places: [{ start: m.start, end: m.end }] });
    pieces.push({ start: m.start, end: m.end, text: `[${letter} ${(known ?? m).label} ${request.slice(m.start, m.end)}]` });
  }
  for (const s of slots) {
    const letter = SLOT_LETTERS[marked.slots.size];
    if (!letter) {
      marked.overflow = true;
      continue;
    }
    marked.slots.set(letter, s);
    pieces.push({ start: s.start, end: s.end, lead: s.lead ?? '', text: `[${letter} ${s.shown ?? s.text}]` });
  }
  const of = (has: (s: Slot) => boolean): string[] => [...marked.slots].filter(([, s]) => has(s)).map(([letter]) => letter);
  marked.letters = {
    mentions: [...marked.mentions.keys()],
    duration: of((s) => s.duration !== undefined),
    time: of((s) => s.time !== undefined),
    days: of((s) => s.days !== undefined),
    number: of((s) => s.number !== undefined),
    color: of((s) => s.color !== undefined),
    text: of((s) => s.quoted !== undefined),
  };
  marked.prompt = promptOf(request, pieces);
  return marked;
}

interface Piece {
  start: number;
  end: number;
  text: string;
  /** What the model reads before it. */
  lead?: string;
}

/** Says nothing that "open" and "close" do not; with "up" or "down" it is a value and a slot. */
const IDLE = / all the way(?! (?:up|down))(?=$|[ .,;!?])/g;

/** Lower case but for the letters, so that the model sees one spelling; typographic quotes become plain. */
function promptOf(request: string, pieces: Piece[]): string {
  let prompt = '';
  let at = 0;
  const plain = (text: string): string => text.toLowerCase().replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/\s+/g, ' ');
  for (const piece of [...pieces].sort((a, b) => a.start - b.start)) {
    const [letter = '', ...rest] = piece.text.slice(1).split(' ');
    prompt += `${plain(request.slice(at, piece.start))}${piece.lead ?? ''}[${letter} ${plain(rest.join(' '))}`;
    at = piece.end;
  }
  return `${plainer((prompt + plain(request.slice(at))).replace(IDLE, '').trim())}\n`;
}
