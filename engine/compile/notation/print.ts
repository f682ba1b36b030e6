import type { Act, Chain, Condition, Limit, Line, Ref, Rule, Said, Trigger } from './ast';

/** Tree → text of the notation, as the model is trained to write it: the inverse of `parseLine`. */
export function printLine(line: Line): string {
  switch (line.kind) {
    case 'automation':
      return line.rules.map(printRule).join('; ');
    case 'command':
      return `do ${acts(line.acts)}`;
    case 'question':
      return `get ${ref(line.ref)} ${line.word}`;
    case 'rule':
      return words('never', act(line.act), line.condition && `if ${condition(line.condition)}`);
    case 'ask':
      return `ask ${line.about}`;
    default:
      return line.kind;
  }
}

const words = (...parts: (string | undefined)[]): string => parts.filter(Boolean).join(' ');
const acts = (list: Act[]): string => list.map(act).join(', ');

function printRule(rule: Rule): string {
  if (rule.type === 'while') return `while ${condition(rule.condition)} do ${acts(rule.acts)}`;
  const given = rule.condition && `if ${condition(rule.condition)}`;
  return words(
    'when',
    rule.triggers.map(chain).join(' or '),
    given,
    rule.limit && limit(rule.limit),
    'do',
    acts(rule.acts),
    rule.otherwise && `else ${acts(rule.otherwise)}`,
  );
}

function ref(r: Ref): string {
  return words(r.quantifier, r.letter ?? 'it', r.within && `in ${r.within}`, ...(r.except ?? []).map((letter) => `except ${letter}`));
}

const said = (s: Said): string => words(s.word, s.test, s.slot);

const limit = (l: Limit): string => (l.type === 'gap' ? `gap ${l.slot}` : l.type);
const any = (of: readonly Trigger[] | undefined): string | undefined => of?.map(trigger).join(' or ');
const chain = (c: Chain): string => words(c.first && `${trigger(c.first)} then`, trigger(c), c.within && `within ${c.within}`);

function trigger(t: Trigger): string {
  switch (t.type) {
    case 'reading':
      return words(ref(t.ref), said(t.said), t.for && `for ${t.for}`);
    case 'at':
    case 'every':
      return `${t.type} ${t.slot}`;
    case 'sun':
      return words(t.event, t.offset && `${t.offset.sign} ${t.offset.slot}`);
    case 'mode':
      return `${t.leaves ? 'not ' : ''}mode ${t.mode}`;
  }
}

function condition(c: Condition): string {
  switch (c.type) {
    case 'and':
    case 'or':
      return c.of.map(condition).join(` ${c.type} `);
    case 'not':
      return `not ${condition(c.of)}`;
    case 'reading':
    case 'mode':
      return trigger(c);
    case 'between':
      return `between ${c.from} ${c.to}`;
    case 'dark':
      return 'dark';
    case 'ours':
      return `ours ${ref(c.ref)}`;
    default:
      return `${c.type} ${c.slot}`;
  }
}

function act(a: Act): string {
  switch (a.type) {
    case 'wait':
      return words('wait', a.slot, a.unless && `unless ${any(a.unless)}`, a.until && `until ${any(a.until)}`);
    case 'await':
      return words('wait until', any(a.triggers), a.within && `within ${a.within}`);
    case 'only':
      return `only ${condition(a.condition)}`;
    case 'repeat':
      return words('repeat', a.slot, a.times && `times ${a.times}`, a.until && `until ${any(a.until)}`);
    case 'tell':
      return words('tell', a.ref && ref(a.ref), a.slot);
    case 'mode':
      return `mode ${a.mode}`;
    case 'set':
      return words(ref(a.ref), a.set.word, a.set.by, a.set.slot, a.for && `for ${a.for}`, a.until && `until ${any(a.until)}`);
  }
}
