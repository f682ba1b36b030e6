import type { HomeView } from '../../flows/api';
import { RISKS, type Risk } from '../../flows/capability';
import { findDevice, HOME } from '../../flows/home';
import type { Footprint } from '../../flows/stages';
import { listWords } from '../../flows/words';
import { Plate } from '../parts/Plate';

/** What it may touch, in one line: what it switches by risk, what it reads, and that this is all. */
export function Touches({ footprint, view }: { footprint: Footprint; view: HomeView }) {
  const nameOf = (id: string): string => (id === HOME ? 'the home' : (findDevice(view.home, id as typeof HOME)?.name ?? id));
  const groups = [...RISKS].reverse().flatMap((risk): { risk: Risk; verb: string; ids: string[] }[] => {
    const ids = [...new Set(footprint.writes.filter((w) => w.risk === risk).map((w) => w.device))];
    return ids.length > 0 ? [{ risk, verb: VERBS[risk], ids }] : [];
  });
  const reads = [...new Set(footprint.reads.map((r) => (r.capability === 'sun' ? 'the sun' : nameOf(r.device))))];
  return (
    <p className="touches">
      {groups.map(({ risk, verb, ids }) => (
        <span key={risk} className="touch">
          <Plate kind={findDevice(view.home, ids[0] as typeof HOME)?.kind ?? ''} name={nameOf(ids[0] ?? '')} risk={risk} />
          <span>
            {verb} <b>{short(ids.map(nameOf))}</b>
            <span className="unseen"> ({risk})</span>
          </span>
        </span>
      ))}
      {reads.length > 0 && (
        <span className="touch">
          <Plate kind="observe" risk="observe" />
          <span>
            reads <b>{short(reads)}</b>
          </span>
        </span>
      )}
      <span className="touch-else">{groups.length + reads.length === 0 ? 'touches nothing yet' : 'nothing else'}</span>
    </p>
  );
}

const VERBS: Record<Risk, string> = { observe: 'tells', comfort: 'switches', energy: 'controls', security: 'controls' };
const short = (names: readonly string[]): string => (names.length > 3 ? `${names[0]} and ${names.length - 1} more` : listWords(names, 'and'));
