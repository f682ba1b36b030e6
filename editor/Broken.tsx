import { Component, type ReactNode } from 'react';
import { Button } from './parts/Button';

/** A fault of ours in one screen leaves the bar and the other screens standing, and says what to do. */
export class Broken extends Component<{ children: ReactNode }, { fault: string | undefined }> {
  override state = { fault: undefined };

  static getDerivedStateFromError(error: unknown): { fault: string } {
    return { fault: error instanceof Error ? error.message : String(error) };
  }

  override render(): ReactNode {
    if (this.state.fault === undefined) return this.props.children;
    return (
      <div className="screen" role="alert">
        <div className="screen-head">
          <h1>This screen could not be shown</h1>
        </div>
        <p>Drafts and flows are not affected. Load the page again; if it stays, say what you did and: {this.state.fault}</p>
        <p className="app-again">
          <Button weight="primary" onClick={() => location.reload()}>
            Load again
          </Button>
        </p>
      </div>
    );
  }
}
