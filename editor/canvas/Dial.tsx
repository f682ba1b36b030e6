const HOURS = [0, 30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 330] as const;

/** A station clock in the wall: hands at rest; while it runs an arc of what is left, shrinking to twelve. */
export function Dial({ x, y, left, silent }: { x: number; y: number; left?: number | undefined; silent: boolean }) {
  const running = left !== undefined;
  const angle = (1 - (left ?? 0)) * 2 * Math.PI;
  const hand = { x: Math.sin(angle) * 11, y: -Math.cos(angle) * 11 };
  const large = (left ?? 0) > 0.5 ? 1 : 0;
  const start = { x: Math.sin(angle) * 17.25, y: -Math.cos(angle) * 17.25 };
  return (
    <g className={`dial${silent ? ' silent' : ''}`} transform={`translate(${x} ${y})`}>
      <circle className="dial-back" r={22} />
      <circle className="dial-face" r={19} />
      {running && left > 0.001 && left < 0.999 && <path className="dial-sector" d={`M0 0L${start.x} ${start.y}A17.25 17.25 0 ${large} 1 0 -17.25Z`} />}
      {HOURS.map((degrees) => (
        <line key={degrees} className="dial-tick" y1={-16} y2={-13.5} transform={`rotate(${degrees})`} />
      ))}
      {running && left > 0.001 && left < 0.999 && <path className="dial-left" d={`M${start.x} ${start.y}A17.25 17.25 0 ${large} 1 0 -17.25`} />}
      {running ? <line className="dial-hand" x2={hand.x} y2={hand.y} /> : <path className="dial-hand" d="M0 -11L0 0L7.5 4.5" />}
    </g>
  );
}
