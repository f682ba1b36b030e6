import { findDevice, type Home } from '../../flows/home';
import type { Marked } from './mark';
import type { Act, Line, Rule } from './notation/ast';

/**
 * Who is told, by the words alone: "text Marcus and Dolores" names both right behind the verb. A small model leaves the second one out,
 * or says that a person be switched on; ordinary code knows better, since a person can only be told something.
 */
export function mend<L extends Line>(line: L, marked: Marked, home: Home): L {
  const told = toldIn(marked, home);
  if (line.kind === 'command') return { ...line, acts: mendActs(line.acts, { told, elsewhere: [] }, marked, home) };
  if (line.kind !== 'automation') return line;
  const rules = line.rules.map((r) => {
    const who = { told, elsewhere: line.rules.flatMap((o) => (o === r ? [] : toldBy(o))) };
    return {
      ...r,
      acts: mendActs(r.acts, who, marked, home),
      ...(r.type === 'when' && r.otherwise ? { otherwise: mendActs(r.otherwise, who, marked, home) } : {}),
    };
  });
  return { ...line, rules };
}

/** Letters of those whom a rule tells. */
const toldBy = (r: Rule): string[] =>
  [...r.acts, ...(r.type === 'when' ? (r.otherwise ?? []) : [])].flatMap((a) => (a.type === 'tell' && a.ref?.letter ? [a.ref.letter] : []));

/** Letters of whom the words name to be told, and of those whom another rule tells: nobody has left these out. */
interface Told {
  told: readonly string[];
  elsewhere: readonly string[];
}

const TELLING =
  /\b(?:tell|text|message|notify|warn|alert|remind|inform|ping|let|ask|email|(?:message|note|text|word|notification|alert)s? to|send)\s+(?:the |my |our )?$/i;
const JOINED = /^(?:'s|’s)?\s*(?:,|and|&|, and|plus)\s+(?:the |my )?$/i;

/** Letters of the people and phones that stand right behind a verb of telling, and of those joined to them. */
function toldIn(marked: Marked, home: Home): string[] {
  const reached = ([, m]: [string, { candidates: readonly string[] }]): boolean =>
    m.candidates.length > 0 && m.candidates.every((id) => ['person', 'notifier'].includes(findDevice(home, id as never)?.kind ?? ''));
  const places = [...marked.mentions].filter(reached).flatMap(([letter, m]) => m.places.map((p) => ({ letter, ...p })));
  const found: typeof places = [];
  for (const place of places.sort((a, b) => a.start - b.start)) {
    const last = found.at(-1);
    const behind = TELLING.test(marked.request.slice(0, place.start));
    if (behind || (last && JOINED.test(marked.request.slice(last.end, place.start)))) found.push(place);
  }
  return [...new Set(found.map((f) => f.letter))];
}

/** Kinds of what a letter may point at; one that fits nothing where it points at nothing. */
function kindsOf(letter: string, marked: Marked, home: Home): string[] {
  const kinds = (marked.mentions.get(letter)?.candidates ?? []).map((id) => findDevice(home, id)?.kind ?? '');
  return kinds.length > 0 ? kinds : [''];
}

function mendActs(acts: Act[], { told, elsewhere }: Told, marked: Marked, home: Home): Act[] {
  // A phone can only be told; a person as well, where the words say so.
  const isTold = (letter: string | undefined): boolean => {
    const kinds = letter === undefined ? [''] : kindsOf(letter, marked, home);
    return kinds.every((k) => k === 'notifier') || (kinds.every((k) => k === 'person' || k === 'notifier') && told.includes(letter ?? ''));
  };
  const spoken = acts.map((a): Act => (a.type === 'set' && isTold(a.ref.letter) ? { type: 'tell', ref: a.ref } : a));
  const done = new Set<string>();
  return spoken.flatMap((a): Act[] => {
    if (a.type !== 'tell' || (a.ref?.letter !== undefined && !told.includes(a.ref.letter))) return [a];
    const missing = told.filter(
      (letter) =>
        !done.has(letter) && !elsewhere.includes(letter) && letter !== a.ref?.letter && !spoken.some((s) => s.type === 'tell' && s.ref?.letter === letter),
    );
    const own = a.ref ? [a] : [];
    for (const letter of [...missing, ...(a.ref?.letter ? [a.ref.letter] : [])]) done.add(letter);
    const more = missing.map((letter): Act => ({ ...a, ref: { letter } }));
    return own.length + more.length > 0 ? [...own, ...more] : [a];
  });
}
