/** Corpus lines → training pairs: each line is said in several invented homes, with other names, numbers and distractors. */
import type { Device, Home } from '../../../flows/home';
import { deviceId } from '../../../flows/ids';
import { wordsOf } from '../lexicon';
import { type Marked, mark } from '../mark';
import { kindOf } from '../mention';
import { parseLine } from '../notation/grammar';
import { MENTION_LETTERS, SLOT_LETTERS } from '../notation/words';
import { type Dice, FLOORS, inventName, KINDS, PEOPLE, ROOMS } from './names';

export interface CorpusLine {
  say: string;
  write: string;
}
export interface Pair {
  prompt: string;
  target: string;
}

interface Piece {
  type: 'mention' | 'slot';
  letter: string;
  text: string;
  kind: string;
  start: number;
  end: number;
}

const NOW = '2026-06-01T12:00';

/** The sentence without its braces, and where each brace was. @throws Error where the line is malformed */
export function readLine(line: CorpusLine, rename: (text: string, kind: string) => string = (t) => t): { text: string; pieces: Piece[] } {
  let text = '';
  const pieces: Piece[] = [];
  let mentions = 0;
  let slots = 0;
  let at = 0;
  for (const m of line.say.matchAll(/\{([^{}|]+)\|([^{}|]+)\}|<([^<>]+)>/g)) {
    text += line.say.slice(at, m.index);
    at = m.index + m[0].length;
    const slot = m[3];
    const kind = m[2] ?? '';
    const again = /^=([A-M])$/.exec(kind)?.[1];
    const letter = slot === undefined ? (again ?? MENTION_LETTERS[mentions++]) : SLOT_LETTERS[slots++];
    if (!letter) throw new Error('more letters than there are');
    const said = slot ?? rename(m[1] ?? '', again ? (pieces.find((p) => p.letter === again)?.kind ?? kind) : kind);
    pieces.push({ type: slot === undefined ? 'mention' : 'slot', letter, text: said, kind, start: text.length, end: text.length + said.length });
    text += said;
  }
  return { text: text + line.say.slice(at), pieces };
}

/** One pair, or why this line gave none in this home (`missed`: the linker did not see what the author marked). */
export function pairOf(line: CorpusLine, dice: Dice, variant: number): Pair | { missed: string } {
  const renamed = new Map<string, string>();
  const rename = (text: string, kind: string): string => {
    if (variant === 0 || /[*@]|^room$|^floor$/.test(kind) || !KINDS[kind]) return text;
    if (variant % 2 === 1 && dice.chance(0.35)) return text;
    const known = renamed.get(text);
    if (known) return known;
    const name = inventName(kind, dice);
    const said = dice.chance(0.6) ? name.toLowerCase() : name;
    renamed.set(text, said);
    return said;
  };
  const { text, pieces } = readLine(line, rename);
  const gone = variant > 1 && dice.chance(0.1) ? dice.pick(pieces.filter((p) => p.type === 'mention' && KINDS[p.kind])) : undefined;
  const home = homeFor(
    pieces.filter((p) => p !== gone),
    text,
    dice,
  );
  const marked = mark(text, home, NOW);
  const letters = align(pieces, marked);
  if (typeof letters === 'string') return gone && letters === gone.text ? { prompt: marked.prompt, target: ' missing' } : { missed: `${letters} in “${text}”` };
  const target = line.write.replace(/\b[A-Z]\b/g, (l) => letters.get(l) ?? l);
  if (!parseLine(target)) return { missed: `unreadable: ${line.write}` };
  return { prompt: marked.prompt, target: ` ${target}` };
}

/** The author's letters → those that the marks have; a string names the piece that was not found. */
function align(pieces: readonly Piece[], marked: Marked): Map<string, string> | string {
  const letters = new Map<string, string>();
  for (const p of pieces) {
    const overlaps = (s: { start: number; end: number }): boolean => s.start < p.end && p.start < s.end;
    const found = p.type === 'slot' ? [...marked.slots].find(([, s]) => overlaps(s))?.[0] : [...marked.mentions].find(([, m]) => m.places.some(overlaps))?.[0];
    // Two things that the author told apart and the marks do not: no line could be written for them.
    const taken = [...letters].some(([own, other]) => other === found && own !== p.letter);
    if (!found || (taken && p.type === 'mention')) return p.text;
    if (!letters.has(p.letter)) letters.set(p.letter, found);
  }
  return letters;
}

