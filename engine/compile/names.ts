import { type Entry, kindStems, type Lexicon } from './lexicon';
import { type Mention, mentionOf } from './mention';
import { explains, isNoun, isVerb, type Token } from './token';
import { COMMON } from './vocabulary';

/** Whole names first, longest first: a device called "Good night" is named by words that otherwise name nothing. */
export function exactNames(text: string, tokens: Token[], lexicon: Lexicon, mentions: Mention[]): void {
  for (let length = Math.min(8, tokens.length); length >= 1; length--) {
    for (let i = 0; i + length <= tokens.length; i++) {
      const span = tokens.slice(i, i + length);
      if (span.some((t, k) => t.taken || (k > 0 && t.apart)) || (length === 1 && isVerb(tokens, i))) continue;
      const said = span.flatMap((t) => t.stems).join(' ');
      const common = length === 1 && COMMON.has(span[0]?.text ?? '');
      const hits = lexicon.entries.filter((e) => (!common || standsAsName(text, tokens, i, e)) && e.names.some((n) => n.join(' ') === said));
      if (hits.length === 0 || widens(tokens, i, i + length, lexicon, hits)) continue;
      // Other devices that fit the words follow: "lock the front door" means the lock of that name's door.
      const others = lexicon.entries.filter((e) => !hits.includes(e) && span.every((t) => t.stems.every((x) => explains(e, x))));
      const to = withNoun(tokens, i + length, hits);
      mentions.push(mentionOf(text, tokens, { from: i, to }, [...hits, ...others], hits.length, lexicon));
      for (const t of tokens.slice(i, to)) t.taken = true;
    }
  }
}

/** What the named thing is, said after its name: "play corner light" of a light called "Play corner". */
function withNoun(tokens: Token[], to: number, hits: Entry[]): number {
  const next = tokens[to];
  const same = next && !next.taken && !next.apart && isNoun(next.stems) && !isVerb(tokens, to);
  return same && hits.every((h) => (kindStems.get(h.device.kind) ?? []).some((n) => n.length === 1 && n[0] === next.stems.join(' '))) ? to + 1 : to;
}

const PRONOUN = /^(?:it|there|i|we|you|he|she|they|the|a|my|our|be|this|that|not|rain|anyone|anybody|someone)$/;

/** A name that is an everyday word ("Safe", "Mum", "Will", "Ring") counts only where it stands as one. */
function standsAsName(text: string, tokens: Token[], i: number, e: Entry): boolean {
  const [before, t, after] = [tokens[i]?.apart ? undefined : tokens[i - 1]?.text, tokens[i], tokens[i + 1]?.apart ? undefined : tokens[i + 1]?.text];
  if (!t) return false;
  if (before !== undefined && /^(?:the|my|our)$/.test(before)) return true;
  const capital = /\p{Lu}/u.test(text.charAt(t.start)) && i > 0 && /^\P{Lu}*\p{Lu}?\P{Lu}*\p{Lu}?\P{Lu}*$/u.test(text);
  if (capital) return true;
  if (e.device.kind !== 'person') return false;
  if (!MODAL.has(t.text)) return true;
  const next = after !== undefined && /^(?:comes?|leaves?|gets?|arrives?|goes|is|isn't|has|home|s|away|enters?|returns?)$/.test(after);
  const prior = before !== undefined && /^(?:when|if|once|after|before|until|unless|is|tell|and|or|while|where|that|message|text|notify)$/.test(before);
  return (next || prior) && !(after !== undefined && PRONOUN.test(after));
}
/** Names of people that are little words otherwise. */
const MODAL = new Set(['will', 'may', 'mark', 'sue', 'bill', 'drew', 'grant', 'art', 'hope', 'so', 'an', 'do', 'so', 'long', 'see']);

/** A name right beside more words of the home is part of a longer phrase ("Lamp" in "kitchen lamp"), unless the longer fits nothing. */
function widens(tokens: Token[], from: number, to: number, lexicon: Lexicon, hits: Entry[]): boolean {
  if (inRoomName(tokens, from, to, lexicon)) return true;
  const before = tokens[from]?.apart ? undefined : tokens[from - 1];
  const after = tokens[to]?.apart ? undefined : tokens[to];
  const owned = after?.text === 's' ? tokens[to + 1] : undefined;
  const wider = [before, after, owned].filter((t) => t && !t.taken && t.content && !COMMON.has(t.text)) as Token[];
  if (wider.length === 0) return false;
  const said = tokens.slice(from, to).flatMap((t) => t.stems);
  const fits = (extra: Token): boolean => lexicon.entries.some((e) => [...said, ...extra.stems].every((s) => explains(e, s)));
  return wider.some((t) => fits(t) && !hits.some((h) => t.stems.every((s) => explains(h, s)) && hits.length === 1));
}

/** "TV" of "TV room", where a room is called so. */
function inRoomName(tokens: Token[], from: number, to: number, lexicon: Lexicon): boolean {
  return [...lexicon.rooms.keys()].some((room) => {
    const words = room.split(' ').length;
    if (words <= to - from) return false;
    for (let i = Math.max(0, to - words); i <= from; i++) {
      const span = tokens.slice(i, i + words);
      if (span.flatMap((t) => t.stems).join(' ') === room && span.every((t, k) => k === 0 || !t.apart)) return true;
    }
    return false;
  });
}
