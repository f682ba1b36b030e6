/** What a person answered when asked back ("Which one is “lamp”?"), by the request that came of it, until the page is closed. */
import type { NewMemory } from '../../flows/memory';

const offers = new Map<string, NewMemory>();

export const answered = (request: string, remember: NewMemory | undefined): void => {
  if (remember) offers.set(request, remember);
};

/** A follow-up's request ends with what was said last. */
export const offerFor = (request: string): NewMemory | undefined => [...offers].findLast(([said]) => request === said || request.endsWith(` ${said}`))?.[1];
export const settled = (entry: NewMemory): void => {
  for (const [request, offered] of offers) if (offered === entry) offers.delete(request);
};
