"""A stripped checkpoint: the networks alone, and enough of them to go on."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
import torch

from training.checkpoint import read_checkpoint, write_checkpoint
from training.strip import main, strip_checkpoint

from .runs import run, run_unsupervised
from .synthetic import write_dataset

ADVERSARY = ["--adversary", "true", "--discriminator-c-model", "2"]


def test_a_run_goes_on_from_what_was_landed(tmp_path: Path) -> None:
    data = write_dataset(tmp_path / "rooms", shards=1, size=64)
    whole = run(tmp_path / "run", data, *ADVERSARY, "--max-steps", "10")
    size = strip_checkpoint(tmp_path / "run/last.ckpt", tmp_path / "landed/decoder.ckpt")
    assert size < 0.3 * (tmp_path / "run/last.ckpt").stat().st_size
    stripped = read_checkpoint(tmp_path / "landed/decoder.ckpt")
    assert {name.split(".")[0] for name in stripped["state_dict"]} == {"generator_ema", "attribute_encoder_ema", "seeing_discriminator"}
    assert stripped["state_dict"].keys() < whole["state_dict"].keys()
    assert {v.dtype for v in stripped["state_dict"].values() if v.is_floating_point()} == {torch.float16}
    assert str(tmp_path) not in repr(stripped["training"])
    # A run without further steps writes what was stripped.
    start = ["--start-from", str(tmp_path / "landed/decoder.ckpt")]
    same = run(tmp_path / "same", data, *start, "--max-steps", "10")
    for name, value in stripped["state_dict"].items():
        # Each network begins as its average.
        for own in {name, name.replace("_ema.", ".")}:
            assert torch.equal(same["state_dict"][own], value.to(same["state_dict"][own].dtype)), own
    on = run(tmp_path / "on", data, *start, "--max-steps", "15")
    assert on["training"]["images"] == whole["training"]["images"] + 40
    assert not torch.equal(on["state_dict"]["generator.conv1.conv.weight"], same["state_dict"]["generator.conv1.conv.weight"])


def test_a_layout_network_and_a_reader_are_taken_from_a_checkpoint_with_the_same_encoder(tmp_path: Path) -> None:
    data = write_dataset(tmp_path / "rooms", shards=1, size=64)
    first = run(tmp_path / "run", data, "--max-steps", "3")
    layout = {"layout_net_ema.mlp.1.weight": torch.ones(2, 2), "vector_reader.x": torch.zeros(1)}
    other = first | {
        "state_dict": first["state_dict"] | layout,
        "slots": ["bed"],
        "mean_latent": torch.ones(3),
        "attributes": {"classes": []},
        "hyper_parameters": first["hyper_parameters"] | {"noise_dim": 7},
        "training": first["training"] | {"layout": {"slots": 1}},
    }
    write_checkpoint(tmp_path / "other.ckpt", other)
    # The decoder goes on; its encoder stays as it is.
    run(tmp_path / "run", data, "--resume", "--freeze-encoder", "true", "--max-steps", "6")
    strip_checkpoint(tmp_path / "run/last.ckpt", tmp_path / "landed.ckpt", tmp_path / "other.ckpt")
    landed = read_checkpoint(tmp_path / "landed.ckpt")
    assert torch.equal(landed["state_dict"]["layout_net_ema.mlp.1.weight"], torch.ones(2, 2).half())
    assert (landed["slots"], landed["hyper_parameters"]["noise_dim"], landed["attributes"]) == (["bed"], 7, {"classes": []})
    assert landed["training"]["layout"] == {"slots": 1} and landed["training"]["step"] == 6
    # Without a frozen encoder the networks would read another language.
    run(tmp_path / "run", data, "--resume", "--freeze-encoder", "false", "--max-steps", "9")
    with pytest.raises(ValueError, match="different attribute encoders"):
        strip_checkpoint(tmp_path / "run/last.ckpt", tmp_path / "no.ckpt", tmp_path / "other.ckpt")
    with pytest.raises(ValueError, match="no layout network and no reader"):
        strip_checkpoint(tmp_path / "run/last.ckpt", tmp_path / "no.ckpt", tmp_path / "run/last.ckpt")
    assert not (tmp_path / "no.ckpt").exists()


def test_an_unsupervised_run_goes_on_without_its_averages(tmp_path: Path) -> None:
    data = write_dataset(tmp_path / "rooms", shards=1, size=64)
    whole = run_unsupervised(tmp_path / "run", data, "--max-steps", "3")
    strip_checkpoint(tmp_path / "run/last.ckpt", tmp_path / "landed.ckpt")
    stripped = read_checkpoint(tmp_path / "landed.ckpt")["state_dict"]
    parts = {name.split(".")[0] for name in stripped}
    assert parts == {"generator", "layout_net", "discriminator"}
    same = run_unsupervised(tmp_path / "same", data, "--start-from", str(tmp_path / "landed.ckpt"), "--max-steps", "3")
    for name, value in stripped.items():
        assert torch.equal(same["state_dict"][name], value.float())
        if not name.startswith("discriminator."):
            of, rest = name.split(".", 1)
            assert torch.equal(same["state_dict"][f"{of}_ema.{rest}"], value.float())
    on = run_unsupervised(tmp_path / "on", data, "--start-from", str(tmp_path / "landed.ckpt"), "--max-steps", "5")
    assert on["training"]["images"] == whole["training"]["images"] + 16


def test_what_float16_cannot_hold_is_not_landed(tmp_path: Path) -> None:
    training = {"config": {}, "way": "supervised"}
    content = {"state_dict": {"generator.x": torch.tensor([1e6])}, "hyper_parameters": {}, "training": training}
    write_checkpoint(tmp_path / "a.ckpt", content)
    with pytest.raises(ValueError, match=r"generator\.x does not fit"):
        strip_checkpoint(tmp_path / "a.ckpt", tmp_path / "b.ckpt")
    del content["training"]
    write_checkpoint(tmp_path / "a.ckpt", content)
    with pytest.raises(ValueError, match="not written by this trainer"):
        strip_checkpoint(tmp_path / "a.ckpt", tmp_path / "b.ckpt")
    assert not (tmp_path / "b.ckpt").exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, r"strip: There is no checkpoint .*a\.ckpt\."),
        (b"no zip", r"strip: .*a\.ckpt is not a PyTorch checkpoint: .*"),
    ],
)
def test_bad_input_ends_the_command_with_one_sentence(
    content: bytes | None, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if content is not None:
        (tmp_path / "a.ckpt").write_bytes(content)
    monkeypatch.setattr(sys, "argv", ["strip", "--checkpoint", str(tmp_path / "a.ckpt"), "--out", str(tmp_path / "b.ckpt")])
    with pytest.raises(SystemExit) as ended:
        main()
    assert re.fullmatch(sentence, str(ended.value)) and not (tmp_path / "b.ckpt").exists()
