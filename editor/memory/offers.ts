/** What a person answered when asked back ("Which one is “lamp”?"), by the request that came of it, until the page is closed. */
import type { NewMemory } from '../../flows/memory';

const offers = new Map<string, NewMemory[]>();

/** One question may follow another: what was answered to the first is offered at the end as well. @param asked the request that was asked back about */
export const answered = (asked: string, request: string, remember: NewMemory | undefined): void => {
  const all = [...offersFor(asked), ...(remember ? [remember] : [])];
  if (all.length > 0) offers.set(request, all);
};

/** A follow-up's request ends with what was said last. */
export const offersFor = (request: string): readonly NewMemory[] =>
  [...offers].findLast(([said]) => request === said || request.endsWith(` ${said}`))?.[1] ?? [];

export const settled = (entry: NewMemory): void => {
  for (const [request, offered] of offers) {
    offers.set(
      request,
      offered.filter((e) => e !== entry),
    );
  }
};
