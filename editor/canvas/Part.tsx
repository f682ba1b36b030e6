import { X } from 'lucide-react';
import type { HomeView } from '../../flows/api';
import type { Flow } from '../../flows/flow';
import type { Action } from '../../flows/operators';
import { actionsPhrases } from '../../flows/phrases/actions';
import { type Phrase, textOf } from '../../flows/wording';
import { actionOptions } from '../edit/menu';
import { type ActionList, addAction, deleteAction } from '../edit/parts';
import { changeValue } from '../edit/value';
import { Phrases } from '../review/Reading';
import type { PartPanelProps } from './PartPanel';
import { Pick } from './Pick';

interface PartProps extends Given {
  phrases: Phrase[];
  at: string;
  onRemove?(): void;
  /** Turns it into its opposite and back; `negated` where it stands as its opposite. */
  onNegate?(): void;
  negated?: boolean;
}

/** One part in words, its values to be changed in place, and buttons that turn it round and take it out. */
export function Part({ phrases, at, flow, view, apply, onRemove, onNegate, negated }: PartProps) {
  return (
    <li className="part">
      <span className="part-words">
        <Phrases row={{ key: 'then', phrases, at }} flow={flow} view={view} onValue={(edit, value) => apply(changeValue(flow, edit, value, view.home, at))} />
      </span>
      {onNegate && (
        <button type="button" className="part-not" aria-pressed={negated} aria-label={`Not: ${textOf(phrases)}`} onClick={onNegate}>
          not
        </button>
      )}
      {onRemove && (
        <button type="button" className="part-remove" aria-label={`Delete: ${textOf(phrases)}`} onClick={onRemove}>
          <X size={14} strokeWidth={1.5} aria-hidden />
        </button>
      )}
    </li>
  );
}

interface Given {
  flow: Flow;
  view: HomeView;
  apply: PartPanelProps['apply'];
}

/** The actions of one list, to be added to and taken from. */
export function Actions({ title, list, actions, flow, view, apply }: Given & { title: string; list: ActionList; actions: readonly Action[] }) {
  const path = 'transition' in list ? `${list.transition}.actions` : `${list.state}.${list.on}`;
  return (
    <fieldset className="part-group">
      <legend>{title}</legend>
      <ul>
        {actions.map((action, i) => (
          <Part
            key={`${path}.${i}`.concat(JSON.stringify(action))}
            // Words of one action; its paths are those of the file.
            phrases={replaced(actionsPhrases(flow, [action], path, view.home), path, i)}
            at={'transition' in list ? list.transition : path}
            flow={flow}
            view={view}
            apply={apply}
            onRemove={() => apply(deleteAction(flow, `${path}.${i}`))}
          />
        ))}
      </ul>
      <Pick view={view} options={actionOptions} verb="Add" onPick={(option, device) => apply(addAction(flow, list, (draft) => option.make(draft, device)))} />
    </fieldset>
  );
}

/** `actionsPhrases` numbers from 0: paths into the list become those of action `i`. */
function replaced(phrases: Phrase[], path: string, i: number): Phrase[] {
  const moved = (p: string): string => (p.startsWith(`${path}.0`) ? `${path}.${i}${p.slice(path.length + 2)}` : p);
  return phrases.map((p) => ({
    ...p,
    ...(p.path === undefined ? {} : { path: moved(p.path) }),
    ...(p.edit === undefined ? {} : { edit: { ...p.edit, path: moved(p.edit.path) } }),
  }));
}
