import Elk from 'elkjs/lib/elk.bundled.js';
import { describe, expect, it } from 'vitest';
import { graphOf } from '../../editor/canvas/graph';
import { layout } from '../../editor/canvas/layout';
import { samples } from './flows';

const elk = new Elk();
const pane = { width: 800, height: 600 };

describe('layout', () => {
  it.each(Object.entries(samples))('places every room and arrow of %s, the same way each time', async (_, flow) => {
    const graph = graphOf(flow);
    const first = await layout(graph, elk, pane);
    expect(Object.keys(first.rooms).sort()).toEqual(graph.nodes.map((n) => n.id).sort());
    expect(Object.keys(first.routes).sort()).toEqual(graph.edges.map((e) => e.id).sort());
    expect(await layout(graphOf(structuredClone(flow)), new Elk(), pane)).toEqual(first);
  });

  it.each(Object.entries(samples))('keeps rooms of %s apart and inside the room that holds them', async (_, flow) => {
    const graph = graphOf(flow);
    const { rooms } = await layout(graph, elk, { width: 380, height: 800 });
    for (const a of graph.nodes) {
      const box = rooms[a.id];
      const holder = a.parent === undefined ? undefined : rooms[a.parent];
      if (!box) throw new Error(`no room ${a.id}`);
      if (holder) expect([box.x >= 0, box.y >= 0, box.x + box.width <= holder.width, box.y + box.height <= holder.height]).toEqual([true, true, true, true]);
      for (const b of graph.nodes) {
        const other = rooms[b.id];
        if (a === b || a.parent !== b.parent || !other) continue;
        const apart = box.x + box.width <= other.x || other.x + other.width <= box.x || box.y + box.height <= other.y || other.y + other.height <= box.y;
        expect(apart, `${a.id} and ${b.id}`).toBe(true);
      }
    }
  });
});
