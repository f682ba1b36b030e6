import './house.css';
import { WifiOff } from 'lucide-react';
import type { HomeView } from '../../flows/api';
import { HOME } from '../../flows/home';
import { sunTimes } from '../../flows/time';
import { countWords } from '../../flows/words';
import { engineNow } from '../live';
import { clockText } from '../parts/clock';
import { iconOf } from '../parts/icons';
import { besides, type Floor, floorsOf, type Room } from './house';

/** Beyond this many rooms each floor is one row that scrolls. */
const MANY_ROOMS = 12;
/** Lines a room has for its devices. */
const LINES = 3;

/** The home cut open: a room with a lamp on is lit. */
export function House({ view }: { view: HomeView }) {
  const floors = floorsOf(view);
  const rooms = floors.flatMap((f) => f.rooms);
  const { people, silent } = besides(view);
  const sun = sunSince(view);
  const devices = view.devices.filter((d) => d.kind !== 'person').length;
  const above = floors.filter((f) => f.level >= 0);
  const below = floors.filter((f) => f.level < 0);
  const rows = (list: Floor[]) => list.map((floor) => <FloorRow key={floor.name} floor={floor} scrolls={rooms.length > MANY_ROOMS} />);
  return (
    <section className="house" aria-label="The home now">
      <header className="house-head">
        <div>
          <h2>{view.home.name}</h2>
          <p>
            now, {countWords(devices, 'device')}
            {rooms.length > 0 && ` in ${countWords(rooms.length, 'room')}`}
          </p>
        </div>
        {sun && (
          <p className="sun">
            <Sun up={sun.up} />
            sun {sun.up ? 'up' : 'down'}
            {sun.since !== undefined && ` since ${clockText(sun.since, view.home.timezone)}`}
          </p>
        )}
      </header>
      {rooms.length > 0 && (
        <div className={rooms.length > MANY_ROOMS ? 'section-of-house wide' : 'section-of-house'}>
          <svg className="roof" viewBox="0 0 460 76" preserveAspectRatio="none" aria-hidden>
            <path className="chimney" d="M356 40V10h22v37" />
            <path d="M-14 75 231 4 474 75" />
          </svg>
          <div className="floors above">{rows(above.length > 0 ? above : floors)}</div>
          {above.length > 0 && below.length > 0 && <div className="floors below">{rows(below)}</div>}
        </div>
      )}
      <ul className="besides">
        {people.map(({ device, text }) => {
          const Icon = iconOf('person');
          return (
            <li key={device.id}>
              <Icon size={16} strokeWidth={1.5} aria-hidden />
              <b>{device.name}</b> {text}
            </li>
          );
        })}
        {silent.map((d) => (
          <li key={d.id} className="silent">
            <WifiOff size={16} strokeWidth={1.5} aria-hidden />
            {d.name} does not answer
          </li>
        ))}
      </ul>
    </section>
  );
}

const DAY = 86_400_000;

/** Where the sun stands, and since when: by the reading, dated by the almanac (a reading is as old as the program's start). */
function sunSince(view: HomeView): { up: boolean; since: number | undefined } | undefined {
  const sun = view.readings.find((r) => r.device === HOME && r.capability === 'sun');
  if (!sun) return undefined;
  const up = sun.value === 'up';
  const now = engineNow();
  const days = [now, now - DAY].map((at) => sunTimes(at, view.home));
  return { up, since: days.map((day) => (up ? day.sunrise : day.sunset)).find((at) => at !== undefined && at <= now) };
}

function FloorRow({ floor, scrolls }: { floor: Floor; scrolls: boolean }) {
  return (
    <ul className={scrolls ? 'floor scrolls' : 'floor'} aria-label={floor.name || undefined}>
      {floor.rooms.map((room) => (
        <RoomCell key={room.name} room={room} />
      ))}
    </ul>
  );
}

function RoomCell({ room }: { room: Room }) {
  const shown = room.items.slice(0, LINES);
  const weight = Math.min(24, Math.max(room.name.length, ...shown.map((i) => i.text.length + 3)));
  return (
    <li className={room.lit ? 'cell lit' : 'cell'} style={{ flexGrow: weight }}>
      <a href={`#/home?room=${encodeURIComponent(room.name)}`}>
        <strong>{room.name}</strong>
        {room.lit && <span className="unseen">, lit now</span>}
      </a>
      {shown.map(({ device, text }) => {
        const Icon = iconOf(device.kind, device.name);
        return (
          <p key={device.id}>
            <Icon size={16} strokeWidth={1.5} aria-hidden />
            <span className="unseen">{device.name}: </span>
            <span>{text}</span>
          </p>
        );
      })}
    </li>
  );
}

/** The sun over or under the horizon. */
function Sun({ up }: { up: boolean }) {
  return (
    <svg width="64" height="30" viewBox="0 0 64 30" aria-hidden>
      {up ? <path className="disc" d="M20 17a12 12 0 0 1 24 0" /> : <path className="disc set" d="M20 18a12 12 0 0 0 24 0" />}
      <path d="M0 17.5h64" className="horizon" />
      <path className="arrow" d={up ? 'M32 3v-0m0 1v8m-4-4 4-4 4 4' : 'M32 2v9m-4-4 4 4 4-4'} />
    </svg>
  );
}
