"""Reads the base model from its GGUF and writes a trained one: other grids than the base's Q4_1, where small changes would be rounded away."""
import gguf
import numpy as np
import torch
from tokenizers import Tokenizer, models, pre_tokenizers

LAYERS = 30
LINEAR = ('attn_q', 'attn_k', 'attn_v', 'attn_output', 'ffn_gate', 'ffn_up', 'ffn_down')
NORMS = ('attn_norm', 'ffn_norm')
KIND = gguf.GGMLQuantizationType


def read_base(path):
    """→ (tensors by name as float32 [rows, columns], tokenizer, id of the end token)."""
    reader = gguf.GGUFReader(path)
    shape = lambda t: tuple(reversed(t.shape.tolist()))
    tensors = {t.name: torch.tensor(gguf.dequantize(t.data, t.tensor_type).reshape(shape(t)).astype(np.float32)) for t in reader.tensors}
    tokens = reader.fields['tokenizer.ggml.tokens'].contents()
    merges = [tuple(m.split(' ')) for m in reader.fields['tokenizer.ggml.merges'].contents()]
    tokenizer = Tokenizer(models.BPE(vocab={s: i for i, s in enumerate(tokens)}, merges=merges))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)])
    return tensors, tokenizer, tokens.index('<|im_end|>')


def write_gguf(base_path, out_path, embeddings, final_norm, layers):
    """Layers as Q5_1, embeddings as Q4_0, norms as floats. Q5_0 has no offset: on it a file lost five in a hundred held-out lines, on Q5_1
    one. `layers`: one dict of float32 tensors a layer, by the names above."""
    reader = gguf.GGUFReader(base_path)
    writer = gguf.GGUFWriter(out_path, 'llama')
    skip = {'general.architecture', 'general.name', 'general.license', 'general.description'}
    for f in reader.fields.values():
        if not f.name.startswith('GGUF.') and f.name not in skip:
            writer.add_key_value(f.name, f.contents(), f.types[0], f.types[-1] if f.types[0] == gguf.GGUFValueType.ARRAY else None)
    writer.add_name('Sayso')
    writer.add_license('apache-2.0')
    writer.add_description('Compiles sentences into the Sayso notation. Trained from SmolLM2-135M-Instruct by HuggingFaceTB (Apache-2.0).')

    def add(name, tensor, kind=None):
        array = tensor.detach().float().numpy()
        if kind:
            writer.add_tensor(name, gguf.quantize(array, kind), raw_dtype=kind)
        else:
            writer.add_tensor(name, array)

    add('token_embd.weight', embeddings, KIND.Q4_0)
    add('output_norm.weight', final_norm)
    for i, layer in enumerate(layers):
        for n in NORMS:
            add(f'blk.{i}.{n}.weight', layer[n])
        for n in LINEAR:
            add(f'blk.{i}.{n}.weight', layer[n], KIND.Q5_1)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
