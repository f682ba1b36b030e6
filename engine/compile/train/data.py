"""Pairs → packed rows: several examples a row, each seeing only itself, loss on the targets alone."""
import json

import numpy as np
import torch


def read_pairs(path, tokenizer, end):
    """→ list of (prompt ids, target ids with the end token)."""
    return [(tokenizer.encode(r['prompt']).ids, tokenizer.encode(r['target']).ids + [end]) for r in map(json.loads, open(path))]


class Packer:
    """Endless shuffled batches of about `tokens` tokens, in rows of the shortest of `lengths` that holds an example: attention costs its
    row's length. Whole state: (queue, generator), so that a resumed run goes on with the same examples. Longer pairs are left out."""

    def __init__(self, pairs, tokens, lengths, seed):
        self.pairs, self.tokens, self.lengths = pairs, tokens, sorted(lengths)
        sizes = np.array([len(x) + len(y) for x, y in pairs])
        self.bucket = np.searchsorted(self.lengths, sizes)
        self.members = [np.flatnonzero(self.bucket == b) for b in range(len(self.lengths))]
        share = np.array([sizes[m].sum() for m in self.members], float)
        self.share, self.left_out = share / share.sum(), int((self.bucket == len(self.lengths)).sum())
        self.queue, self.rng = [[] for _ in self.lengths], np.random.default_rng(seed)

    def batch(self):
        """→ ids, mask, position, flat places that predict a target token, those tokens, number of examples."""
        b = int(self.rng.choice(len(self.lengths), p=self.share))
        length = self.lengths[b]
        groups = []
        for _ in range(max(1, self.tokens // length)):
            row, room = [], length
            # What the examples of this length leave free is filled with shorter ones.
            for bucket in range(b, -1, -1):
                queue = self.queue[bucket]
                if len(queue) < 40 and len(self.members[bucket]):
                    queue[:0] = list(self.rng.permutation(self.members[bucket]))
                at = len(queue) - 1
                while at >= 0 and len(queue) - at < 40:
                    x, y = self.pairs[queue[at]]
                    if len(x) + len(y) <= room:
                        row.append((x, y)); room -= len(x) + len(y); queue.pop(at)
                    at -= 1
            groups.append(row)
        return pack(groups, length)


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
