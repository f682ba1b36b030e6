import { Handle, type Node, type NodeProps, Position } from '@xyflow/react';
import { useRef } from 'react';
import type { Problem } from '../../flows/problem';
import { useDrawing } from './context';
import type { RoomNode } from './graph';
import { isPointed, usePointing } from './pointing';
import { Letters, Words } from './Words';

export type RoomFlowNode = Node<{ room: RoomNode }, 'room'>;

/** A state as a room: its name, what it does on entering and leaving; lit where the flow is now. */
export function Room({ data: { room } }: NodeProps<RoomFlowNode>) {
  const drawing = useDrawing();
  const { pointed } = usePointing();
  const lit = drawing.active?.has(room.id) ?? false;
  const holds = room.kind === 'compound' || room.kind === 'parallel';
  const problems = drawing.problems.get(room.at) ?? [];
  const blocks = problems.some((p) => p.level === 'blocks');
  const classes = [
    'room',
    room.kind,
    room.part && 'part',
    room.clock && drawing.direction === 'DOWN' && 'clocked',
    room.again && 'again',
    lit && 'lit',
    holds && 'holds',
    drawing.selected === room.at && 'selected',
    isPointed(pointed, room.at) && 'pointed',
    blocks && 'blocked',
  ];
  return (
    <div className={classes.filter(Boolean).join(' ')}>
      {room.initial && <Start down={drawing.direction === 'RIGHT' && !room.first} />}
      <RoomName room={room} />
      {lit && <span className="unseen">now</span>}
      {room.kind === 'final' && <p className="room-note">ends here</p>}
      {room.kind === 'history' && (
        <span className="room-history" role="img" aria-label={room.deep ? 'Returns to where it was inside' : 'Returns to the room it was last in'}>
          {room.deep ? 'H*' : 'H'}
        </span>
      )}
      {room.otherwise !== undefined && <p className="room-note">at first {room.otherwise}</p>}
      {(['entry', 'exit'] as const).map(
        (when) =>
          room[when].length > 0 && (
            <div key={when} className="room-does">
              <p className="room-note">{when === 'entry' ? 'on entering' : 'on leaving'}</p>
              {room[when].map((row) => (
                <p key={row.at} className="room-row">
                  <Words phrases={row.phrases} />
                  <Letters threads={drawing.threads} row={row} />
                </p>
              ))}
            </div>
          ),
      )}
      <Flag problems={problems} className="room-flag" />
      <Handle type="target" position={Position.Left} isConnectable={!drawing.readOnly} className="room-target" />
      <Handle type="source" position={Position.Right} isConnectable={!drawing.readOnly} className="room-source" aria-hidden title="Drag to another room" />
    </div>
  );
}

function RoomName({ room }: { room: RoomNode }) {
  const drawing = useDrawing();
  /** Enter and Escape take the box away, which some browsers tell as a blur as well. */
  const done = useRef(false);
  const finish = (name: string | undefined): void => {
    if (!done.current) drawing.rename(room.id, name);
    done.current = true;
  };
  if (drawing.renaming !== room.id) return <p className="room-name">{room.name}</p>;
  return (
    <input
      className="room-rename nodrag nopan"
      aria-label="Name"
      defaultValue={room.name}
      // biome-ignore lint/a11y/noAutofocus: it appears because the person asked to rename.
      autoFocus
      onFocus={(event) => {
        done.current = false;
        event.currentTarget.select();
      }}
      onBlur={(event) => finish(event.currentTarget.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') finish(event.currentTarget.value);
        if (event.key === 'Escape') finish(undefined);
      }}
    />
  );
}

/** The dot that marks where a part starts. */
function Start({ down }: { down: boolean }) {
  return (
    <svg className={down ? 'room-start down' : 'room-start'} width={34} height={34} aria-hidden>
      {down ? <path d="M17 4V24" /> : <path d="M4 17H24" />}
      <circle cx={down ? 17 : 5} cy={down ? 5 : 17} r={4.5} />
      <path className="head" d={down ? 'M17 33L13 23H21Z' : 'M33 17L23 13V21Z'} />
    </svg>
  );
}

/** A triangle at the very part that something is wrong with; an octagon where it stops approval. */
export function Flag({ problems, className }: { problems: readonly Problem[]; className: string }) {
  if (problems.length === 0) return null;
  const blocks = problems.some((p) => p.level === 'blocks');
  const label = `${blocks ? 'Stops approval' : 'Warning'}: ${problems.map((p) => p.message).join(' ')}`;
  return (
    <svg className={`flag ${className}`} width={22} height={20} role="img" aria-label={label}>
      <title>{label}</title>
      {blocks ? <path d="M7 1H15L21 7V13L15 19H7L1 13V7Z" /> : <path d="M11 1L21 19H1Z" />}
      <path className="sign" d={blocks ? 'M7.5 6.5L14.5 13.5M14.5 6.5L7.5 13.5' : 'M11 7V12.5M11 15V16.5'} />
    </svg>
  );
}
