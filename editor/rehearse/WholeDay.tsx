import { ListChecks } from 'lucide-react';
import { useState } from 'react';
import type { Flow } from '../../flows/flow';
import type { Home } from '../../flows/home';
import { proposeDay } from '../../flows/rehearse/propose';
import { instantOf, zoned } from '../../flows/time';
import { Button } from '../parts/Button';
import { coverageWords } from './coverage';
import type { Deck } from './useTape';

/** Offers a day in which everything that the flow does is done at least once, and says what of it could not be shown. */
export function WholeDay({ deck, flow, home }: { deck: Deck; flow: Flow; home: Home }) {
  const [busy, setBusy] = useState(false);
  const [covered, setCovered] = useState('');
  const propose = (): void => {
    setBusy(true);
    // The button is drawn busy before the search, which takes a moment, begins.
    setTimeout(() => {
      const from = instantOf(`${zoned(deck.tape.from, home.timezone).toPlainDate()}T00:00:00`, home.timezone);
      const day = proposeDay(flow, home, from);
      deck.load({ from: day.from, until: day.until, state: [], given: day.events });
      setCovered(coverageWords(flow, day, home));
      setBusy(false);
    }, 30);
  };
  return (
    <div className="whole-day">
      <Button weight="quiet" icon={ListChecks} busy={busy} onClick={propose}>
        A day that shows everything it does
      </Button>
      <p role="status">{covered}</p>
    </div>
  );
}
