/**
 * A request as it is kept: what was said first, and behind it each follow-up. Offsets (of threads) are into the whole text, so that
 * one text, one hash and one record hold all that was said.
 */
export const THEN = ' || ';

/** What was said at one time; `start` is its offset into the whole request, in UTF-16 units. */
export interface Said {
  text: string;
  start: number;
}

/** The first words, then each follow-up. */
export function saidIn(request: string): Said[] {
  let start = 0;
  return request.split(THEN).map((text) => {
    const said = { text, start };
    start += text.length + THEN.length;
    return said;
  });
}

/** On one line, where there is no room for more: "lights off at ten, then: make it eleven". */
export const requestWords = (request: string): string =>
  saidIn(request)
    .map((s) => s.text)
    .join(', then: ');
