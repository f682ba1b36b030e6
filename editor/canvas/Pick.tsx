import { Plus } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import type { HomeView } from '../../flows/api';
import { type Device, findDevice, HOME } from '../../flows/home';
import type { Option } from '../edit/menu';
import { Button } from '../parts/Button';

/** Chooses a device, then what about it, then adds it: the menus follow from what the device can do. */
export function Pick<T>({
  view,
  options,
  verb,
  more,
  onPick,
}: {
  view: HomeView;
  options(device: Device): Option<T>[];
  /** The button: "Add", "Set". */
  verb: string;
  /** Further choices that need no device. */
  more?: ReactNode;
  onPick(option: Option<T>, device: Device): void;
}) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const [deviceId, setDevice] = useState('');
  const [key, setKey] = useState('');
  const devices = [...view.home.devices, ...([findDevice(view.home, HOME)].filter(Boolean) as Device[])].filter((d) => options(d).length > 0);
  const device = devices.find((d) => d.id === deviceId);
  const offered = device ? options(device) : [];
  const groups = [...new Set(offered.map((o) => o.group))];
  const rooms = [...new Set(devices.map((d) => d.room ?? 'Elsewhere'))];
  const chosen = offered.find((o) => o.key === key);
  if (!open) {
    return (
      <button type="button" className="pick-open inline-link" onClick={() => setOpen(true)}>
        <Plus size={14} strokeWidth={1.5} aria-hidden /> {verb}
      </button>
    );
  }
  return (
    <div className="pick">
      <label htmlFor={`${id} device`} className="unseen">
        Device
      </label>
      <select
        id={`${id} device`}
        // biome-ignore lint/a11y/noAutofocus: it opens because the person asked for it.
        autoFocus
        value={deviceId}
        onChange={(e) => {
          setDevice(e.target.value);
          const next = devices.find((d) => d.id === e.target.value);
          setKey(next ? (options(next)[0]?.key ?? '') : '');
        }}
      >
        <option value="">Which device</option>
        {rooms.map((room) => (
          <optgroup key={room} label={room}>
            {devices
              .filter((d) => (d.room ?? 'Elsewhere') === room)
              .map((d) => (
                <option key={d.id} value={d.id}>
                  {d.name}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
      {device && (
        <>
          <label htmlFor={`${id} what`} className="unseen">
            What
          </label>
          <select id={`${id} what`} value={key} onChange={(e) => setKey(e.target.value)}>
            {groups.map((group) => (
              <optgroup key={group} label={group}>
                {offered
                  .filter((o) => o.group === group)
                  .map((o) => (
                    <option key={o.key} value={o.key}>
                      {o.label}
                    </option>
                  ))}
              </optgroup>
            ))}
          </select>
        </>
      )}
      <span className="pick-do">
        <Button
          notYet={chosen ? undefined : ''}
          onClick={() => {
            if (chosen && device) onPick(chosen, device);
            setOpen(false);
          }}
        >
          {verb}
        </Button>
        <Button weight="quiet" onClick={() => setOpen(false)}>
          Cancel
        </Button>
      </span>
      {more}
    </div>
  );
}
