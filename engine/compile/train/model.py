"""SmolLM2-135M with low-rank additions to every matrix, in PyTorch. Base weights are held in bf16 and frozen; additions are fp32."""
import math

import torch
import torch.nn.functional as F

from gguf_io import LAYERS, LINEAR, NORMS

WIDTH, HEADS, KV, DIM, THETA, EPS = 576, 9, 3, 64, 100_000.0, 1e-5


class Model:
    """`rank`: of the additions; their scale is 2. Parameters in `trained` are what an optimizer moves and a checkpoint keeps."""

    def __init__(self, tensors, rank, seed=0):
        generator = torch.Generator().manual_seed(seed)
        self.base = [{n: tensors[f'blk.{i}.{n}.weight'] for n in LINEAR + NORMS} for i in range(LAYERS)]
        self.frozen = [{n: w[n].bfloat16() for n in LINEAR} for w in self.base]
        self.embeddings = tensors['token_embd.weight']
        self.emb16 = self.embeddings.bfloat16()
        self.trained = {'norm': tensors['output_norm.weight'].clone()}
        for i, w in enumerate(self.base):
            for n in NORMS:
                self.trained[f'{i}.{n}'] = w[n].clone()
            for n in LINEAR:
                rows, columns = w[n].shape
                self.trained[f'{i}.{n}.A'] = torch.randn(rank, columns, generator=generator) / math.sqrt(columns)
                self.trained[f'{i}.{n}.B'] = torch.zeros(rows, rank)
        for p in self.trained.values():
            p.requires_grad_(True)

    def linear(self, i, n, x):
        # The scale is folded into the small matrix and the sum into the product: on a CPU, passes over activations cost more than products.
        low = F.linear(x, (2 * self.trained[f'{i}.{n}.A']).bfloat16())
        return torch.addmm(F.linear(x, self.frozen[i][n]), low, self.trained[f'{i}.{n}.B'].bfloat16().t())

    def hidden(self, ids, mask, position):
        """ids, position: [rows, length]; mask: [rows, 1, length, length] → [rows · length, WIDTH] in bf16."""
        rows, length = ids.shape
        angle = position[..., None] / THETA ** (torch.arange(0, DIM, 2) / DIM)
        c, s = angle.cos()[:, None].bfloat16(), angle.sin()[:, None].bfloat16()
        heads = lambda y, n: y.view(rows, length, n, DIM).transpose(1, 2)
        seen = torch.zeros(mask.shape, dtype=torch.bfloat16).masked_fill_(~mask, -1e4)
        x = self.emb16[ids].flatten(0, 1)
        norm = lambda v, w: F.rms_norm(v, (WIDTH,), w.bfloat16(), EPS)
        for i in range(LAYERS):
            h = norm(x, self.trained[f'{i}.attn_norm'])
            q = rotate(heads(self.linear(i, 'attn_q', h), HEADS), c, s)
            k = rotate(heads(self.linear(i, 'attn_k', h), KV), c, s).repeat_interleave(HEADS // KV, 1)
            v = heads(self.linear(i, 'attn_v', h), KV).repeat_interleave(HEADS // KV, 1)
            x = x + self.linear(i, 'attn_output', attend(q, k, v, seen).transpose(1, 2).reshape(x.shape))
            h = norm(x, self.trained[f'{i}.ffn_norm'])
            x = x + self.linear(i, 'ffn_down', F.silu(self.linear(i, 'ffn_gate', h)) * self.linear(i, 'ffn_up', h))
        return norm(x, self.trained['norm'])

    def logits(self, ids, mask, position, at):
        """Logits [len(at), vocabulary] in fp32 at the flat places `at`."""
        return F.linear(self.hidden(ids, mask, position)[at], self.emb16).float()

    def merged(self):
        """→ (final norm, one dict of float32 tensors a layer): the base with the additions folded in."""
        layers = []
        for i, w in enumerate(self.base):
            layer = {n: self.trained[f'{i}.{n}'] for n in NORMS}
            for n in LINEAR:
                layer[n] = w[n] + 2 * self.trained[f'{i}.{n}.B'] @ self.trained[f'{i}.{n}.A']
            layers.append(layer)
        return self.trained['norm'], layers


def attend(q, k, v, mask):
    """Plain products: on short rows they are several times faster on a CPU than the fused kernel."""
    return torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(DIM) + mask, -1) @ v


def rotate(x, c, s):
    """llama.cpp keeps query and key rows in the interleaved order: pairs (0, 1), (2, 3), …"""
    p, q = x[..., 0::2], x[..., 1::2]
    return torch.stack([p * c - q * s, p * s + q * c], -1).flatten(-2)
