/** What may stand next, at every place of a GBNF text without recursion: the literals of each choice point of the grammar. */

/** A place in the grammar where a literal is written; `next` are the places that may follow. */
interface Place {
  literal: string;
  next: Set<Place>;
}
interface Part {
  first: Set<Place>;
  last: Set<Place>;
  empty: boolean;
}

/** @returns for each set of places that one text can lead to, the literals that may follow it */
export function choicePoints(gbnf: string): string[][] {
  const rules = new Map(gbnf.split('\n').map((line) => line.split(' ::= ') as [string, string]));
  const start = partOf(rules, 'root').first;
  const points = new Map<string, string[]>();
  const numbers = new Map<Place, number>();
  const open = [start];
  for (let at = open.pop(); at; at = open.pop()) {
    const key = [...at]
      .map((p) => numbers.get(p) ?? numbers.set(p, numbers.size).size - 1)
      .sort((a, b) => a - b)
      .join();
    if (points.has(key)) continue;
    const byLiteral = new Map<string, Set<Place>>();
    for (const place of at) byLiteral.set(place.literal, union(byLiteral.get(place.literal) ?? new Set(), place.next));
    points.set(key, [...byLiteral.keys()]);
    open.push(...byLiteral.values());
  }
  return [...points.values()].filter((literals) => literals.length > 0);
}

const union = <T>(a: ReadonlySet<T>, b: ReadonlySet<T>): Set<T> => new Set([...a, ...b]);
const link = (from: Set<Place>, to: Set<Place>): void => {
  for (const place of from) place.next = union(place.next, to);
};

function partOf(rules: Map<string, string>, name: string): Part {
  const tokens = rules.get(name)?.match(/"(?:[^"\\]|\\.)*"|[\w-]+|[()|?*]/g) ?? [];
  let at = 0;
  const either = (): Part => {
    const branches = [sequence()];
    while (tokens[at] === '|') {
      at++;
      branches.push(sequence());
    }
    return branches.reduce((a, b) => ({ first: union(a.first, b.first), last: union(a.last, b.last), empty: a.empty || b.empty }));
  };
  const sequence = (): Part => {
    let whole: Part = { first: new Set(), last: new Set(), empty: true };
    while (at < tokens.length && tokens[at] !== '|' && tokens[at] !== ')') {
      const part = repeated();
      link(whole.last, part.first);
      whole = {
        first: whole.empty ? union(whole.first, part.first) : whole.first,
        last: part.empty ? union(whole.last, part.last) : part.last,
        empty: whole.empty && part.empty,
      };
    }
    return whole;
  };
  const repeated = (): Part => {
    const part = single();
    const sign = tokens[at];
    if (sign !== '?' && sign !== '*') return part;
    at++;
    if (sign === '*') link(part.last, part.first);
    return { ...part, empty: true };
  };
  const single = (): Part => {
    const token = tokens[at++] ?? '';
    if (token === '(') {
      const inner = either();
      at++;
      return inner;
    }
    if (!token.startsWith('"')) return partOf(rules, token);
    const place: Place = { literal: JSON.parse(token) as string, next: new Set() };
    return { first: new Set([place]), last: new Set([place]), empty: false };
  };
  return either();
}
