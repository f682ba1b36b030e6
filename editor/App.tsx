import './app.css';
import { useActorRef } from '@xstate/react';
import { WifiOff } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { appMachine } from './app.machine';
import { Ask, kept } from './ask/Ask';
import { Bar } from './Bar';
import { Broken } from './Broken';
import { reload, useLive } from './live';
import { Button } from './parts/Button';
import { Notice } from './parts/Notice';
import { ProblemList } from './parts/Problems';
import { settleUndo, UndoToast } from './parts/undo';
import { type Route, useRoute } from './route';
import { FilePicker } from './share/picker';

/** Screens that are heavy come later, but come by themselves: what is loaded works without the connection. */
const SCREENS = {
  draft: () => import('./DraftScreen'),
  flows: () => import('./flows/Flows'),
  live: () => import('./flows/Live'),
  home: () => import('./home/Home'),
  activity: () => import('./activity/Activity'),
  import: () => import('./share/Import'),
  memory: () => import('./memory/Memory'),
};
const DraftScreen = lazy(() => SCREENS.draft().then((m) => ({ default: m.DraftScreen })));
const Flows = lazy(() => SCREENS.flows().then((m) => ({ default: m.Flows })));
const Live = lazy(() => SCREENS.live().then((m) => ({ default: m.Live })));
const Home = lazy(() => SCREENS.home().then((m) => ({ default: m.Home })));
const Activity = lazy(() => SCREENS.activity().then((m) => ({ default: m.Activity })));
const Memory = lazy(() => SCREENS.memory().then((m) => ({ default: m.Memory })));
const Import = lazy(() => SCREENS.import().then((m) => ({ default: m.Import })));

/** How long the first screen has the machine to itself, in ms. */
const SETTLED = 1500;

/** The frame around every screen: the bar, what the connection says, the screen that the address names, the way back. */
export function App() {
  const route = useRoute();
  const app = useActorRef(appMachine, { input: { request: kept() } });
  const { connection, view, problems } = useLive();
  const main = useRef<HTMLElement>(null);
  const place = 'id' in route ? `${route.screen}/${route.id}` : route.screen;
  const shown = useRef(place);
  useEffect(() => {
    if (shown.current === place) return;
    shown.current = place;
    window.scrollTo(0, 0);
    // The new screen is read from its start; the offer to undo stays only where it was made.
    if (place !== 'ask') main.current?.focus({ preventScroll: true });
    if (place.startsWith('draft')) settleUndo();
  }, [place]);
  useEffect(() => {
    const timer = setTimeout(() => void Promise.allSettled(Object.values(SCREENS).map((load) => load())), SETTLED);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={`app screen-${route.screen}`}>
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <Bar route={route} />
      <main id="main" ref={main} tabIndex={-1}>
        {connection === 'offline' && (
          <div className="app-notice">
            {problems.length > 0 && !view ? (
              <ProblemList problems={problems} />
            ) : (
              <Notice icon={WifiOff}>
                <b>Sayso does not answer.</b> Approved flows may still be running. What you write is kept here.
              </Notice>
            )}
            {!view && (
              <Button className="app-again" onClick={() => void reload()}>
                Try again
              </Button>
            )}
          </div>
        )}
        <Broken key={place}>
          <Suspense fallback={<p className="app-waiting">Opening</p>}>
            <Screen route={route} app={app} />
          </Suspense>
        </Broken>
      </main>
      <UndoToast />
      <FilePicker />
    </div>
  );
}

function Screen({ route, app }: { route: Route; app: Parameters<typeof Ask>[0]['app'] }) {
  switch (route.screen) {
    case 'ask':
      return <Ask app={app} />;
    case 'draft':
      return <DraftScreen key={route.id} id={route.id} step={route.step} />;
    case 'flows':
      return <Flows />;
    case 'flow':
      return <Live key={route.id} id={route.id} />;
    case 'home':
      return <Home {...(route.room === undefined ? {} : { room: route.room })} />;
    case 'activity':
      return <Activity device={route.device} flow={route.flow} />;
    case 'import':
      return <Import />;
    case 'memory':
      return <Memory />;
  }
}
