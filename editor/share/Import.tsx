import './import.css';
import { FileInput, FolderOpen } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useLive } from '../live';
import { Button } from '../parts/Button';
import { useTitle } from '../parts/clock';
import { ProblemList } from '../parts/Problems';
import { Bind } from './Bind';
import { readFlow } from './file';
import { pickFile, setIncoming, takeFile, useIncoming } from './picker';

/** A flow comes in: as a file, dropped, or pasted. It is data: checked, unbound, inactive until a person approves it. */
export function Import() {
  useTitle('Import');
  const { view } = useLive();
  const incoming = useIncoming();
  const read = useMemo(() => (incoming ? readFlow(incoming.text) : undefined), [incoming]);
  const [pasted, setPasted] = useState('');
  const [over, setOver] = useState(false);
  if (incoming && read?.ok && view) return <Bind key={incoming.text} arrived={read.value} view={view} onBack={() => setIncoming(undefined)} />;
  return (
    <div className="screen import">
      <div className="screen-head">
        <h1>Import a flow</h1>
      </div>
      <p className="import-lead">It arrives as a draft: it runs nothing, and you choose which of your devices it may use.</p>
      {incoming && read && !read.ok && (
        <section className="import-faults" aria-label="Problems">
          <h2>{incoming.name} cannot be opened</h2>
          <ul className="import-problems">
            {read.problems.slice(0, 8).map((p) => (
              <li key={`${p.code} ${p.path} ${p.message}`}>
                <ProblemList problems={[p]} />
                {p.path && (
                  <p className="import-where">
                    at <code>{p.path}</code>
                  </p>
                )}
                {p.example && (
                  <p className="import-where">
                    such as <code>{p.example}</code>
                  </p>
                )}
              </li>
            ))}
          </ul>
          {read.problems.length > 8 && <p className="import-where">and {read.problems.length - 8} more</p>}
        </section>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button inside is the first */}
      <div
        className={over ? 'import-drop over' : 'import-drop'}
        onDragOver={(e) => {
          e.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(e) => {
          e.preventDefault();
          setOver(false);
          void takeFile(e.dataTransfer.files[0]);
        }}
      >
        <FileInput size={20} strokeWidth={1.5} aria-hidden />
        <p>Drop a .flow.json file here</p>
        <Button icon={FolderOpen} weight="primary" onClick={pickFile}>
          Choose a file
        </Button>
      </div>
      <form
        className="import-paste"
        onSubmit={(e) => {
          e.preventDefault();
          if (pasted.trim() !== '') setIncoming({ name: 'What you pasted', text: pasted });
        }}
      >
        <label htmlFor="import-text">Or paste its text</label>
        <textarea id="import-text" rows={6} spellCheck={false} value={pasted} onChange={(e) => setPasted(e.target.value)} />
        <Button type="submit" notYet={pasted.trim() === '' ? 'paste a flow first' : undefined}>
          Read it
        </Button>
      </form>
    </div>
  );
}
