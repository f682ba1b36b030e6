import type { Entry, Lexicon } from './lexicon';
import { explains, nounToken, type Span, type Token } from './token';
import { COMMON, ROOM_NAMES } from './vocabulary';

const ROOM_WORD = new Set(['house', 'room', 'area', 'floor', 'corner', 'side']);
export const PLACE = new Set(['in', 'on', 'at', 'of', 'inside', 'from', 'for']);
/** Words that say which of several, where they stand between an article (or nothing) and a name: "the back light switch". */
export const POSITION = new Set('front rear back side left right upper lower top bottom middle outer inner'.split(' '));
export const ARTICLE = new Set(['the', 'my', 'our', 'your', 'all', 'a', 's']);

/** The phrase that begins at `i`: unknown words and known ones up to a noun, known words alone, and a place after it ("… in the hall"). */
export function phraseAt(tokens: Token[], i: number, lexicon: Lexicon): Span | undefined {
  let at = i;
  const usable = (t: Token | undefined): t is Token => t !== undefined && !t.taken;
  const unknown = (t: Token | undefined): boolean => usable(t) && !t.content && !COMMON.has(t.text) && t.text.length > 1;
  const known = (t: Token | undefined): boolean => usable(t) && t.content && (!COMMON.has(t.text) || t.part || nounToken(t) || isPlace(t, lexicon));
  // Words that no list knows count only as part of a name: right before a noun or a known word.
  const joined = (k: number): boolean => k === i || tokens[k]?.apart === false;
  const positioned = usable(tokens[i]) && POSITION.has(tokens[i].text) && (i === 0 || ARTICLE.has(tokens[i - 1]?.text ?? '')) && tokens[i + 1]?.apart === false;
  if (positioned && known(tokens[i + 1])) at++;
  while (unknown(tokens[at]) && joined(at) && at - i < 4) at++;
  // "sauna room lights": a room that this home lacks narrows them down all the same.
  if (at > i && ROOM_WORD.has(tokens[at]?.text ?? '') && usable(tokens[at]) && joined(at) && known(tokens[at + 1]) && joined(at + 1)) at++;
  if (at > i && (!known(tokens[at]) || !joined(at) || (i === 0 && !positioned && !subject(tokens, at)))) {
    // "… in the bedroom" of a home without one.
    return ROOM_NAMES.has(tokens[i]?.stem ?? '') ? { from: i, to: i + 1 } : undefined;
  }
  const start = at;
  const split = (k: number): boolean => k > start && known(tokens[k]) && begins(tokens, k, start, lexicon);
  while (joined(at) && !split(at) && (known(tokens[at]) || (at > start && weakInside(tokens, at, lexicon)))) at++;
  if (at === start) return undefined;
  const joint = withPlace(tokens, at, lexicon);
  return { from: i, to: joint };
}

/** An unknown word that begins the sentence is mostly a verb; in "sauna lights on" and "bedroom lights …" it is none. */
function subject(tokens: Token[], at: number): boolean {
  if (ROOM_NAMES.has(tokens[0]?.stem ?? '')) return true;
  let next = at;
  while (tokens[next] && !tokens[next]?.taken && tokens[next]?.content && (next === at || !tokens[next]?.apart)) next++;
  // "sofa lamp and hall light off": the others that are switched with it.
  const more = (t: Token | undefined): boolean => t !== undefined && !t.apart && (t.taken || t.content || t.text === 'and' || ARTICLE.has(t.text));
  if (tokens[next]?.text === 'and') while (more(tokens[next])) next++;
  const words = ROOM_WORD.has(tokens[1]?.text ?? '') ? 2 : 1;
  return at === words && /^(?:on|off)$/.test(tokens[next]?.text ?? '') && tokens[next]?.apart === false;
}

/** "lounge button lounge lamp" is two things: a room after a noun, before another noun, unless one thing has all of it. */
function begins(tokens: Token[], at: number, start: number, lexicon: Lexicon): boolean {
  const t = tokens[at] as Token;
  if (!nounToken(tokens[at - 1]) || !isPlace(t, lexicon)) return false;
  let next = at + 1;
  while (tokens[next] && tokens[next]?.apart === false && isPlace(tokens[next] as Token, lexicon)) next++;
  if (!nounToken(tokens[next]) || tokens[next]?.apart) return false;
  const all = tokens.slice(start, next + 1).flatMap((x) => x.stems);
  return !lexicon.entries.some((e) => all.every((s) => explains(e, s)));
}

const isPlace = (t: Token, lexicon: Lexicon): boolean => [...lexicon.rooms.keys(), ...lexicon.floors.keys()].some((name) => name.split(' ').includes(t.stem));

/** A common word between known ones belongs to the name if some device carries it ("good" in "hall good night lamp"), or is a number. */
function weakInside(tokens: Token[], at: number, lexicon: Lexicon): boolean {
  const [before, t, after] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  if (!before || !t || t.taken) return false;
  const joins = (e: Entry): boolean => before.stems.every((s) => explains(e, s)) && t.stems.every((s) => e.own.has(s) || e.place.has(s));
  if (!lexicon.entries.some(joins)) return false;
  return /\d/.test(t.text) || lexicon.entries.some((e) => joins(e) && (after === undefined || !after.content || after.stems.every((s) => explains(e, s))));
}

function withPlace(tokens: Token[], at: number, lexicon: Lexicon): number {
  let next = at;
  if (!PLACE.has(tokens[next]?.text ?? '') || tokens[next]?.apart) return at;
  next++;
  while (ARTICLE.has(tokens[next]?.text ?? '')) next++;
  const start = next;
  while (tokens[next] && !tokens[next]?.taken && tokens[next]?.content && isPlace(tokens[next] as Token, lexicon)) next++;
  return next > start ? next : at;
}
