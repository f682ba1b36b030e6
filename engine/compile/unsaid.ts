import { THEN } from '../../flows/request';
import type { Marked } from './mark';
import type { Line } from './notation/ast';
import { printLine } from './notation/print';

/** What was said, and what a line must hold of it. Only what leaves no other way to write it. */
const CALLS_FOR: readonly (readonly [RegExp, RegExp])[] = [
  [
    /(?<!\b(?:not|no|without|never|put [^.;]{1,30} on|on) |\bhand[- ])\b(?:hold(?:ing)?|held|long[- ]press(?:ed)?)\b(?! (?:off|on to|back|true|still|for|open|there|the (?:message|note|temperature|heating)|it (?:at|there)|[^.,;:]{0,40}\bat \d+(?![:\d])))/,
    /\bheld\b|^(?!.*\b(?:pressed|double)\b)/,
  ],
  [/\bdouble[- ](?:press|click|tap|push)/, /\bdouble\b|^(?!.*\b(?:pressed|held)\b)/],
  [
    /\b(?:if|while|when|unless|as long as|provided)\b[^.;]{0,25}\b(?:is|are|['’]s|was|were|already|still|not|isn['’]t) playing\b/,
    /\bplay\b|\b(?:if|only|while)\b.*\b(?:pause|stop|on|off)\b|\bwhen (?:all |any |each )?(?:[A-M]|it) (?:pause|stop|on|off)\b/,
  ],
  [
    /(?<!\b(?:tell|text|message|notify|inform|warn|alert|ping|remind|wish|let|ask|to|for) )\b(?:no ?one|nobody|everyone|everybody|anyone|anybody)(?: else)?(?: is|['’]s| has)?(?: still| at)? (?:home|in\b|out\b|left\b|leaves\b|away|gone)/,
    /\b(?:home|away|mode|motion|still)\b/,
  ],
  [/\bvacation mode\b/, /\bmode\b/],
  [/(?<!\b(?:not at|instead of|like a|a) )\b(?:sunset|sun ?down|the sun (?:sets|goes down|has set|is down))\b/, /\b(?:sunset|dark|sunrise)\b/],
  [/\b(?:sunrise|sun ?up|the sun (?:rises|comes up|is up))\b/, /\b(?:sunset|dark|sunrise)\b/],
];

/**
 * Words of a sentence that its line has nothing for: a button that is *held*, a player only if it is *playing*, *nobody home*. Without
 * it something would happen that was not asked for so. The counterpart of `invented.ts`. A follow-up may take back what was said.
 */
export function unsaid(line: Line, marked: Marked): string | undefined {
  if ((line.kind !== 'automation' && line.kind !== 'command') || marked.request.includes(THEN)) return undefined;
  const said = plainWords(marked).toLowerCase();
  const written = printLine(line);
  return CALLS_FOR.flatMap(([words, answer]) => (answer.test(written) ? [] : [words.exec(said)?.[0]])).find((found) => found !== undefined);
}

/** The request with blanks where things of this home are named and where texts stand that are only to be said. */
export function plainWords(marked: Pick<Marked, 'request' | 'mentions' | 'slots'>): string {
  const named = [...marked.mentions.values()].filter((m) => m.candidates.length > 0).flatMap((m) => m.places);
  const texts = [...marked.slots.values()].filter((s) => s.quoted !== undefined);
  const blank = (text: string, { start, end }: { start: number; end: number }): string => text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);
  return [...named, ...texts].reduce(blank, marked.request).replace(/["“][^"”]*["”]/g, ' ');
}
