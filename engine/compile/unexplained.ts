import type { Marked } from './mark';
import type { Line } from './notation/ast';
import { printLine } from './notation/print';
import type { Refusal } from './resolve';
import { plainWords, unsaid } from './unsaid';

/** Nobody who is told that help was called may wait for it in vain. */
const CALLS =
  /\b(?:call|phone|ring|dial|alert|notify|text|message|inform)s?\b(?: up)? (?:the |an? |my |our |for )*(?:police|fire (?:brigade|department|service)|firefighters|ambulance|emergency(?! contacts?\b)|doctor|911|112|999|security (?:company|service))\b/i;

/** What comes tomorrow nobody here knows: a rule that turns on it would turn on today's weather instead. */
const FORESEEN =
  /\b(?:if|when|whenever|unless|except|provided|only|depending|as long as|but not)\b(?:(?!\b(?:regardless|whatever|no matter|never mind|ignor\w+|forget|despite|not by)\b)[^.;]){0,70}\b(?:forecasts?|predicted)\b/i;

/** "Leave the radiator alone", "the blind stays as it is". With a condition it is one, and its words belong into the line. */
const UNTOUCHED =
  /\bleave\b.*\b(?:alone|out of (?:it|this)|as (?:it|they) (?:is|are|was|were))\b|\bleave (?:the |my |our )?[\w ]+ one\s*$|\bleave\b.*\bbe\s*$|\b(?:do not|don['’]?t|never) (?:touch|change)\b|\b(?:stays?|remains?) (?:as|the way|out of|untouched)\b|\bhands off\b/i;
const CONDITIONAL = /\b(?:if|when|whenever|unless|while|until|once|as long as|as soon as)\b/i;

/** The words between the stops around a place. */
function clauseAt(text: string, at: number): string {
  const stop = /[.;,!?–]|\s-\s|\bbut\b|\band\b(?= (?:please )?(?:leave|don['’]?t|do not|never)\b)/g;
  const before = [...text.slice(0, at).matchAll(stop)].at(-1);
  const after = text.slice(at).search(stop);
  return text.slice((before?.index ?? -1) + 1, after < 0 ? undefined : at + after);
}

/**
 * What was said of this home and is not in the line: a device or a time left out means that something else would happen than was
 * asked. Rooms and kinds may be there only to say where; a device named in full, a duration or a time may not be lost.
 * @param since what stands before this offset was said earlier and may have been replaced by what was said since
 */
export function unexplained(line: Line, marked: Marked, since = -1): Refusal | undefined {
  const said = plainWords(marked);
  if (CALLS.test(said)) return { kind: 'cannot', message: 'I cannot call anybody. I can send a message, sound a siren or switch lights.' };
  if (FORESEEN.test(said)) return { kind: 'cannot', message: 'Nothing here knows a forecast. The weather as it is, at that moment, can be asked for.' };
  const earlier = [...marked.mentions.values()].flatMap((m) => (m.places.some((p) => p.start < since) ? m.candidates : []));
  const used = new Set(printLine(line).match(/\b[A-Z]\b/g) ?? []);
  for (const [letter, m] of marked.mentions) {
    // A later word may name what was said before, to drop or to replace it: "not the porch".
    if (used.has(letter) || m.places.some((p) => p.start < since) || earlier.some((id) => m.candidates.includes(id))) continue;
    // "Outside" says where it is hot, not what: the weather answers for it.
    if (m.type === 'floor' && /^out(?:side|doors)$/i.test(m.text) && / it /.test(` ${printLine(line)} `)) continue;
    const read = marked.prompt.includes(`[${letter} `);
    if (m.candidates.length === 0 && read) return { kind: 'no-device', message: `This home has no “${m.text}”.` };
    const covered = [...used].some((other) => marked.mentions.get(other)?.candidates.some((c) => m.candidates.includes(c)));
    const clause = clauseAt(marked.request, m.start);
    const untouched = UNTOUCHED.test(clause);
    // What stays as it is has no part in the line, unless the line would change it with others.
    const spared =
      untouched ||
      /\b(?:except|but|apart from|other than)(?: for)?(?: not)? (?:the |my |our )?$/i.test(marked.request.slice(0, m.start)) ||
      /^[^.;,!?]*\b(?:i|we)\b[^.;,!?]*\b(?:myself|ourselves|by hand)\b/i.test(marked.request.slice(m.start + m.text.length));
    if (covered ? spared && (m.exact || m.candidates.length) === 1 : read && (!untouched || CONDITIONAL.test(clause)))
      return { kind: 'unclear', message: `I could not place “${m.text}” in that. Say it in other words, or in two requests.` };
  }
  const impossible = [...marked.request.matchAll(/\b\d{1,2}:\d{2}\b/g)].find(
    (m) => ![...marked.slots.values()].some((s) => s.start <= m.index && m.index < s.end),
  );
  if (impossible) return { kind: 'unclear', message: `“${impossible[0]}” is no time of day.` };
  for (const [letter, s] of marked.slots) {
    if (used.has(letter) || s.start < since || !marked.prompt.includes(`[${letter} `)) continue;
    if (s.duration !== undefined || s.time !== undefined || s.days !== undefined || s.count || (s.number?.unit !== undefined && s.color === undefined)) {
      return { kind: 'unclear', message: `I could not place “${s.text}” in that. Say it in other words, or in two requests.` };
    }
  }
  const lost = unsaid(line, marked);
  return lost === undefined ? undefined : { kind: 'unclear', message: `I could not place “${lost}” in that. Say it in other words, or in two requests.` };
}