/** A home in which everything that the sentence names exists, among other things. */
function homeFor(pieces: readonly Piece[], text: string, dice: Dice): Home {
  const devices: Device[] = [];
  const said = new Set(wordsOf(text).map((w) => w.stem));
  const add = (name: string, kind: string, room?: string, floor?: string): void => {
    const id = deviceId(`d${devices.length}`);
    const capabilities = KINDS[kind]?.capabilities ?? ['power'];
    devices.push({ id, name, kind, capabilities: [...capabilities], ...(room ? { room } : {}), ...(floor ? { floor } : {}) });
  };
  const elsewhere = (): string => {
    for (let i = 0; i < 20; i++) {
      const room = dice.pick(ROOMS);
      if (!wordsOf(room).some((w) => said.has(w.stem))) return room;
    }
    return 'Tower';
  };
  for (const p of pieces) {
    if (p.type === 'slot' || p.kind.startsWith('=')) continue;
    const [kind = '', where] = p.kind.split(/[*@]/);
    const place = placeWords(p.text);
    if (p.kind === 'room')
      for (const k of ['light', 'motion sensor', 'temperature sensor', 'thermostat', 'window'])
        add(`${dice.pick(['Ceiling', 'Corner', 'Main', 'Wall'])} ${k}`, k, p.text);
    else if (p.kind === 'floor')
      for (const k of ['light', 'light', 'blind', 'window', 'motion sensor']) add(inventName(k, dice), k, elsewhere(), floorName(p.text));
    else if (where === 'room') for (let i = 0; i < 2; i++) add(`${dice.pick(['Ceiling', 'Corner', 'Main', 'Wall', 'Left', 'Right'])} ${kind}`, kind, place);
    else if (where === 'floor') for (let i = 0; i < 3; i++) add(inventName(kind, dice), kind, elsewhere(), floorName(place));
    else if (/[*]/.test(p.kind)) {
      // "path lights": several that share the word; "lights": any.
      const shared = place === p.text ? undefined : place;
      for (let i = 1; i <= 3; i++) add(shared ? `${shared} ${kind} ${i}` : inventName(kind, dice), kind, elsewhere());
    } else
      add(
        dice.chance(0.15) && kind !== 'person' ? `${p.text} ${dice.pick(['ceiling', 'mini', 'one', 'plus'])}` : p.text,
        kind,
        kind === 'person' || kind === 'notifier' ? undefined : elsewhere(),
      );
  }
  const kinds = Object.keys(KINDS);
  for (let i = 0; i < 3 + dice.next() * 6; i++) {
    const kind = dice.pick(kinds);
    const name = inventName(kind, dice);
    if (!wordsOf(name).some((w) => said.has(w.stem))) add(name, kind, kind === 'person' ? undefined : elsewhere());
  }
  for (const person of [dice.pick(PEOPLE), dice.pick(PEOPLE)]) if (!said.has(person.toLowerCase())) add(person, 'person');
  return { format: 'sayso/home/1', name: 'Home', timezone: 'Europe/Berlin', latitude: 52.5, longitude: 13.4, devices };
}

/** "blinds in the study" → "study"; "kitchen lights" → "kitchen". */
function placeWords(text: string): string {
  const kind = kindOf(wordsOf(text).map((w) => w.stem));
  const after = /\b(?:in|on|of|at|from)\s+(?:the |my |our )?(.+)$/i.exec(text)?.[1];
  if (after) return after;
  const words = text.split(' ').filter((w) => !['all', 'the', 'my'].includes(w.toLowerCase()));
  for (let cut = words.length - 1; cut > 0; cut--)
    if (kindOf(words.slice(cut).flatMap((w) => wordsOf(w).map((x) => x.stem))) === kind && kind) return words.slice(0, cut).join(' ');
  return words.slice(0, -1).join(' ') || text;
}

const floorName = (text: string): string => FLOORS.find((f) => f.toLowerCase() === text.toLowerCase()) ?? text.charAt(0).toUpperCase() + text.slice(1);
