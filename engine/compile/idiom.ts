import type { Marked } from './mark';
import type { Act, Chain, Condition, Line, Ref, Rule } from './notation/ast';

type When = Extract<Rule, { type: 'when' }>;

/**
 * Turns of phrase that leave no doubt about the shape of a line and that a small model writes in another: what happens *instead*, what
 * goes off after minutes *without motion*, what lasts some minutes *at the latest*, how many messages *at most*, things that *both* must be
 * so, a kind of thing and then, in apposition, its rooms.
 */
export function idiomatic<L extends Line>(line: L, marked: Marked): L {
  if (line.kind !== 'automation') return line;
  const rules = line.rules
    .map((r) => (r.type === 'when' ? told(bothOf(apart(inPercent(r, marked), marked), marked), marked) : r))
    .flatMap((r) => quiet(r, marked));
  return { ...line, rules: latest(instead(rules, marked), marked) };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const partsOf = (c: Condition | undefined): Condition[] => (c === undefined ? [] : c.type === 'and' ? c.of : [c]);
const joined = (of: Condition[]): Condition | undefined => (of.length > 1 ? { type: 'and', of } : of[0]);
const behind = (letter: string, marked: Marked): string => marked.request.slice(marked.slots.get(letter)?.end ?? 0);
const ahead = (letter: string, marked: Marked): string => marked.request.slice(0, marked.slots.get(letter)?.start ?? 0);

const INSTEAD = /\binstead\b(?! of\b)|\bnone of (?:that|this|it)\b|\b(?:don['’]?t|do not)\b(?! (?:only|just))[^.;,]{0,40}\bbut\b/i;
const BESIDES = /\b(?:also|too|as well|additionally|in addition)\b/i;

/** Of two rules on one occasion, the one with a condition more happens instead of the other; on other days it happens at its own time. */
function instead(rules: readonly Rule[], marked: Marked): Rule[] {
  if (!INSTEAD.test(marked.request) || BESIDES.test(marked.request)) return [...rules];
  return rules.map((r, i) => {
    if (r.type !== 'when' || r.otherwise) return r;
    const more = rules.slice(i + 1).flatMap((o) => (o.type === 'when' && !o.otherwise ? [beside(r, o)] : []));
    const found = more.find((c) => c !== undefined);
    // Where another rule is for the contrary already, this one is for both.
    const settled = rules.some((o) => o.type === 'when' && partsOf(o.condition).some((c) => same(c, found)));
    return found && !settled ? { ...r, condition: joined([...partsOf(r.condition), found]) } : r;
  });
}

/** The contrary of what the second rule asks for beyond the first, where they exclude each other. */
function beside(first: When, second: When): Condition | undefined {
  const held = partsOf(first.condition);
  const extra = partsOf(second.condition).filter((c) => !held.some((h) => same(h, c)));
  const [only] = extra;
  if (!only || extra.length > 1 || only.type === 'or' || partsOf(second.condition).length !== held.length + 1) return undefined;
  const clocks = [...first.triggers, ...second.triggers].every((t) => t.type === 'at');
  const alike = first.acts.length === second.acts.length && first.acts.every((a, i) => same(withoutSlot(a), withoutSlot(second.acts[i])));
  const other = only.type === 'days' && clocks && alike && !held.some((c) => c.type === 'days' || c.type === 'not');
  if (!(same(first.triggers, second.triggers) ? !same(first.acts, second.acts) : other)) return undefined;
  return only.type === 'not' ? only.of : { type: 'not', of: only };
}

const withoutSlot = (a: Act | undefined): unknown => (a?.type === 'set' ? { ...a, set: { ...a.set, slot: undefined } } : a);

/** Behind or before a duration: that nobody moved for so long. */
const WITHOUT =
  /^\s*(?:later\s+)?(?:(?:with|of)\s+no(?:body| ?one)?|without|w\/o|no)\s+(?:any\s+|more\s+|further\s+|new\s+)?(?:motion|movement|activity|moving)\b/i;
const NO_MOTION = /\b(?:no|without|without any|no more|no further)\s+(?:motion|movement|activity)(?:\s+(?:there|in there|seen|detected))?\s+for\s*$/i;

/** "… on when there is motion, off after 5 minutes without": counted from when the motion ended, not from when it began. */
function quiet(rule: Rule, marked: Marked): Rule[] {
  if (rule.type !== 'when' || rule.otherwise) return [rule];
  const at = rule.acts.findIndex(
    (a) => a.type === 'wait' && !a.until && !a.unless && (WITHOUT.test(behind(a.slot, marked)) || NO_MOTION.test(ahead(a.slot, marked))),
  );
  const wait = rule.acts[at];
  const [seen] = rule.triggers;
  if (at < 1 || wait?.type !== 'wait' || rule.triggers.length !== 1 || seen?.type !== 'reading' || seen.said.word !== 'motion') return [rule];
  const still: Chain = { type: 'reading', ref: seen.ref, said: { word: 'still' }, for: wait.slot };
  return [
    { ...rule, acts: rule.acts.slice(0, at) },
    { type: 'when', triggers: [still], acts: rule.acts.slice(at + 1) },
  ];
}

const AT_LATEST = /^\s*(?:at (?:the latest|most|the outside)|max(?:imum)?\b|tops\b|in any case|no matter what|whatever happens|regardless)/i;

/** "2 minutes after the motion ended, 15 at the latest": two rules for one thing that ends are one end, whichever comes first. */
function latest(rules: readonly Rule[], marked: Marked): Rule[] {
  for (const late of rules) {
    const end = late.type === 'when' && !late.condition && late.acts.length === 1 ? late.acts[0] : undefined;
    const until = late.type === 'when' ? late.triggers[0] : undefined;
    if (
      late.type !== 'when' ||
      end?.type !== 'set' ||
      end.set.word !== 'off' ||
      until?.type !== 'reading' ||
      !until.for ||
      !AT_LATEST.test(behind(until.for, marked))
    )
      continue;
    const soon = rules.find(
      (r): r is When =>
        r !== late && r.type === 'when' && !r.condition && same(r.acts, late.acts) && same({ ...r.triggers[0], for: undefined }, { ...until, for: undefined }),
    );
    const begins = rules.find(
      (r): r is When => r.type === 'when' && r !== late && r !== soon && r.acts.some((a) => a.type === 'set' && same(a.ref, end.ref) && !a.for && !a.until),
    );
    const [turn] = soon?.triggers ?? [];
    if (!soon || !begins || !turn || turn.type !== 'reading' || begins.acts.some((a) => a.type === 'wait')) continue;
    const over: Pick<Extract<Act, { type: 'set' }>, 'for' | 'until'> = {
      for: until.for,
      until: [{ type: 'reading', ref: turn.ref, said: turn.said, for: turn.for }],
    };
    const acts = begins.acts.flatMap((a): Act[] => {
      if (a.type !== 'set' || !same(a.ref, end.ref)) return [a];
      // A brightness that ends goes back to what it was; here it goes off.
      return a.set.word === 'on' ? [{ ...a, ...over }] : [a, { type: 'set', ref: a.ref, set: { word: 'on' }, ...over }];
    });
    return rules.flatMap((r) => (r === begins ? [{ ...r, acts }] : r === soon || r === late ? [] : [r]));
  }
  return [...rules];
}

/** "Every 10 minutes until it is shut, three messages at most": a count that was said belongs to the one thing that is done again. */
function told(rule: When, marked: Marked): When {
  const again = rule.acts.filter((a) => a.type === 'repeat');
  const [repeat] = again;
  if (again.length !== 1 || repeat?.type !== 'repeat' || repeat.times) return rule;
  const taken = JSON.stringify(rule.acts);
  const counts = [...marked.slots].filter(
    ([letter, s]) => s.count && letter > repeat.slot && !taken.includes(`"slot":"${letter}"`) && !/\bpress/i.test(ahead(letter, marked).slice(-30)),
  );
  const [count] = counts[0] ?? [];
  return counts.length === 1 && count ? { ...rule, acts: rule.acts.map((a) => (a === repeat ? { ...a, times: count } : a)) } : rule;
}

const DAMP = /humid|damp|moist|mist/i;
const NEVER_PERCENT = new Set(['draw', 'energy', 'carbon', 'dust', 'light', 'temperature', 'wind', 'price']);

/** "The dehumidifier on over 65 %": what is measured in percent there is the humidity, whatever the dehumidifier is plugged into. */
function inPercent(rule: When, marked: Marked): When {
  if (!DAMP.test(marked.request)) return rule;
  const humid = <T extends { type: string }>(of: T): T => {
    const c = of as unknown as Condition;
    if (c.type === 'and' || c.type === 'or') return { ...c, of: c.of.map(humid) } as unknown as T;
    if (c.type === 'not') return { ...c, of: humid(c.of) } as unknown as T;
    const percent = c.type === 'reading' && c.said.slot !== undefined && marked.slots.get(c.said.slot)?.number?.unit === '%';
    return percent && NEVER_PERCENT.has(c.said.word) ? ({ ...c, ref: {}, said: { ...c.said, word: 'humidity' } } as unknown as T) : of;
  };
  return { ...rule, triggers: rule.triggers.map(humid), ...(rule.condition ? { condition: humid(rule.condition) } : {}) };
}

const BOTH = /\b(?:as soon as|once|when|whenever|if)\b[^.;:]{0,60}\bboth\b/i;

/** Both thresholds stand behind the word, with "and" between them. */
function both(turn: Extract<Chain, { type: 'reading' }>, holds: Extract<Condition, { type: 'reading' }>, marked: Marked): boolean {
  const m = BOTH.exec(marked.request);
  const [a, b] = [turn, holds].map((r) => marked.slots.get(r.said.slot ?? '')).sort((x, y) => (x?.start ?? 0) - (y?.start ?? 0));
  return (
    m !== null &&
    a !== undefined &&
    b !== undefined &&
    a.start >= m.index + m[0].length &&
    !/[.;:]/.test(marked.request.slice(m.index, b.start)) &&
    /\band\b/i.test(marked.request.slice(a.end, b.start)) &&
    !/\b(?:if|provided|when)\b/i.test(marked.request.slice(m.index + m[0].length, b.start))
  );
}

/** "As soon as it is both brighter than … and warmer than …": whichever turns so last. */
function bothOf(rule: When, marked: Marked): When {
  const [turn] = rule.triggers;
  const [holds] = partsOf(rule.condition);
  const measured = (of: { said: { test?: unknown } }): boolean => of.said.test === 'above' || of.said.test === 'below';
  const plain = rule.triggers.length === 1 && turn?.type === 'reading' && !turn.first && holds?.type === 'reading' && measured(turn) && measured(holds);
  if (!plain || partsOf(rule.condition).length !== 1 || !both(turn, holds, marked)) return rule;
  const condition: Condition = { type: 'and', of: [{ type: 'reading', ref: turn.ref, said: turn.said, ...(turn.for ? { for: turn.for } : {}) }, holds] };
  return { ...rule, triggers: [turn, { type: 'reading', ref: holds.ref, said: holds.said, ...(holds.for ? { for: holds.for } : {}) }], condition };
}

/** "Either leak sensor, kitchen or laundry": the rooms say which things of the kind are meant; the kind itself is no third one. */
function apart(rule: When, marked: Marked): When {
  if (rule.triggers.length < 3) return rule;
  const [kind, ...places] = rule.triggers;
  const named = kind?.type === 'reading' ? marked.mentions.get(kind.ref.letter ?? '') : undefined;
  if (kind?.type !== 'reading' || kind.first || named?.type !== 'kind' || named.room || kind.ref.quantifier) return rule;
  const [first] = named.places;
  const next = places[0]?.type === 'reading' ? marked.mentions.get(places[0].ref.letter ?? '')?.places[0] : undefined;
  if (!first || !next || !/^\s*(?:[,(:]|–|-)\s*(?:the |in the |in )?$/.test(marked.request.slice(first.end, next.start))) return rule;
  const within = places.map((p): Chain | undefined => {
    const m = p.type === 'reading' && same(p.said, kind.said) && !p.ref.within ? marked.mentions.get(p.ref.letter ?? '') : undefined;
    if (p.type !== 'reading' || !m?.candidates.some((c) => named.candidates.includes(c))) return undefined;
    const ref: Ref = m.type === 'room' || m.type === 'floor' ? { letter: kind.ref.letter, within: p.ref.letter } : p.ref;
    return { ...p, ref };
  });
  return within.every((p) => p !== undefined) ? { ...rule, triggers: within as Chain[] } : rule;
}
