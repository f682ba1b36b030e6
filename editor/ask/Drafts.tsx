import { Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { type Draft, listDrafts, removeDraft, saidOf, saveDraft } from '../drafts';
import { IconButton } from '../parts/Button';
import { whenText } from '../parts/clock';
import { Request } from '../parts/Request';
import { offerUndo } from '../parts/undo';
import { draftLink } from '../route';

/** Drafts kept in this browser, newest first; throwing one away can be undone. */
export function Drafts({ zone }: { zone: string }) {
  const [drafts, setDrafts] = useState<readonly Draft[]>([]);
  const load = (): void => {
    listDrafts().then(setDrafts, () => setDrafts([]));
  };
  useEffect(load, []);
  if (drafts.length === 0) return null;
  const remove = async (draft: Draft): Promise<void> => {
    await removeDraft(draft.id);
    load();
    offerUndo('Draft thrown away', () => void saveDraft(draft).then(load));
  };
  return (
    <section className="drafts" aria-label="Drafts">
      <h2 className="list-head">Drafts, not running</h2>
      <ul>
        {drafts.slice(0, 8).map((draft) => (
          <li key={draft.id}>
            <a href={draftLink(draft.id)}>
              <span className="words">
                <Request said={saidOf(draft) || draft.flow.name} />
              </span>
              <small>
                {draft.flow.name}
                {draft.base && ', a new version'}, {whenText(draft.updatedAt, zone, Date.now())}
              </small>
            </a>
            <IconButton icon={Trash2} label={`Throw away ${draft.flow.name}`} onClick={() => void remove(draft)} />
          </li>
        ))}
      </ul>
    </section>
  );
}
