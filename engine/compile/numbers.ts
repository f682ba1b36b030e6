/** Numbers in words and digits: "minus ten", "two hundred and fifty", "1,5". */
export const SMALL = 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
  ' ',
);
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
export const ONES = SMALL.slice(1, 10).join('|');
const UNDER_HUNDRED = `(?:${TENS.join('|')}|fourty)(?:[ -](?:${ONES})\\b)?|${[...SMALL].reverse().join('|')}`;
export const NUMBER_WORD = `(?:(?:an? |(?:${ONES}) )?hundred(?: (?:and )?(?:${UNDER_HUNDRED})\\b)?|${UNDER_HUNDRED})`;
export const NUM = `(?:-?\\d+(?:[.,]\\d+)?|${NUMBER_WORD})`;
/** Lengths of time, misspelled too. */
export const UNIT = '(?:seconds?|secs?|s|minutes?|minuets?|mintues?|mins?|m(?!\\/)|hours?|hrs?|h|days?|weeks?)';

export function numberOf(text: string): number | undefined {
  const clean = text
    .trim()
    .toLowerCase()
    .replace(/^minus (?=\d)/, '-')
    .replace(/^fourty/, 'forty');
  if (/^-?\d+(?:[.,]\d+)?$/.test(clean)) return Number(clean.replace(',', '.'));
  if (clean.startsWith('minus ')) {
    const positive = numberOf(clean.slice(6));
    return positive === undefined ? undefined : -positive;
  }
  const hundreds = /^(?:(\w+) )?hundred(?: (?:and )?(.+))?$/.exec(clean);
  if (hundreds) return Math.max(1, SMALL.indexOf(hundreds[1] ?? 'one')) * 100 + (hundreds[2] ? (numberOf(hundreds[2]) ?? 0) : 0);
  const small = SMALL.indexOf(clean);
  if (small >= 0) return small;
  const [tens = '', ones] = clean.split(/[ -]/);
  const ten = TENS.indexOf(tens);
  if (ten < 0) return undefined;
  return (ten + 2) * 10 + (ones ? Math.max(0, SMALL.indexOf(ones)) : 0);
}
