"""Trains on pairs and writes a GGUF: low-rank additions, or with --rank 0 all weights. Resumable: kill it, run it again.

    python finetune.py BASE.gguf pairs.jsonl held.jsonl CHECKPOINT.pt OUT.gguf --steps 2000 [--init OTHER.pt]

By --steps it is deterministic given --seed; by --seconds it stops in time. The log (CHECKPOINT.log) is JSON lines.
"""
import argparse
import json
import os
import time

import torch
import torch.nn.functional as F

from data import Packer, pack, read_pairs
from gguf_io import read_base, write_gguf
from model import Model

p = argparse.ArgumentParser()
for name in ('base', 'pairs', 'held', 'checkpoint', 'out'):
    p.add_argument(name)
p.add_argument('--steps', type=int); p.add_argument('--seconds', type=float)
p.add_argument('--rate', type=float, default=2e-3); p.add_argument('--rank', type=int, default=32); p.add_argument('--warm', type=int, default=20)
p.add_argument('--tokens', type=int, default=2560); p.add_argument('--lengths', default='96,192,384', help='rows that pairs are packed into'); p.add_argument('--seed', type=int, default=0)
p.add_argument('--threads', type=int, default=2); p.add_argument('--every', type=int, default=100, help='steps between measuring and saving')
p.add_argument('--init', help='a checkpoint to start from, of the same rank')
p.add_argument('--export', action='store_true', help='only write the GGUF of the checkpoint')
o = p.parse_args()
torch.set_num_threads(o.threads)

tensors, tokenizer, END = read_base(o.base)
model = Model(tensors, o.rank, o.seed)
names = list(model.trained)
adam = torch.optim.AdamW([model.trained[n] for n in names], lr=o.rate, betas=(.9, .98), weight_decay=.01)
lengths = [int(n) for n in o.lengths.split(',')]
packer = Packer(read_pairs(o.pairs, tokenizer, END), o.tokens, lengths, o.seed)
held = sorted((h for h in read_pairs(o.held, tokenizer, END) if len(h[0]) + len(h[1]) <= max(lengths)), key=lambda h: len(h[0]) + len(h[1]))
state = {'step': 0, 'seen': 0, 'elapsed': 0.}


def load(path, whole):
    kept = torch.load(path, weights_only=False)
    with torch.no_grad():
        for n in names:
            model.trained[n].copy_(kept['trained'][n])
    if whole:
        adam.load_state_dict(kept['adam']); state.update(kept['state'])
        packer.queue, packer.rng = kept['queue'], kept['rng']


def save():
    kept = {'trained': {n: t.detach() for n, t in model.trained.items()}, 'adam': adam.state_dict(), 'state': dict(state), 'queue': packer.queue, 'rng': packer.rng}
    torch.save(kept, o.checkpoint + '.new'); os.replace(o.checkpoint + '.new', o.checkpoint)


def measure():
    """→ mean loss on held-out targets, share of them whose every token is the likeliest (teacher-forced: exact in greedy decoding)."""
    loss, exact = 0., 0
    with torch.no_grad():
        for i in range(0, len(held), 16):
            some = held[i:i + 16]
            ids, mask, position, at, want, _ = pack([[h] for h in some], max(len(x) + len(y) for x, y in some))
            logits = model.logits(ids, mask, position, at)
            for one, tokens in zip(logits.split([len(y) for _, y in some]), want.split([len(y) for _, y in some])):
                loss += F.cross_entropy(one, tokens).item(); exact += bool((one.argmax(-1) == tokens).all())
    return loss / max(1, len(held)), exact / max(1, len(held))


def log(**row):
    print(json.dumps(row), flush=True)
    with open(o.checkpoint + '.log', 'a') as f:
        f.write(json.dumps(row) + '\n')


if os.path.exists(o.checkpoint):
    load(o.checkpoint, True)
elif o.init:
    load(o.init, False)
start, before, losses = time.time(), state['elapsed'], []
while not o.export:
    done = state['step'] / o.steps if o.steps else state['elapsed'] / o.seconds
    if done >= 1:
        break
    ids, mask, position, at, want, count = packer.batch()
    state['step'] += 1; state['seen'] += count; state['elapsed'] = before + time.time() - start
    for group in adam.param_groups:
        group['lr'] = o.rate * min(1, state['step'] / o.warm) * max(.03, 1 - done)
    loss = F.cross_entropy(model.logits(ids, mask, position, at, True), want)
    adam.zero_grad(); loss.backward(); torch.nn.utils.clip_grad_norm_([model.trained[n] for n in names], 1.); adam.step()
    losses.append(loss.item())
    if state['step'] % 10 == 0:
        log(step=state['step'], examples=state['seen'], passes=round(state['seen'] / len(packer.pairs), 2), loss=round(sum(losses[-10:]) / len(losses[-10:]), 4), seconds=round(state['elapsed']))
    if state['step'] % o.every == 0:
        save()
        held_loss, exact = measure()
        log(step=state['step'], heldLoss=round(held_loss, 4), heldExact=round(exact, 4))
save()
final, layers = model.merged()
write_gguf(o.base, o.out, model.embeddings, final, layers)
# What counts is the file, with what its rounding costs.
model = Model(read_base(o.out)[0], 0)
held_loss, exact = measure()
log(step=state['step'], heldLoss=round(held_loss, 4), heldExact=round(exact, 4), out=o.out, bytes=os.path.getsize(o.out))
