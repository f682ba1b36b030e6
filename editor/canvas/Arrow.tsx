import { type Edge, EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { delayMs } from '../../flows/schedule';
import type { Timer } from '../../flows/step';
import { leftText } from '../parts/clock';
import { type Drawing, useDrawing } from './context';
import { Dial } from './Dial';
import { along, distance, gap, head, heading, leaf, lengthOf, liesLeft, pointAt, rounded, spill } from './geometry';
import type { ArrowEdge } from './graph';
import type { Box, Point } from './layout';
import { labelParts } from './measure';
import { isPointed, pathsOf, rowLetters, usePointing } from './pointing';
import { Flag } from './Room';
import { Letters, Words } from './Words';

export type ArrowFlowEdge = Edge<{ arrow: ArrowEdge; points: Point[]; label: Box & { across: boolean } }, 'arrow'>;

/** A transition: from an open door to a threshold, its cause and what it does along the line; a clock in the wall where it waits. */
export function Arrow({ data }: EdgeProps<ArrowFlowEdge>) {
  const drawing = useDrawing();
  const { pointed } = usePointing();
  if (!data || data.points.length < 2) return null;
  const { arrow, points, label } = data;
  const [first, second] = points as [Point, Point];
  const tip = points.at(-1) ?? first;
  const [out, into] = [heading(first, second), heading(points.at(-2) ?? first, tip)];
  const waits = arrow.group === 'after';
  const live = drawing.active?.has(arrow.from) ?? false;
  const left = waits && live ? leftOf(arrow, drawing) : undefined;
  const phrases = arrow.rows.flatMap((r) => r.phrases);
  const problems = drawing.problems.get(arrow.id) ?? [];
  const total = lengthOf(points);
  const guarded = arrow.rows.some((r) => r.key === 'if');
  // On the last stretch, clear of the corner before it and of the head.
  const toBarrier = total - Math.min(46, total / 3, distance(points.at(-2) ?? first, tip) * 0.6);
  const barrier = pointAt(points, toBarrier);
  const before = pointAt(points, toBarrier - 1);
  const warning = pointAt(points, Math.min(waits ? 44 : 40, total / 2));
  const classes = [
    'arrow',
    waits && 'waits',
    live && 'live',
    drawing.selected === arrow.id && 'selected',
    isPointed(pointed, arrow.id, phrases) && 'pointed',
    drawing.active && waits && left === undefined && 'silent',
  ];
  const className = classes.filter(Boolean).join(' ');
  return (
    <>
      <g className={className}>
        {live && !waits && <path className="spill" d={spill(first, out)} />}
        <path className="arrow-hit" d={rounded(points)} />
        <path className="arrow-line" d={rounded([...points.slice(0, -1), along(tip, into, -6)])} />
        <path className="arrow-head" d={head(along(tip, into, -1), into)} />
        {!waits && <Door at={first} out={out} open />}
        <Door at={tip} out={{ x: -into.x, y: -into.y }} />
        {guarded && <Barrier at={barrier} across={heading(before, barrier)} />}
        {waits && <Dial x={first.x} y={first.y} left={left?.part} silent={drawing.active !== undefined && left === undefined} />}
        {problems.length > 0 && (
          <g transform={`translate(${warning.x - 11} ${warning.y - 10})`}>
            <Flag problems={problems} className="" />
          </g>
        )}
      </g>
      <ArrowWords arrow={arrow} label={label} ends={!label.across && liesLeft(label, points)} className={className} left={left?.text} />
    </>
  );
}

interface ArrowWordsProps {
  arrow: ArrowEdge;
  label: Box & { across: boolean };
  /** The line runs along their right edge. */
  ends: boolean;
  className: string;
  left: string | undefined;
}

function ArrowWords({ arrow, label, ends, className, left }: ArrowWordsProps) {
  const drawing = useDrawing();
  const { point } = usePointing();
  const { above, below } = labelParts(arrow);
  const letters = arrow.rows.flatMap((r) => rowLetters(drawing.threads, r));
  const side = (rows: typeof above) =>
    rows.map((row) => (
      <span key={`${row.key} ${row.at}`} className="arrow-row">
        <span className="arrow-key">{row.key} </span>
        {left !== undefined && row.key === 'after' ? <span className="threaded time">{left}</span> : <Words phrases={row.phrases} />}
        <Letters threads={drawing.threads} row={row} />
      </span>
    ));
  return (
    <EdgeLabelRenderer>
      <button
        type="button"
        className={`arrow-words nodrag nopan ${className.replace('arrow ', '')} ${label.across ? 'across' : ends ? 'beside ends' : 'beside'}`}
        style={{ transform: `translate(${label.x}px, ${label.y}px)`, width: label.width, height: label.height }}
        aria-label={arrow.name}
        aria-pressed={drawing.selected === arrow.id}
        data-arrow={arrow.id}
        onClick={() => drawing.select(drawing.selected === arrow.id ? undefined : arrow.id)}
        onPointerEnter={() => point({ paths: [arrow.id], letters })}
        onPointerLeave={() => point(undefined)}
        onFocus={() => point({ paths: [arrow.id, ...pathsOf([])], letters })}
        onBlur={() => point(undefined)}
      >
        <span className="arrow-side above">{side(above)}</span>
        <span className="arrow-side below">
          {side(below)}
          {arrow.again && <span className="arrow-note">starts over</span>}
          {arrow.note !== undefined && <span className="arrow-note">{arrow.note}</span>}
        </span>
      </button>
    </EdgeLabelRenderer>
  );
}

function Door({ at, out, open = false }: { at: Point; out: { x: number; y: number }; open?: boolean }) {
  const hole = gap(at, out);
  const swung = leaf(at, out);
  return (
    <>
      <path className={open ? 'door-gap way-out' : 'door-gap'} d={hole.gap} />
      <path className="door-jambs" d={hole.jambs} />
      {open && <path className="door-swing" d={swung.swing} />}
      {open && <path className="door-leaf" d={swung.leaf} />}
      {!open && <path className="door-sill" d={hole.gap} />}
    </>
  );
}

/** A condition: a bar across the way. */
function Barrier({ at, across }: { at: Point; across: { x: number; y: number } }) {
  const side = { x: -across.y, y: across.x };
  const [a, b] = [along(at, side, -7), along(at, side, 7)];
  return (
    <>
      <path className="barrier" d={`M${a.x} ${a.y}L${b.x} ${b.y}`} />
      <circle className="barrier-post" cx={b.x} cy={b.y} r={2.5} />
    </>
  );
}

/** What is left of a running wait: the part of the dial and the words. */
function leftOf(arrow: ArrowEdge, drawing: Drawing): { part: number; text: string } | undefined {
  const own = (t: Timer): boolean => t.kind === 'delay' && t.name === arrow.trigger && (t.event.endsWith(`.${arrow.from}`) || t.id.endsWith(`.${arrow.from}`));
  const timer = drawing.timers.find(own) ?? drawing.timers.find((t) => t.kind === 'delay' && t.name === arrow.trigger);
  const delay = drawing.flow.delays?.[arrow.trigger];
  if (!timer || !delay) return undefined;
  const remaining = Math.max(0, timer.due - drawing.now);
  const whole = 'for' in delay ? delayMs(delay, drawing.now, drawing.view.home) : Math.max(remaining, 3_600_000);
  return { part: Math.min(1, remaining / Math.max(1, whole)), text: `${leftText(remaining)} left` };
}
