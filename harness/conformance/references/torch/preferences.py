"""Writes what TRL's losses and torch's gradients are on random logits: TRL's own `_compute_loss` runs on a model that answers
with one token, as a policy does that picks one of the actions a screen offers.

    python preferences.py OUT_FILE

Needs torch and trl, which the other references do without.
"""

import json
import sys
from collections import defaultdict
from types import SimpleNamespace

import torch
import trl
from trl import DPOTrainer, GRPOTrainer, KTOTrainer

BATCH, N, BETA, FLIPPED, CLIP = 6, 4, 0.3, 0.15, 0.2
DESIRABLE, UNDESIRABLE = 1.33, 0.75
NAMES = {"dpo": "sigmoid", "robust-dpo": "robust", "ipo": "ipo", "apo-zero": "apo_zero", "apo-down": "apo_down"}
torch.manual_seed(5)
# Of its own, so that what stood here before grpo did stays as it is.
EPISODES = torch.Generator().manual_seed(6)


def answers_of(logps):
    """A model whose answer is one token, with these log-probabilities."""
    rows = logps.unsqueeze(1)
    return lambda **_: SimpleNamespace(log_probs=rows, entropy=rows * 0, mean_logits=rows * 0, is_top1=rows > 0)


def trainer(**settings):
    same = lambda value, **_: value
    accelerator = SimpleNamespace(device="cpu", gather=same, gather_for_metrics=same, reduce=same)
    return SimpleNamespace(
        model=SimpleNamespace(training=False), accelerator=accelerator, aux_loss_enabled=False,
        precompute_ref_logps=True, _metrics=defaultdict(lambda: defaultdict(list)), _total_train_tokens=0, _tp_size=1,
        **{"beta": BETA, **settings},
    )


def tokens(rows):
    mask = torch.tensor([[0, 1]] * rows)
    return {"input_ids": torch.ones_like(mask), "attention_mask": torch.ones_like(mask), "completion_mask": mask}


def pairs_loss(kind, policy, reference, chosen, rejected):
    at = lambda logs, places: logs.gather(1, places.unsqueeze(1)).squeeze(1)
    logps = torch.cat([at(policy, chosen), at(policy, rejected)])
    self = trainer(ld_alpha=None, f_divergence_type="reverse_kl", loss_types=[kind], loss_weights=[1.0], label_smoothing=FLIPPED, use_weighting=False)
    told = {"ref_chosen_logps": at(reference, chosen), "ref_rejected_logps": at(reference, rejected)}
    return DPOTrainer._compute_loss(self, answers_of(logps), {**tokens(2 * len(chosen)), **told}, False)


def labels_loss(policy, reference, judged, accepted, divergence):
    """`divergence`: what TRL is told in place of its estimate from mismatched answers."""
    at = lambda logs: logs.gather(1, judged.unsqueeze(1)).squeeze(1)
    self = trainer(
        loss_type="kto", calculate_KL=True, desirable_weight=DESIRABLE, undesirable_weight=UNDESIRABLE,
        _compute_kl_logps=lambda *_: torch.full((len(judged),), divergence),
    )
    told = {"label": accepted, "ref_logps": at(reference), "ref_KL_logps": torch.zeros(len(judged))}
    return KTOTrainer._compute_loss(self, answers_of(at(policy)), {**tokens(len(judged)), **told}, False)


def episodes_loss(policy, old, reference, acts, advantages, beta):
    """`beta`: what the KL counts for that TRL estimates from the act taken."""
    at = lambda logs: logs.gather(1, acts.unsqueeze(1))
    self = trainer(
        beta=beta, loss_type="grpo", epsilon_low=CLIP, epsilon_high=CLIP, importance_sampling_level="token", top_entropy_quantile=1.0,
        off_policy_mask_threshold=None, use_vllm=False, _entropy_bonus_enabled=False,
        args=SimpleNamespace(use_bias_correction_kl=False, delta=None),
        _get_per_token_logps_and_entropies=lambda *_, **__: (at(policy), at(policy).detach() * 0, None),
    )
    one = torch.ones_like(acts).unsqueeze(1)
    told = {"old_per_token_logps": at(old), "ref_per_token_logps": at(reference), "advantages": advantages}
    shown = {"prompt_ids": one, "prompt_mask": one, "completion_ids": one, "completion_mask": one}
    return GRPOTrainer._compute_loss(self, None, {**shown, **told})


def exchanged(policy, reference, acts):
    """The exact KL less what TRL estimates it by: k3 of the act taken, whose mean over acts it is."""
    beyond = reference - policy
    k3 = beyond.exp() - beyond - 1
    exact = (policy.exp() * (policy - reference)).sum(1)
    assert torch.allclose((policy.exp() * k3).sum(1), exact, atol=1e-6)
    return (exact - k3.gather(1, acts.unsqueeze(1)).squeeze(1)).mean()


def cases():
    for _ in range(4):
        logits = (torch.randn(BATCH, N) * 1.5).requires_grad_()
        other = torch.randn(BATCH, N) * 1.5
        order = torch.stack([torch.randperm(N) for _ in range(BATCH)])
        accepted = torch.rand(BATCH) < 0.5
        accepted[0], accepted[1] = True, False
        policy, reference = logits.log_softmax(1), other.log_softmax(1)
        losses = {name: pairs_loss(kind, policy, reference, order[:, 0], order[:, 1]) for name, kind in NAMES.items()}
        divergence = (policy.exp() * (policy - reference)).sum(1).mean().item()
        losses["kto"] = labels_loss(policy, reference, order[:, 0], accepted, divergence)
        played = torch.randn(BATCH, N, generator=EPISODES)
        advantages = torch.randn(BATCH, generator=EPISODES)
        # Near the policy, so that some acts are clipped and some are not.
        near = logits.detach() + 0.4 * played
        told = (policy, near.log_softmax(1), reference, order[:, 0], advantages)
        losses["grpo without KL"] = episodes_loss(*told, 0.0)
        losses["grpo"] = episodes_loss(*told, BETA) + BETA * exchanged(policy, reference, order[:, 0])
        found = {}
        for name, loss in losses.items():
            (slope,) = torch.autograd.grad(loss, logits, retain_graph=True)
            found[name] = {"loss": loss.item(), "slope": slope.tolist()}
        yield {
            "logits": logits.tolist(), "reference": other.tolist(), "first": order[:, 0].tolist(), "second": order[:, 1].tolist(),
            "accepted": accepted.tolist(), "old": near.tolist(), "advantages": advantages.tolist(), "losses": found,
        }


def short(value):
    if isinstance(value, float):
        return round(value, 7)
    if isinstance(value, list):
        return [short(one) for one in value]
    return {name: short(one) for name, one in value.items()} if isinstance(value, dict) else value


settings = {"beta": BETA, "flipped": FLIPPED, "desirable": DESIRABLE, "undesirable": UNDESIRABLE, "clip": CLIP}
with open(sys.argv[1], "w", encoding="utf-8") as file:
    made = short([*cases()])
    rows = ",\n".join(json.dumps(one) for one in made)
    file.write(f'{{"made": "trl {trl.__version__}",\n"settings": {json.dumps(settings)},\n"cases": [\n{rows}\n]}}\n')
