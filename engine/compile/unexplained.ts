import type { Marked } from './mark';
import type { Line } from './notation/ast';
import { printLine } from './notation/print';
import type { Refusal } from './resolve';

/**
 * What was said of this home and is not in the line: a device or a time left out means that something else would happen than was
 * asked. Rooms and kinds may be there only to say where; a device named in full, a duration or a time may not be lost.
 * @param since what stands before this offset was said earlier and may have been replaced by what was said since
 */
export function unexplained(line: Line, marked: Marked, since = -1): Refusal | undefined {
  const earlier = [...marked.mentions.values()].flatMap((m) => (m.places.some((p) => p.start < since) ? m.candidates : []));
  const used = new Set(printLine(line).match(/\b[A-Z]\b/g) ?? []);
  for (const [letter, m] of marked.mentions) {
    // A later word may name what was said before, to drop or to replace it: "not the porch".
    if (used.has(letter) || m.places.some((p) => p.start < since) || earlier.some((id) => m.candidates.includes(id))) continue;
    // "Outside" says where it is hot, not what: the weather answers for it.
    if (m.type === 'floor' && /^out(?:side|doors)$/i.test(m.text) && / it /.test(` ${printLine(line)} `)) continue;
    if (m.candidates.length === 0) return { kind: 'no-device', message: `This home has no “${m.text}”.` };
    const covered = [...used].some((other) => marked.mentions.get(other)?.candidates.some((c) => m.candidates.includes(c)));
    if (!covered) return { kind: 'unclear', message: `I could not place “${m.text}” in that. Say it in other words, or in two requests.` };
  }
  const impossible = [...marked.request.matchAll(/\b\d{1,2}:\d{2}\b/g)].find(
    (m) => ![...marked.slots.values()].some((s) => s.start <= m.index && m.index < s.end),
  );
  if (impossible) return { kind: 'unclear', message: `“${impossible[0]}” is no time of day.` };
  for (const [letter, s] of marked.slots) {
    if (used.has(letter) || s.start < since) continue;
    if (s.duration !== undefined || s.time !== undefined || s.days !== undefined || s.count || (s.number?.unit !== undefined && s.color === undefined)) {
      return { kind: 'unclear', message: `I could not place “${s.text}” in that. Say it in other words, or in two requests.` };
    }
  }
  return undefined;
}
