"""Writes adapters that peft made on the tiny encoder, and what peft and torch say of them on one batch.

    python adapters.py TINY_FOLDER OUT_FOLDER

Needs torch, transformers and peft, which the other references do without.
"""

import json
import sys
from pathlib import Path

import peft
import torch
from transformers import BertModel, PreTrainedTokenizerFast

tiny, out = (Path(argument) for argument in sys.argv[1:3])
torch.manual_seed(11)
TEXTS = ["book a room for two", "taxi please", "where is my order A-17?", "no, thanks"]
LABELS = [0, 1, 2, 1]
KINDS = {
    "all-layers": dict(r=3, lora_alpha=5, target_modules=["query", "value", "output.dense"]),
    "last-layer": dict(r=2, lora_alpha=2, target_modules=["query", "key"], layers_to_transform=[1], layers_pattern="layer"),
}


def numbers(tensor):
    return [round(x, 7) for x in tensor.detach().flatten().tolist()]


def batch():
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(tiny / "tokenizer.json"))
    ids = [tokenizer(text)["input_ids"] for text in TEXTS]
    longest = max(map(len, ids))
    rows = torch.tensor([row + [0] * (longest - len(row)) for row in ids])
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in ids])
    return ids, rows, mask


def adapted(name, settings):
    model = BertModel.from_pretrained(tiny, add_pooling_layer=False).eval()
    model = peft.get_peft_model(model, peft.LoraConfig(**settings))
    with torch.no_grad():
        for key, parameter in model.named_parameters():
            if "lora_" in key:
                parameter.copy_(torch.randn_like(parameter) * 0.3)
    model.save_pretrained(out / name)
    (out / name / "README.md").unlink(missing_ok=True)
    config = json.loads((out / name / "adapter_config.json").read_text())
    config["base_model_name_or_path"] = None
    (out / name / "adapter_config.json").write_text(json.dumps(config, indent=2) + "\n")
    return model


def measured(name, settings, directions):
    """The loss of telling three classes apart by the mean states, and its gradient by each adapter, as [in, rank] and [rank, out]."""
    model = adapted(name, settings)
    ids, rows, mask = batch()
    states = model(input_ids=rows, attention_mask=mask).last_hidden_state
    weights = mask / mask.sum(1, keepdim=True)
    means = (states * weights.unsqueeze(2)).sum(1)
    loss = torch.nn.functional.cross_entropy(means @ directions, torch.tensor(LABELS))
    loss.backward()
    gradients = {key: numbers(one.grad) for key, one in model.named_parameters() if "lora_" in key}
    return {"means": numbers(means), "loss": loss.item(), "gradients": {k.replace(".default", ""): v for k, v in gradients.items()}}


directions = torch.randn(24, 3) * 0.5
document = {
    "libraries": {"peft": peft.__version__, "torch": torch.__version__.split("+")[0]},
    "ids": batch()[0],
    "labels": LABELS,
    "directions": numbers(directions),
    "kinds": {name: measured(name, settings, directions) for name, settings in KINDS.items()},
}
(out / "peft.json").write_text(json.dumps(document) + "\n")
