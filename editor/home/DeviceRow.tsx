import { useState } from 'react';
import type { FlowView, HomeView } from '../../flows/api';
import { abilities } from '../../flows/home';
import { Plate } from '../parts/Plate';
import { answers, deviceRisk, isLit, stateText } from '../parts/state';
import { Control } from './Control';
import { Why } from './Why';

/** One device in its place: its state in words, why it is so, and its controls where it is simulated. */
export function DeviceRow({ device, view, flows }: { device: HomeView['devices'][number]; view: HomeView; flows: readonly FlowView[] }) {
  const [asked, setAsked] = useState(false);
  const lit = isLit(view, device);
  const said = answers(view, device);
  const users = flows.filter(
    (f) => f.approval.footprint.writes.some((w) => w.device === device.id) || f.approval.footprint.reads.some((r) => r.device === device.id),
  );
  const playable = device.simulated ? abilities(device).filter((a) => !(a.row.momentary && a.row.writable)) : [];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a device is a group of controls with its name, not a fieldset of one form
    <div role="group" aria-label={device.name} className="device">
      <Plate kind={device.kind} name={device.name} risk={deviceRisk(device)} lit={lit} silent={said !== 'value'} />
      <div className="device-head">
        <strong>{device.name}</strong>
        <span className={said === 'value' ? 'device-state' : 'device-state none'}>{stateText(view, device)}</span>
      </div>
      <button type="button" className="inline-link device-why" aria-expanded={asked} onClick={() => setAsked(!asked)}>
        {lit ? 'Why is this on?' : 'Why?'}
      </button>
      {playable.length > 0 && (
        <div className="device-controls">
          {playable.map((able) => (
            <Control key={able.name} device={device} able={able} view={view} />
          ))}
        </div>
      )}
      {said !== 'value' && users.length > 0 && <p className="device-note">{users.length === 1 ? 'One flow needs it' : `${users.length} flows need it`}</p>}
      {asked && <Why device={device} view={view} onClose={() => setAsked(false)} />}
    </div>
  );
}
