import { useId, useState } from 'react';
import { addState, nodeOf, renameState, setInitial } from '../edit/states';
import { addTransition } from '../edit/transitions';
import { Button } from '../parts/Button';
import { ROOT, type RoomNode } from './graph';
import { Actions } from './Part';
import type { PartPanelProps } from './PartPanel';

/** A room's name, where it stands in the order, what it does on entering and leaving, and new arrows out of it. */
export function RoomForm({ flow, view, graph, at, apply, select, room }: PartPanelProps & { room: RoomNode }) {
  const id = useId();
  const [name, setName] = useState(room.name);
  const [to, setTo] = useState('');
  const node = nodeOf(flow, room.path);
  const acts = room.kind !== 'history';
  const keep = (): void => {
    if (name.trim() !== '' && name !== room.name) apply(renameState(flow, room.path, name));
  };
  return (
    <>
      {room.id !== ROOT && (
        <fieldset className="part-group">
          <legend>
            <label htmlFor={`${id} name`}>Name</label>
          </legend>
          <input
            id={`${id} name`}
            value={name}
            maxLength={120}
            onChange={(e) => setName(e.target.value)}
            onBlur={keep}
            onKeyDown={(e) => e.key === 'Enter' && keep()}
          />
          {!room.initial && !room.part && (
            <button type="button" className="inline-link" onClick={() => apply(setInitial(flow, room.path))}>
              Start here
            </button>
          )}
        </fieldset>
      )}
      {acts && (
        <>
          <Actions title="On entering" list={{ state: at, on: 'entry' }} actions={node?.entry ?? []} flow={flow} view={view} apply={apply} />
          {room.kind !== 'final' && (
            <Actions title="On leaving" list={{ state: at, on: 'exit' }} actions={node?.exit ?? []} flow={flow} view={view} apply={apply} />
          )}
        </>
      )}
      {acts && room.kind !== 'final' && (
        <fieldset className="part-group">
          <legend>
            <label htmlFor={`${id} to`}>New arrow to</label>
          </legend>
          <span className="pick-do">
            <select id={`${id} to`} value={to} onChange={(e) => setTo(e.target.value)}>
              <option value="">Which room</option>
              {graph.nodes
                .filter((n) => n.id !== ROOT)
                .map((n) => (
                  <option key={n.id} value={n.id}>
                    {n.name}
                  </option>
                ))}
            </select>
            <Button
              onClick={() => {
                const target = graph.nodes.find((n) => n.id === to);
                if (target) apply(addTransition(flow, room.path, target.path), (e) => select(e.at));
              }}
            >
              Draw
            </Button>
          </span>
          <button type="button" className="inline-link" onClick={() => apply(addState(flow, room.path, 'New room'), (e) => select(e.at))}>
            Add a room inside
          </button>
        </fieldset>
      )}
    </>
  );
}
