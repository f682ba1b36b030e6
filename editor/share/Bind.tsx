import { ArrowRight } from 'lucide-react';
import { useId, useState } from 'react';
import type { HomeView } from '../../flows/api';
import { capabilityRow, riskOf } from '../../flows/capability';
import type { Binding, Role } from '../../flows/flow';
import { HOME } from '../../flows/home';
import { type DeviceId, deviceId } from '../../flows/ids';
import { describe } from '../../flows/wording';
import { listWords, pluralWords } from '../../flows/words';
import { newDraft, saveDraft } from '../drafts';
import { Button } from '../parts/Button';
import { fitting } from '../parts/DevicePicker';
import { Plate } from '../parts/Plate';
import { Request } from '../parts/Request';
import { stateText } from '../parts/state';
import { draftLink, goTo } from '../route';
import type { Arrived, Quantity } from './file';
import { setIncoming } from './picker';

type Choice = { device: DeviceId } | { how: Quantity } | undefined;

/** Which device of this home plays each part: only what can do all that the part reads and sets is offered. */
export function Bind({ arrived, view, onBack }: { arrived: Arrived; view: HomeView; onBack(): void }) {
  const { flow, groups } = arrived;
  const roles = Object.entries(flow.uses);
  const [choices, setChoices] = useState<Record<string, Choice>>(() =>
    Object.fromEntries(roles.map(([name, role]) => [name, suggested(view, role, groups[name])])),
  );
  const missing = roles.filter(([name, role]) => choices[name] === undefined && !isHome(role));
  const impossible = roles.filter(([, role]) => !isHome(role) && fitting(view, role).length === 0);

  const draft = async (): Promise<void> => {
    const uses = Object.fromEntries(
      roles.map(([name, role]) => {
        const bind = isHome(role) ? { one: HOME } : bindingOf(choices[name], role);
        return [name, bind ? { ...role, bind } : role];
      }),
    );
    const kept = newDraft({ request: flow.request ?? '', flow: { ...flow, uses } });
    await saveDraft(kept);
    setIncoming(undefined);
    goTo(draftLink(kept.id));
  };

  return (
    <div className="screen import">
      <div className="screen-head">
        <h1>{flow.name}</h1>
      </div>
      {flow.request && (
        <p className="words import-request">
          <Request said={flow.request} />
        </p>
      )}
      <p className="import-lead">{describe(flow).sentence}</p>
      <section className="import-roles" aria-labelledby="import-roles">
        <h2 id="import-roles">Which of your devices should it use?</h2>
        {roles.map(([name, role]) =>
          isHome(role) ? null : (
            <RoleRow key={name} role={role} view={view} choice={choices[name]} onChoose={(choice) => setChoices((all) => ({ ...all, [name]: choice }))} />
          ),
        )}
      </section>
      {impossible.length > 0 && (
        <p className="import-lead">
          This home has nothing that can be{' '}
          {listWords(
            impossible.map(([, r]) => r.name),
            'or',
          )}
          . The draft can be opened all the same and changed; it cannot be approved as it is.
        </p>
      )}
      <div className="import-foot">
        <Button onClick={onBack}>Another file</Button>
        <Button weight="primary" icon={ArrowRight} onClick={() => void draft()}>
          {missing.length === 0 ? 'Open the draft' : `Open the draft, ${missing.length} still to choose`}
        </Button>
      </div>
    </div>
  );
}

function RoleRow({ role, view, choice, onChoose }: { role: Role; view: HomeView; choice: Choice; onChoose(choice: Choice): void }) {
  const id = useId();
  const fit = fitting(view, role);
  const same = fit.filter((d) => d.kind === role.kind);
  const risk = role.writes?.[0] ? riskOf(role.writes[0], role.kind) : 'observe';
  const value = choice === undefined ? '' : 'device' in choice ? `device ${choice.device}` : `how ${choice.how}`;
  return (
    <div className="import-role">
      <Plate kind={role.kind} risk={risk} />
      <div>
        <label htmlFor={id}>{role.name}</label>
        <small>{partWords(role)}</small>
      </div>
      <select
        id={id}
        value={value}
        onChange={(e) => {
          const [how, ...rest] = e.target.value.split(' ');
          const what = rest.join(' ');
          onChoose(how === 'device' ? { device: deviceId(what) } : QUANTITIES.some((q) => q === what) ? { how: what as Quantity } : undefined);
        }}
      >
        <option value="">{fit.length === 0 ? 'No device here can do that' : 'Choose a device'}</option>
        {fit.map((d) => (
          <option key={d.id} value={`device ${d.id}`}>
            {d.name}
            {d.room && !d.name.toLowerCase().startsWith(d.room.toLowerCase()) ? `, ${d.room}` : ''} ({stateText(view, d)})
          </option>
        ))}
        {same.length > 0 &&
          QUANTITIES.filter((how) => same.length > 1 || value === `how ${how}`).map((how) => (
            <option key={how} value={`how ${how}`}>
              {groupText(how, role)}
            </option>
          ))}
      </select>
    </div>
  );
}

/** The sun and the home's mode are the same in every home. */
const isHome = (role: Role): boolean =>
  [...(role.reads ?? []), ...(role.writes ?? [])].length > 0 && [...(role.reads ?? []), ...(role.writes ?? [])].every((c) => c === 'sun' || c === 'mode');

/** What the file meant for a group stays one; else the device of the same name, or the only one that can do it. */
function suggested(view: HomeView, role: Role, group: Quantity | undefined): Choice {
  const fit = fitting(view, role);
  const same = fit.filter((d) => d.kind === role.kind);
  if (group && same.length > 0) return { how: group };
  const named = fit.find((d) => d.name.toLowerCase() === role.name.toLowerCase());
  const only = named ?? (same.length === 1 ? same[0] : fit.length === 1 ? fit[0] : undefined);
  return only && { device: only.id };
}

const QUANTITIES = ['all', 'any', 'each'] as const satisfies readonly Quantity[];

function groupText(how: Quantity, role: Role): string {
  if (how === 'all') return `All ${pluralWords(role.kind)}`;
  return how === 'any' ? `Any ${role.kind}` : `Each ${role.kind}, one by one`;
}

function bindingOf(choice: Choice, role: Role): Binding | undefined {
  if (!choice) return undefined;
  if ('device' in choice) return { one: choice.device };
  const group = { kind: role.kind };
  return choice.how === 'all' ? { all: group } : choice.how === 'any' ? { any: group } : { each: group };
}

/** "light, sets power and brightness". */
function partWords(role: Role): string {
  const nouns = (list: Role['reads']): string =>
    listWords(
      (list ?? []).map((c) => capabilityRow(c).noun),
      'and',
    );
  const parts = [role.reads?.length ? `reads ${nouns(role.reads)}` : '', role.writes?.length ? `sets ${nouns(role.writes)}` : ''].filter(Boolean);
  return [role.kind, ...parts].join(', ');
}
