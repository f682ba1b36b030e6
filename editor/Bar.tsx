import './bar.css';
import './parts/value.css';
import { Popover } from '@base-ui/react/popover';
import { History, House, PencilLine, Settings2, WifiOff, Workflow } from 'lucide-react';
import { useState } from 'react';
import { countWords } from '../flows/words';
import { type Live, useLive } from './live';
import { clockText, shortDay, useNow } from './parts/clock';
import type { Route } from './route';
import { setTheme, THEMES, type Theme, theme } from './theme';

const LINKS = [
  { name: 'Ask', hash: '#/ask', icon: PencilLine, screens: ['ask', 'draft'] },
  { name: 'Flows', hash: '#/flows', icon: Workflow, screens: ['flows', 'flow', 'import'] },
  { name: 'Home', hash: '#/home', icon: House, screens: ['home'] },
  { name: 'Activity', hash: '#/activity', icon: History, screens: ['activity'] },
] as const;

/** The bar over every screen: the mark, where one can go, and what the home says in one line. On a phone the ways stand at the foot. */
export function Bar({ route }: { route: Route }) {
  const live = useLive();
  return (
    <header className="topbar">
      <a className="bar-mark" href="#/ask">
        <Mark />
        <span className="words">Sayso</span>
        {live.view && <span className="bar-home">{live.view.home.name}</span>}
      </a>
      <nav aria-label="Screens">
        {LINKS.map(({ name, hash, icon: Icon, screens }) => (
          <a key={name} href={hash} aria-current={(screens as readonly string[]).includes(route.screen) ? 'page' : undefined}>
            <Icon size={20} strokeWidth={1.5} aria-hidden />
            {name}
          </a>
        ))}
      </nav>
      <Status live={live} />
      {/* Another screen closes it. */}
      <Settings key={route.screen} />
    </header>
  );
}

/** A lit room with its door open. */
const Mark = () => (
  <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden>
    <path className="mark-light" d="M1.5 1.5h17v17h-4a5 5 0 0 0-5-5v5h-8z" />
    <path className="mark-wall" d="M9.5 18.5h-8v-17h17v17h-3M9.5 18.5v-7.2a6.5 6.5 0 0 1 5.8 7.2" />
  </svg>
);

function Status({ live }: { live: Live }) {
  const now = useNow();
  const { view, flows, connection } = live;
  const running = flows?.filter((f) => f.status === 'approved').length ?? 0;
  return (
    <div className="bar-status">
      {connection === 'offline' && (
        <span className="bar-offline" role="status">
          <WifiOff size={16} strokeWidth={1.5} aria-hidden />
          offline
        </span>
      )}
      {view && (
        <>
          <span className="bar-wide">{view.home.name}</span>
          <span className="bar-wide">{running === 0 ? 'no flow running' : `${countWords(running, 'flow')} running`}</span>
          <span className="bar-day">{shortDay(now, view.home.timezone)}</span>
          <b>{clockText(now, view.home.timezone)}</b>
        </>
      )}
    </div>
  );
}

/** How it looks (by the system, light, or dark; kept in this browser), and the way to what is remembered. */
function Settings() {
  const [chosen, choose] = useState<Theme>(theme());
  return (
    <Popover.Root>
      <Popover.Trigger className="icon-button" aria-label="Settings" title="Settings">
        <Settings2 size={18} strokeWidth={1.5} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="end" collisionPadding={12} className="popover-place">
          <Popover.Popup className="popover" aria-label="Settings">
            <fieldset className="control choices row">
              <legend className="unseen">Light or dark</legend>
              {THEMES.map((t) => (
                <label key={t}>
                  <input
                    type="radio"
                    name="theme"
                    checked={chosen === t}
                    onChange={() => {
                      setTheme(t);
                      choose(t);
                    }}
                  />
                  <span>{{ system: 'As the system', light: 'Light', dark: 'Dark' }[t]}</span>
                </label>
              ))}
            </fieldset>
            <p className="popover-link">
              <a href="#/memory">What Sayso remembers</a>
            </p>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
