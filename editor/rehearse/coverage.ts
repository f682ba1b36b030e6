/** What of a flow a proposed day shows, in words. Pure. */
import type { Flow } from '../../flows/flow';
import type { Home } from '../../flows/home';
import type { Proposal } from '../../flows/rehearse/propose';
import { allTransitions } from '../../flows/walk';
import { transitionWords } from '../../flows/wording';
import { countWords } from '../../flows/words';

/** Arrows that are named one by one where they are left out. */
const NAMED = 3;

/** "It shows all 4 arrows and all 3 states." or "It shows 5 of 6 arrows and 3 of 4 states. Left out: …" */
export function coverageWords(flow: Flow, proposal: Proposal, home: Home): string {
  const { fired, quiet, entered, states } = proposal;
  const arrows = fired.length + quiet.length;
  const of = (part: number, all: number, noun: string): string =>
    part === all ? `${all > 1 ? 'all ' : ''}${countWords(all, noun)}` : `${part} of ${countWords(all, noun)}`;
  const shown = `It shows ${of(fired.length, arrows, 'arrow')} and ${of(entered.length, states, 'state')}.`;
  if (quiet.length === 0) return shown;
  const left = allTransitions(flow).filter((t) => quiet.includes(t.at));
  const named = left.slice(0, NAMED).map((t) => transitionWords(flow, t, home));
  const more = left.length > NAMED ? [`${left.length - NAMED} more`] : [];
  return `${shown} Left out: ${[...named, ...more].join('; ')}.`;
}
