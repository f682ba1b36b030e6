import { X } from 'lucide-react';
import { useId } from 'react';
import type { HomeView } from '../../flows/api';
import { deviceId } from '../../flows/ids';
import { type AliasEntry, isSpeaker, type Preferred } from '../../flows/memory';
import type { Edit } from '../../flows/wording';
import { Value } from '../parts/Value';

export type Named = AliasEntry['means'];

/** Devices and rooms that words may stand for; who says "I" is a person. */
export function ThingOptions({ view, words }: { view: HomeView; words: string }) {
  const devices = view.devices.filter((d) => !isSpeaker(words) || d.kind === 'person');
  const rooms = isSpeaker(words) ? [] : [...new Set(view.devices.flatMap((d) => d.room ?? []))];
  const places = [...new Set(devices.map((d) => d.room ?? ''))];
  return (
    <>
      {rooms.length > 0 && (
        <optgroup label="Rooms">
          {rooms.map((room) => (
            <option key={room} value={`room ${room}`}>
              {room}
            </option>
          ))}
        </optgroup>
      )}
      {places.map((place) => (
        <optgroup key={place} label={place || 'Elsewhere'}>
          {devices
            .filter((d) => (d.room ?? '') === place)
            .map((d) => (
              <option key={d.id} value={`device ${d.id}`}>
                {d.name}
              </option>
            ))}
        </optgroup>
      ))}
    </>
  );
}

export function thingOf(value: string): Named | undefined {
  const what = value.slice(value.indexOf(' ') + 1);
  if (value.startsWith('room ')) return { room: what };
  return value.startsWith('device ') ? { devices: [deviceId(what)] } : undefined;
}

/** What a name stands for: a room, a device, or several. */
export function NameValue({ entry, view, onChange }: { entry: AliasEntry; view: HomeView; onChange(means: Named): void }) {
  const id = useId();
  const { means } = entry;
  const known = (device: string): string | undefined => view.devices.find((d) => d.id === device)?.name;
  const devices = 'devices' in means ? means.devices : [];
  const one = 'room' in means ? `room ${means.room}` : devices.length === 1 ? `device ${devices[0]}` : '';
  const gone = devices.filter((d) => known(d) === undefined).length > 0 || ('room' in means && !view.devices.some((d) => d.room === means.room));
  return (
    <span className="memory-things">
      {devices.length > 1 &&
        devices.map((d) => (
          <span key={d} className="memory-thing">
            {known(d) ?? d}
            <button type="button" aria-label={`Without ${known(d) ?? d}`} onClick={() => onChange({ devices: devices.filter((x) => x !== d) })}>
              <X size={14} strokeWidth={1.5} aria-hidden />
            </button>
          </span>
        ))}
      {devices.length <= 1 && (
        <select aria-label={`What ${entry.words} means`} value={one} onChange={(e) => onChange(thingOf(e.target.value) ?? means)}>
          {gone && <option value={one}>{devices[0] ?? ('room' in means ? means.room : '')}</option>}
          <ThingOptions view={view} words={entry.words} />
        </select>
      )}
      {devices.length > 0 && !isSpeaker(entry.words) && (
        <>
          <label htmlFor={id} className="unseen">
            And another device
          </label>
          <select
            id={id}
            className="memory-another"
            value=""
            onChange={(e) => {
              const more = thingOf(e.target.value);
              if (more && 'devices' in more) onChange({ devices: [...new Set([...devices, ...more.devices])] });
            }}
          >
            <option value="">and another</option>
            {view.devices
              .filter((d) => !devices.includes(d.id))
              .map((d) => (
                <option key={d.id} value={`device ${d.id}`}>
                  {d.name}
                </option>
              ))}
          </select>
        </>
      )}
      {gone && <span className="memory-gone">not in this home any more</span>}
    </span>
  );
}

export const COLORS = ['red', 'orange', 'gold', 'yellow', 'green', 'teal', 'turquoise', 'blue', 'indigo', 'purple', 'violet', 'magenta', 'pink', 'white'];

/** A preferred value, changed as values in a reading are. */
export function PreferredValue({ means, text, view, onChange }: { means: Preferred; text: string; view: HomeView; onChange(means: Preferred): void }) {
  return <Value text={text} edit={editOf(means)} touches="time" view={view} label="Means" onChange={(_, value) => onChange(changed(means, value))} />;
}

function editOf(means: Preferred): Edit {
  const path = '';
  switch (means.kind) {
    case 'time':
      return { kind: 'time', path, value: means.time };
    case 'duration':
      return { kind: 'duration', path, value: means.duration };
    case 'number':
      return {
        kind: 'number',
        path,
        value: means.value,
        unit: means.unit,
        step: means.unit === 'K' ? 100 : 1,
        ...(means.unit === '%' ? { min: 0, max: 100 } : {}),
      };
    case 'color': {
      const names = COLORS.includes(means.color) ? COLORS : [means.color, ...COLORS];
      return { kind: 'choice', path, value: means.color, options: names.map((value) => ({ value, label: value })) };
    }
  }
}

function changed(means: Preferred, value: unknown): Preferred {
  switch (means.kind) {
    case 'time':
      return { ...means, time: String(value) };
    case 'duration':
      return { ...means, duration: String(value) };
    case 'number':
      return { ...means, value: Number(value) };
    case 'color':
      return { ...means, color: String(value) };
  }
}
