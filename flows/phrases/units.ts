import type { Phrase } from '../phrase';

/** How a person wants to read values; the file keeps °C. */
export interface Preferences {
  temperature?: 'C' | 'F';
}

/** Without the noise of binary fractions: 1.8 times a number of few digits has few digits. */
const tidy = (n: number): number => Number(n.toFixed(6));

/** Degrees in °F: exact, so that two temperatures that differ are never read the same. */
export const fahrenheit = (celsius: number): number => tidy(celsius * 1.8 + 32);

/**
 * Temperatures of a reading in the unit that the person prefers. A step ("by 1 °C") is a difference and has no zero to move. What is
 * edited stays in °C, the unit of the file.
 */
export function inPreferredUnits(phrases: Phrase[], { temperature }: Preferences): Phrase[] {
  if (temperature !== 'F') return phrases;
  return phrases.map((p) => {
    const celsius = /^(-?\d+(?:\.\d+)?(?:e[+-]\d+)?) °C$/.exec(p.text)?.[1];
    if (celsius === undefined) return p;
    const degrees = p.path?.endsWith('.by') ? tidy(Number(celsius) * 1.8) : fahrenheit(Number(celsius));
    return { ...p, text: `${degrees} °F` };
  });
}
