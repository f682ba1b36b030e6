"""SmolLM2-135M in PyTorch, with low-rank additions to every matrix or all of its weights trained. Products are done in bf16; what is
trained is held in fp32, what is frozen in bf16."""
import math

import torch
import torch.nn.functional as F

from gguf_io import LAYERS, LINEAR, NORMS

WIDTH, HEADS, KV, DIM, THETA, EPS = 576, 9, 3, 64, 100_000.0, 1e-5
# Where a layer cannot be compiled (no C++ compiler), it runs as it is.
torch._dynamo.config.suppress_errors = True


class Model:
    """`rank`: of the additions, whose scale is 2; 0 trains all weights but the embeddings. Parameters in `trained` are what an optimizer
    moves and a checkpoint keeps."""

    def __init__(self, tensors, rank, seed=0):
        generator = torch.Generator().manual_seed(seed)
        self.base = [{n: tensors[f'blk.{i}.{n}.weight'] for n in LINEAR + NORMS} for i in range(LAYERS)]
        self.rank = rank
        self.embeddings = tensors['token_embd.weight']
        self.emb16 = self.embeddings.bfloat16()
        self.trained = {'norm': tensors['output_norm.weight'].clone()}
        for i, w in enumerate(self.base):
            for n in NORMS if rank else NORMS + LINEAR:
                self.trained[f'{i}.{n}'] = w[n].clone()
            for n in LINEAR if rank else ():
                rows, columns = w[n].shape
                self.trained[f'{i}.{n}.A'] = torch.randn(rank, columns, generator=generator) / math.sqrt(columns)
                self.trained[f'{i}.{n}.B'] = torch.zeros(rows, rank)
        self.frozen = [{n: w[n].bfloat16() for n in LINEAR} if rank else {} for w in self.base]
        for p in self.trained.values():
            p.requires_grad_(True)

    def hidden(self, ids, mask, position, layer):
        """ids, position: [rows, length]; mask: [rows, 1, length, length] → [rows · length, WIDTH] in bf16."""
        angle = position[..., None] / THETA ** (torch.arange(0, DIM, 2) / DIM)
        c, s = angle.cos()[:, None].bfloat16(), angle.sin()[:, None].bfloat16()
        seen = torch.zeros(mask.shape, dtype=torch.bfloat16).masked_fill_(~mask, -1e4)
        x = self.emb16[ids].flatten(0, 1)
        kinds = ('', '.A', '.B')
        for i, frozen in enumerate(self.frozen):
            own = {n + k: self.trained[f'{i}.{n}{k}'] for n in NORMS + LINEAR for k in kinds if f'{i}.{n}{k}' in self.trained}
            x = layer(x, c, s, seen, *ids.shape, frozen, own)
        return normed(x, self.trained['norm'])

    def logits(self, ids, mask, position, at, training=False):
        """Logits [len(at), vocabulary] in fp32 at the flat places `at`. In training, whose rows have few lengths, layers are compiled."""
        return F.linear(self.hidden(ids, mask, position, compiled if training else layer_of)[at], self.emb16).float()

    def merged(self):
        """→ (final norm, one dict of float32 tensors a layer): the base with the additions folded in, or what became of it."""
        layers = []
        for i, w in enumerate(self.base):
            layer = {n: self.trained[f'{i}.{n}'] for n in NORMS}
            for n in LINEAR:
                layer[n] = w[n] + 2 * self.trained[f'{i}.{n}.B'] @ self.trained[f'{i}.{n}.A'] if self.rank else self.trained[f'{i}.{n}']
            layers.append(layer)
        return self.trained['norm'], layers


def layer_of(x, c, s, seen, rows, length, frozen, own):
    """One layer: attention, then the feed-forward part. `own`: its trained tensors, `frozen`: its matrices where only additions are trained."""
    heads = lambda y, n: y.view(rows, length, n, DIM).transpose(1, 2)

    def linear(n, x):
        if n in own:
            return F.linear(x, own[n].bfloat16())
        # The scale is folded into the small matrix: on a CPU, passes over activations cost more than products.
        low = F.linear(x, (2 * own[f'{n}.A']).bfloat16())
        return F.linear(x, frozen[n]) + F.linear(low, own[f'{n}.B'].bfloat16())

    h = normed(x, own['attn_norm'])
    q = rotate(heads(linear('attn_q', h), HEADS), c, s)
    k = rotate(heads(linear('attn_k', h), KV), c, s).repeat_interleave(HEADS // KV, 1)
    v = heads(linear('attn_v', h), KV).repeat_interleave(HEADS // KV, 1)
    x = x + linear('attn_output', attend(q, k, v, seen).transpose(1, 2).reshape(x.shape))
    h = normed(x, own['ffn_norm'])
    return x + linear('ffn_down', F.silu(linear('ffn_gate', h)) * linear('ffn_up', h))


compiled = torch.compile(layer_of, dynamic=False)


def normed(v, w):
    return F.rms_norm(v, (WIDTH,), w.bfloat16(), EPS)


def attend(q, k, v, mask):
    """Plain products: on short rows they are several times faster on a CPU than the fused kernel."""
    return torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(DIM) + mask, -1) @ v


def rotate(x, c, s):
    """llama.cpp keeps query and key rows in the interleaved order: pairs (0, 1), (2, 3), …"""
    p, q = x[..., 0::2], x[..., 1::2]
    return torch.stack([p * c - q * s, p * s + q * c], -1).flatten(-2)
