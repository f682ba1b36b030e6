import './value.css';
import { Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { HomeView } from '../../flows/api';
import type { Role } from '../../flows/flow';
import { ability, type Device } from '../../flows/home';
import type { DeviceId } from '../../flows/ids';
import { Plate } from './Plate';
import { answers, deviceRisk, stateText } from './state';

/** Devices that can do everything that a role reads and writes; those of its kind first. */
export function fitting(view: HomeView, role: Role | undefined): HomeView['devices'] {
  const wanted = [...(role?.reads ?? []), ...(role?.writes ?? [])];
  const fit = view.devices.filter((d) => wanted.every((c) => ability(d, c) !== undefined));
  return [...fit.filter((d) => d.kind === role?.kind), ...fit.filter((d) => d.kind !== role?.kind)];
}

/** Choosing a device by room, with what it says now; typing narrows by name or room. */
export function DevicePicker({ view, role, onPick }: { view: HomeView; role?: Role | undefined; onPick(id: DeviceId): void }) {
  const [query, setQuery] = useState('');
  const all = useMemo(() => fitting(view, role), [view, role]);
  const said = query.trim().toLowerCase();
  const found = all.filter((d) => [d.name, d.room ?? '', d.kind, ...(d.aliases ?? [])].some((t) => t.toLowerCase().includes(said)));
  const rooms = [...new Set(found.map((d) => d.room ?? ''))];
  const bound = role?.bind && 'one' in role.bind ? role.bind.one : undefined;
  return (
    <div className="control picker">
      <div className="picker-search">
        <Search size={16} strokeWidth={1.5} aria-hidden />
        <input type="search" aria-label="Name or room" placeholder="Name or room" value={query} onChange={(e) => setQuery(e.target.value)} />
      </div>
      <div className="picker-list">
        {rooms.map((room) => (
          <section key={room} aria-label={room || 'Elsewhere'}>
            <h4>{room || 'Elsewhere'}</h4>
            {found
              .filter((d) => (d.room ?? '') === room)
              .map((d) => (
                <Choice key={d.id} device={d} view={view} chosen={d.id === bound} onPick={onPick} />
              ))}
          </section>
        ))}
        {found.length === 0 && <p className="picker-none">{all.length === 0 ? 'No device of this home can do that.' : 'No device of that name.'}</p>}
      </div>
    </div>
  );
}

function Choice({ device, view, chosen, onPick }: { device: Device; view: HomeView; chosen: boolean; onPick(id: DeviceId): void }) {
  return (
    <button type="button" className="picker-choice" aria-pressed={chosen} onClick={() => onPick(device.id)}>
      <Plate kind={device.kind} name={device.name} risk={deviceRisk(device)} silent={answers(view, device) !== 'value'} />
      <span>{device.name}</span>
      <small>{stateText(view, device)}</small>
    </button>
  );
}
