"""Pairs → packed rows: several examples a row, each seeing only itself, loss on the targets alone."""
import json

import numpy as np
import torch


def read_pairs(path, tokenizer, end):
    """→ list of (prompt ids, target ids with the end token)."""
    return [(tokenizer.encode(r['prompt']).ids, tokenizer.encode(r['target']).ids + [end]) for r in map(json.loads, open(path))]


class Packer:
    """Endless shuffled batches. Its whole state is (queue, generator), so that a resumed run goes on with the same examples."""

    def __init__(self, pairs, rows, length, seed):
        self.pairs = [p for p in pairs if len(p[0]) + len(p[1]) <= length]
        self.rows, self.length, self.queue, self.rng = rows, length, [], np.random.default_rng(seed)

    def batch(self):
        """→ ids, mask, position, flat places that predict a target token, those tokens, number of examples."""
        if len(self.queue) < self.rows * self.length // 4:
            self.queue = list(self.rng.permutation(len(self.pairs))) + self.queue
        groups = []
        for _ in range(self.rows):
            row, used, at = [], 0, len(self.queue) - 1
            while at >= 0 and len(self.queue) - at < 40:
                x, y = self.pairs[self.queue[at]]
                if used + len(x) + len(y) <= self.length:
                    row.append((x, y)); used += len(x) + len(y); self.queue.pop(at)
                at -= 1
            groups.append(row)
        return pack(groups, self.length)


def pack(groups, length):
    rows = len(groups)
    ids, segment, position = (np.zeros((rows, length), t) for t in (np.int64, np.int64, np.float32))
    at, want, count = [], [], 0
    for r, row in enumerate(groups):
        c = 0
        for s, (x, y) in enumerate(row, 1):
            n = len(x) + len(y)
            ids[r, c:c + n] = x + y; segment[r, c:c + n] = s; position[r, c:c + n] = np.arange(n)
            at += [r * length + c + len(x) - 1 + j for j in range(len(y))]; want += y; c += n; count += 1
    segment = torch.tensor(segment)
    mask = (segment[:, :, None] == segment[:, None, :]) & torch.tril(torch.ones(length, length, dtype=torch.bool))
    return torch.tensor(ids), mask[:, None], torch.tensor(position), torch.tensor(at), torch.tensor(want), count
