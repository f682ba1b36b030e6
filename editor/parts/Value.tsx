import './value.css';
import { Popover } from '@base-ui/react/popover';
import { useState } from 'react';
import type { HomeView } from '../../flows/api';
import type { Role } from '../../flows/flow';
import type { DeviceId } from '../../flows/ids';
import type { Edit } from '../../flows/wording';
import { ChoiceControl, NumberControl, TextControl } from './controls';
import { DevicePicker } from './DevicePicker';
import { DurationControl, TimeControl } from './times';

/**
 * A value in a reading that a person can change in place: the words with their thread; Enter or a click opens the right control,
 * Escape leaves. `onChange` gets the path into the flow file and the new value (for a device: the binding `{ one: id }`).
 */
export function Value({
  text,
  edit,
  touches,
  view,
  role,
  label,
  className = '',
  onChange,
}: {
  text: string;
  edit: Edit;
  touches?: string;
  view: HomeView;
  /** The role that a device stands for: only devices that can do its part are offered. */
  role?: Role;
  /** What it is the value of, for a screen reader. */
  label?: string;
  className?: string;
  onChange(path: string, value: unknown): void;
}) {
  const [open, setOpen] = useState(false);
  const change = (value: unknown): void => onChange(edit.path, value);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className={`value ${touches ?? ''} ${className}`} aria-label={label === undefined ? undefined : `${label}: ${text}`}>
        {text}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="start" collisionPadding={12} className="popover-place">
          <Popover.Popup className="popover" aria-label={label ?? 'Change the value'}>
            <Control edit={edit} view={view} role={role} onChange={change} onDone={() => setOpen(false)} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Control({
  edit,
  view,
  role,
  onChange,
  onDone,
}: {
  edit: Edit;
  view: HomeView;
  role: Role | undefined;
  onChange(value: unknown): void;
  onDone(): void;
}) {
  switch (edit.kind) {
    case 'duration':
      return <DurationControl value={edit.value} onChange={onChange} onDone={onDone} />;
    case 'time':
      return <TimeControl value={edit.value} onChange={onChange} onDone={onDone} />;
    case 'text':
      return <TextControl value={edit.value} onChange={onChange} onDone={onDone} />;
    case 'number':
      return <NumberControl {...edit} onChange={onChange} onDone={onDone} />;
    case 'choice':
      return (
        <ChoiceControl
          value={edit.value}
          options={edit.options}
          onChange={(value) => {
            onChange(value);
            onDone();
          }}
        />
      );
    case 'device':
      return (
        <DevicePicker
          view={view}
          role={role}
          onPick={(id: DeviceId) => {
            onChange({ one: id });
            onDone();
          }}
        />
      );
  }
}
