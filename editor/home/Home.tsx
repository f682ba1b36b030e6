import './home.css';
import { useEffect } from 'react';
import type { HomeView } from '../../flows/api';
import { countWords } from '../../flows/words';
import { floorsOf } from '../ask/house';
import { useLive } from '../live';
import { useTitle } from '../parts/clock';
import { DeviceRow } from './DeviceRow';

/** Every device by room: what it says, why, and for simulated ones the means to play them. */
export function Home({ room }: { room?: string }) {
  useTitle('Home');
  const { view, flows } = useLive();
  const known = view !== undefined;
  useEffect(() => {
    if (room && known) document.getElementById(anchor(room))?.scrollIntoView({ block: 'start' });
  }, [room, known]);
  if (!view) return <p className="app-waiting">Looking at the home</p>;
  const simulated = view.devices.filter((d) => d.simulated).length;
  return (
    <div className="screen home">
      <div className="screen-head">
        <h1>{view.home.name}</h1>
        <p>
          {countWords(view.devices.filter((d) => d.kind !== 'person').length, 'device')}
          {simulated === view.devices.length && simulated > 0 && ', all simulated: what you set here happens in the demo home'}
          {simulated > 0 && simulated < view.devices.length && `, ${simulated} simulated`}
        </p>
      </div>
      {view.devices.length === 0 && <p className="home-none">No device has been heard yet. Over MQTT they appear as they report.</p>}
      <div className="home-rooms">
        {places(view).map(({ name, floor, devices }) => (
          <section key={`${floor} ${name}`} id={anchor(name)} aria-label={name} className="home-room">
            <h2>
              {name}
              {floor && <small>{floor}</small>}
            </h2>
            {devices.map((device) => (
              <DeviceRow key={device.id} device={device} view={view} flows={flows ?? []} />
            ))}
          </section>
        ))}
      </div>
    </div>
  );
}

const anchor = (room: string): string => `room-${room.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;

interface Place {
  name: string;
  floor?: string;
  devices: HomeView['devices'];
}

/** Rooms from the top floor down, then people, then what stands nowhere. */
function places(view: HomeView): Place[] {
  const rooms = floorsOf(view).flatMap((floor): Place[] =>
    floor.rooms.map((room) => ({
      name: room.name,
      floor: floor.name,
      devices: view.devices.filter((d) => d.room === room.name && (d.floor ?? '') === floor.name),
    })),
  );
  const people = view.devices.filter((d) => d.room === undefined && d.kind === 'person');
  const others = view.devices.filter((d) => d.room === undefined && d.kind !== 'person');
  return [...rooms, { name: 'People', devices: people }, { name: 'Elsewhere', devices: others }].filter((p) => p.devices.length > 0);
}
