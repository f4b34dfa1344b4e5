"""From rooms to a checkpoint with a layout network."""

from __future__ import annotations

from pathlib import Path

import torch

from training.checkpoint import build_layout_network, read_checkpoint, strip_prefix
from training.layout.command import parse, train_layout
from training.networks import FlowNetwork

from ..runs import run
from ..synthetic import write_dataset


def test_a_flow_of_rooms_is_learned_and_written(tmp_path: Path) -> None:
    data = write_dataset(tmp_path / "rooms", shards=2, size=64)
    run(tmp_path / "run", data, "--max-steps", "10")
    words = f"--checkpoint {tmp_path}/run/last.ckpt --out {tmp_path}/model.ckpt --data {data} --threads 1"
    few = "--flow-steps 300 --flow-width 64 --flow-context-dim 8 --flow-head-dim 16 --classifier-steps 50"
    figures = train_layout(parse([*words.split(), *few.split()]))
    assert figures["slots"] == 8 and figures["presence_error"] < 0.15
    checkpoint = read_checkpoint(tmp_path / "model.ckpt")
    network = build_layout_network(checkpoint["hyper_parameters"])
    assert isinstance(network, FlowNetwork)
    network.load_state_dict(strip_prefix(checkpoint["state_dict"], "layout_net_ema"), strict=True)
    assert not any(key.startswith("layout_net.mlp") for key in checkpoint["state_dict"])
    with torch.no_grad():
        layout = network(torch.randn(64, network.noise_dim))
        mean = network(torch.randn(2, network.noise_dim), 1.0, checkpoint["mean_latent"])
    bed = checkpoint["slots"].index("bed")
    assert (layout.sizes[:, bed] > 0).float().mean() > 0.9
    assert layout.xs[:, bed].std() > 0.01
    torch.testing.assert_close(mean.xs[0], mean.xs[1])
