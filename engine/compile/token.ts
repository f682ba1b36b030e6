import { type Entry, kindStems, type Lexicon, spelt, type Word, wordsOf } from './lexicon';
import { COMMON } from './vocabulary';

/** A word of a sentence, as the linker looks at it. */
export interface Token extends Word {
  /** Its stem in this home, after spelling; two words run together have two. */
  stems: string[];
  content: boolean;
  taken: boolean;
  /** Stands in words that together are what a kind is called ("coffee" in "coffee maker"). */
  part: boolean;
  /** A comma, a colon or the like stands before it: no phrase goes across. */
  apart: boolean;
}

/** From one token up to, not including, another. */
export interface Span {
  from: number;
  to: number;
}

/** The words of a sentence. @param taken spans of slots, which name nothing */
export function tokensOf(text: string, lexicon: Lexicon, taken: readonly { start: number; end: number }[]): Token[] {
  const tokens = wordsOf(text).map((w, i, all): Token => {
    const apart = /[,;:.!?()|→⇒>=&–—]|\s-\s/.test(text.slice(all[i - 1]?.end ?? 0, w.start));
    const used = taken.some((s) => w.start < s.end && s.start < w.end);
    const stems = spelt(lexicon, w).split(' ');
    return { ...w, stems, apart, taken: used, part: false, content: !used && stems.every((s) => lexicon.named.has(s)) };
  });
  markNouns(tokens);
  for (const [i, t] of tokens.entries()) if (isVerb(tokens, i)) t.content = false;
  return tokens;
}

/** Words that together are what a kind is called; parts of such names alone ("water" of "water valve") name nothing. */
function markNouns(tokens: Token[]): void {
  for (const nouns of kindStems.values()) {
    for (const noun of nouns) {
      for (let i = 0; i + noun.length <= tokens.length; i++) {
        const span = tokens.slice(i, i + noun.length);
        if (span.every((t, k) => !t.taken && (k === 0 || !t.apart) && t.stems.join(' ') === noun[k])) {
          for (const t of span) {
            t.content = true;
            t.part ||= noun.length > 1;
          }
        }
      }
    }
  }
}

/** Nouns that are verbs or adjectives as well, when they stand as one: "lock the door", "switch on", "light up the hall", "drier". */
const VERBS = new Set(['drier', 'dimmer', 'phone', 'lock', 'switch', 'light', 'vacuum', 'hoover', 'water', 'plug', 'shade', 'charge', 'heat']);
const AFTER_VERB = new Set(
  'the my our all every on off up it to this that down everything both over a an back from between here some your any out in when if at source channel'.split(
    ' ',
  ),
);

/** After these "vacuum" is the thing: "start vacuum", "return vacuum to the dock". */
const HANDLES = /^(?:start|stop|pause|resume|return|send|dock|run|activate|park|operate)$/;

export function isVerb(tokens: Token[], i: number): boolean {
  const [before, t, after] = [tokens[i - 1]?.text, tokens[i], tokens[i + 1]?.text];
  if (t && /^(?:switches|locks|lights|plugs|heats|vacuums|shades)$/.test(t.text)) return isThirdPerson(before, after);
  if (!t || !VERBS.has(t.text)) return false;
  if (t.text === 'shade' && after === 'of') return true;
  if (t.text === 'drier') return after === 'than' || before === undefined || !/^(?:the|my|our|a)$/.test(before);
  const cleaner = t.text === 'vacuum' || t.text === 'hoover';
  if (cleaner)
    return (
      after !== undefined &&
      /^(?:the|my|our|here|up|under|every|all|a)$/.test(after) &&
      !(before !== undefined && (HANDLES.test(before) || /^(?:the|my|our)$/.test(before)))
    );
  const determined = before !== undefined && /^(?:the|my|our|a|this|that|your|all|every|each|of|s|any)$/.test(before);
  // "in the hall switch the heater on", "… switch hall heater on": what follows a switch that is one is no other thing.
  if (t.text === 'switch' && !determined && tokens[i - 1]?.content && tokens[i + 1]?.content && !tokens[i + 1]?.apart) return true;
  if (determined || (tokens[i - 1]?.content && !t.apart && !COMMON.has(before ?? ''))) return false;
  if (t.text === 'dimmer') return true;
  if (t.text === 'light') return after === 'up' || (after !== undefined && /^(?:the|my|our)$/.test(after) && (before === undefined || t.apart));
  // "Phone the police": nobody here can be called.
  if (t.text === 'phone') return after !== undefined && /^(?:the|my|our|for|him|her|them|someone|somebody)$/.test(after);
  if (t.text === 'lock' && lockIsVerb(tokens, i)) return true;
  return (after !== undefined && AFTER_VERB.has(after)) || (i === 0 && tokens[1]?.content === true && !tokens[1].apart);
}

/** "The first movement switches the coffee maker on": a plural before an article, unless it has one itself. */
const isThirdPerson = (before: string | undefined, after: string | undefined): boolean =>
  after !== undefined &&
  /^(?:the|my|our|a|an|up|itself)$/.test(after) &&
  !(
    before !== undefined &&
    /^(?:the|my|our|all|both|these|those|your|every|other|of|two|three|on|off|turn|switch|dim|set|bring|put|make|keep|brighten|lock|close|unplug)$/.test(before)
  );

/** "…, then lock front door", "don't lock", "and lock again": where a wish begins, or behind what only a verb follows. */
function lockIsVerb(tokens: Token[], i: number): boolean {
  const [before, t, after] = [tokens[i - 1]?.text, tokens[i], tokens[i + 1]];
  const begins = t?.apart === true || (before !== undefined && /^(?:and|then|also|or|but|please|otherwise|else|just)$/.test(before));
  if (before !== undefined && !t?.apart && /^(?:don['’]?t|not|to|never|should|must|will|can|could|may|you)$/.test(before)) return true;
  // "If nobody is home lock front door".
  if (/^(?:home|out|in|away|gone|dark|sunset|sunrise|midnight|leaves?|left|arrives?)$/.test(before ?? '') && after?.content && !after.apart) return true;
  return begins && (after === undefined || after.apart || after.content || /^(?:then|again|now|afterwards|behind|after|for|until|once|only)$/.test(after.text));
}

export const isNoun = (stems: string[]): boolean =>
  stems.length > 0 &&
  [...kindStems.values()].some((nouns) => nouns.some((n) => n.length <= stems.length && n.every((s, i) => s === stems[stems.length - n.length + i])));
export const nounToken = (t: Token | undefined): boolean => t !== undefined && !t.taken && isNoun(t.stems);

/** Whether the stem stands in what a thing is called, where it is, or what it is. */
export function explains(e: Entry, stem: string): boolean {
  return e.own.has(stem) || e.place.has(stem) || e.kind.has(stem);
}
