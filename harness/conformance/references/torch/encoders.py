"""Writes what transformers makes of 200 texts: of a tiny random encoder, which it also writes, and of all-MiniLM-L6-v2.

    python encoders.py TINY_FOLDER MINILM_FOLDER OUT_FOLDER

Needs torch, transformers and safetensors, which the other references do without.
"""

import json
import sys
from pathlib import Path
from random import Random

import torch
import transformers
from transformers import AutoTokenizer, BertConfig, BertModel

EVERY = 16
tiny, minilm, out = (Path(argument) for argument in sys.argv[1:4])
random = Random("encoder texts")
torch.manual_seed(7)
torch.use_deterministic_algorithms(True)

WORDS = (
    "I want to book a hotel room taxi for two people at noon please reserve the table tomorrow my name is Ann-Marie "
    "O'Neil order number A-17 costs 25.50 euro can you help me find another one it did not arrive yet thanks no yes "
    "übermorgen café naïve 東京 Привет ok! what? unbelievable antidisestablishmentarianism x@y.org 09:30 (urgent)"
).split(" ")
EDGES = ["", " ", "?", "!!!", "ÀÉÎ", "a" * 120, "two\nlines\tand tabs", "🙂 fine", "[MASK] [SEP]", "don't"]
texts = EDGES + [" ".join(random.choice(WORDS) for _ in range(random.randint(1, 30))) for _ in range(190)]


def write_tiny():
    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + sorted({c for w in WORDS for c in w.lower()})
    vocabulary += [f"##{c}" for c in vocabulary[5:]] + sorted({w.lower() for w in WORDS if w.isalpha()} - set(vocabulary))
    tokenizer = json.loads((minilm / "tokenizer.json").read_text())
    tokenizer["model"]["vocab"] = {token: at for at, token in enumerate(vocabulary)}
    for added in tokenizer["added_tokens"]:
        added["id"] = vocabulary.index(added["content"])
    for token, known in tokenizer["post_processor"]["special_tokens"].items():
        known["ids"] = [vocabulary.index(token)]
    if tokenizer["post_processor"]["type"] == "BertProcessing":
        for side in ("sep", "cls"):
            tokenizer["post_processor"][side][1] = vocabulary.index(tokenizer["post_processor"][side][0])
    tokenizer["padding"] = tokenizer["truncation"] = None
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=24, num_hidden_layers=2, num_attention_heads=3, intermediate_size=40,
        max_position_embeddings=128, initializer_range=0.4,
    )
    model = BertModel(config, add_pooling_layer=False).eval()
    tiny.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(tiny, safe_serialization=True)
    (tiny / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False))
    config_of_tokenizer = {"do_lower_case": True, "tokenizer_class": "BertTokenizer", "model_max_length": 128}
    (tiny / "tokenizer_config.json").write_text(json.dumps(config_of_tokenizer))


def states_of(folder):
    """Token ids, then every 16th number of the first token's state and of the mean over all tokens."""
    tokenizer = transformers.PreTrainedTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"))
    model = BertModel.from_pretrained(folder, add_pooling_layer=False).eval()
    rows = []
    for text in texts:
        tokenizer.backend_tokenizer.no_truncation()
        tokenizer.backend_tokenizer.no_padding()
        ids = tokenizer(text)["input_ids"]
        with torch.no_grad():
            states = model(input_ids=torch.tensor([ids])).last_hidden_state[0]
        step = EVERY if states.shape[1] > 100 else 1
        rounded = lambda vector: [round(x, 6) for x in vector[::step].tolist()]
        rows.append({"text": text, "ids": ids, "first": rounded(states[0]), "mean": rounded(states.mean(0))})
    return rows


def write(name, rows):
    document = {"transformers": transformers.__version__, "torch": torch.__version__.split("+")[0]}
    lines = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    (out / name).write_text(f'{{"libraries":{json.dumps(document)},"texts":[\n{lines}\n]}}\n')


write_tiny()
write("tiny-states.json", states_of(tiny))
write("minilm-states.json", states_of(minilm))
