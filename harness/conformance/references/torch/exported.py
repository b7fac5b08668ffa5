"""Exports the tiny encoder to ONNX, as torch does it.

    python exported.py TINY_FOLDER OUT_FILE

Needs torch, transformers and onnx, which the other references do without.
"""

import sys

import torch
from transformers import BertModel

tiny, out = sys.argv[1:3]
model = BertModel.from_pretrained(tiny, add_pooling_layer=False, attn_implementation="eager").eval()


class States(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask, token_type_ids):
        return self.model(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids).last_hidden_state


ids = torch.randint(5, 40, (2, 9))
names = ["input_ids", "attention_mask", "token_type_ids"]
torch.onnx.export(
    States().eval(),
    (ids, torch.ones_like(ids), torch.zeros_like(ids)),
    out,
    input_names=names,
    output_names=["last_hidden_state"],
    dynamic_axes={name: {0: "batch", 1: "tokens"} for name in [*names, "last_hidden_state"]},
    opset_version=17,
    dynamo=False,
)
