"""A converted model in Python: what the page runs, on ONNX Runtime."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ..data.layouts import SIZE, X, Y, covariances
from ..layout.codes import SlotData
from ..splat import ABSENT_SIZE, VISIBLE, Layout, pyramid, splat
from .telling import AttributeGraphs

# Layouts that are sampled at once: tens of thousands do not fit into memory.
SAMPLE_BATCH = 512
# Finer drawings are compared with renders as averages over the cells of this side.
MOST_COMPARED = 256


@dataclass
class Scene:
    """Blobs back to front: geometry [M, 5] (data/layouts.py), features [M+1, Df] and styles [M+1, Ds], background first."""

    geometry: Tensor
    features: Tensor
    styles: Tensor

    def with_geometry(self, blob: int, row: Tensor) -> Scene:
        """One blob with another geometry [5]."""
        geometry = self.geometry.clone()
        geometry[blob] = row
        return replace(self, geometry=geometry)

    def without(self, blob: int) -> Scene:
        """One blob absent."""
        row = self.geometry[blob].clone()
        row[SIZE] = ABSENT_SIZE
        return self.with_geometry(blob, row)

    def with_vectors(self, channels: list[int], features: Tensor, styles: Tensor) -> Scene:
        """Other vectors [B, Df] and [B, Ds] for some blobs, of which 0 is the background and n + 1 blob n."""
        changed = replace(self, features=self.features.clone(), styles=self.styles.clone())
        changed.features[channels], changed.styles[channels] = features, styles
        return changed

    def with_copy(self, blob: int, row: Tensor) -> Scene:
        """A copy of a blob right in front of it, with another geometry [5]."""

        def doubled(rows: Tensor, at: int) -> Tensor:
            return torch.cat([rows[: at + 1], rows[at : at + 1], rows[at + 1 :]])

        copied = Scene(doubled(self.geometry, blob), doubled(self.features, blob + 1), doubled(self.styles, blob + 1))
        return copied.with_geometry(blob + 1, row)

    def at_depth(self, blob: int, depth: int) -> Scene:
        """A blob with `depth` of the others behind it."""
        order = [other for other in range(len(self.geometry)) if other != blob]
        order.insert(depth, blob)
        rows = [0, *(other + 1 for other in order)]
        return Scene(self.geometry[order], self.features[rows], self.styles[rows])


def scenes_of_slots(data: SlotData) -> list[Scene]:
    """Layouts in slots as scenes."""
    return [Scene(*parts) for parts in zip(data.geometry, data.features, data.styles, strict=True)]


def scores_of(scene: Scene, side: int, ab_norm: float) -> Tensor:
    """[1, side, side, M+1]: the scores of a scene."""
    g = scene.geometry[None]
    return splat(g[..., X], g[..., Y], covariances(g, ab_norm), g[..., SIZE], side)


def winning_blobs(scene: Scene, side: int, ab_norm: float) -> Tensor:
    """[side, side]: the blob with the highest score in each cell, -1 = the background."""
    return scores_of(scene, side, ab_norm)[0].argmax(-1) - 1


def compared_side(side: int) -> int:
    """The side at which drawings of `side` are compared with renders."""
    return min(side, MOST_COMPARED)


def averaged(picture: Tensor, side: int) -> Tensor:
    """[1, 3, R, R] -> [1, 3, side, side]: area averages of a picture as it is shown."""
    return torch.nn.functional.avg_pool2d(picture.clamp(-1, 1), picture.shape[-1] // side)


def cell_centres(side: int) -> np.ndarray:
    """[1, 2, side, side]: x and y of every cell's centre."""
    middles = (np.arange(side, dtype=np.float32) + 0.5) / side
    x, y = np.meshgrid(middles, middles)
    return np.stack([x, y])[None]


class ConvertedModel:
    """The networks of a folder that `npm run convert` wrote."""

    def __init__(self, folder: Path, threads: int = 0) -> None:
        self.folder = folder
        path = folder / "manifest.json"
        if not path.exists():
            raise FileNotFoundError(f"There is no {path}: --model is a folder that npm run convert wrote.")
        self.manifest: dict[str, Any] = json.loads(path.read_text())
        # Here, so that scenes can be used where there is no ONNX Runtime: on a lent machine that trains.
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads

        def session(part: dict[str, Any]) -> onnxruntime.InferenceSession:
            return onnxruntime.InferenceSession(str(folder / part["file"]), options, providers=["CPUExecutionProvider"])

        shape = self.manifest["shape"]
        self.side, self.ab_norm = int(shape["resolution"]), float(shape["abNorm"])
        self.latent_dim, self.input_side = int(shape["latentDim"]), int(shape["inputSize"])
        self.names = [str(blob["name"]) for blob in self.manifest["blobs"]]
        self.stages = [session(part) for part in self.manifest["stages"]]
        self.layout = session(self.manifest["layout"])
        self.bytes = sum(part["bytes"] for part in [self.manifest["layout"], *self.manifest["stages"]])
        rng = np.random.default_rng(0)
        # One noise for all pictures, as on the page.
        self.noise: dict[str, np.ndarray] = {}
        for at, noise in enumerate(self.manifest["noise"]):
            size = (1, 1, noise["resolution"], noise["resolution"])
            self.noise[f"noise_{at}"] = rng.standard_normal(size).astype(np.float32)

    def attribute_graphs(self) -> AttributeGraphs | None:
        """The graphs of its attributes; None of a model that knows none."""
        attributes = self.manifest.get("attributes")
        return AttributeGraphs(self.folder, attributes) if attributes else None

    def draw(self, scene: Scene) -> Tensor:
        """[1, 3, R, R] in about [-1, 1], of the blobs that are seen anywhere, as the page draws."""
        scores = scores_of(scene, self.side, self.ab_norm)
        seen = (scores[0, ..., 1:].amax(dim=(0, 1)) > VISIBLE).nonzero()[:, 0]
        channels = torch.cat([seen.new_zeros(1), seen + 1])
        scene = Scene(scene.geometry[seen], scene.features[channels], scene.styles[channels])
        covs = covariances(scene.geometry, self.ab_norm)
        levels = pyramid(scores[..., channels], self.input_side)
        known: dict[str, np.ndarray] = {
            "positions": scene.geometry[:, [X, Y]].numpy(),
            "sizes": scene.geometry[:, SIZE].numpy(),
            "covariances": torch.stack([covs[:, 0, 0], covs[:, 0, 1], covs[:, 1, 1]], dim=-1).numpy(),
            "features": scene.features.numpy(),
            "styles": scene.styles.numpy(),
            **{f"scores_{side}": scores.permute(0, 3, 1, 2).numpy() for side, scores in levels.items()},
            **{f"places_{side}": cell_centres(side) for side in levels},
            **self.noise,
        }
        for stage in self.stages:
            wanted = {item.name: np.ascontiguousarray(known[item.name], np.float32) for item in stage.get_inputs()}
            known |= dict(zip((item.name for item in stage.get_outputs()), stage.run(None, wanted), strict=True))
        return torch.from_numpy(known[f"rgb_{self.side}"])

    def sample(self, count: int, seed: int = 0, truncation: float = 0.0) -> Layout:
        """Layouts of `count` fresh z."""
        noise = np.random.default_rng(seed).standard_normal((count, self.latent_dim)).astype(np.float32)
        names = [item.name for item in self.layout.get_outputs()]
        parts = [
            self.layout.run(None, {"z": z, "truncation": np.full(len(z), truncation, np.float32)})
            for z in np.split(noise, range(SAMPLE_BATCH, count, SAMPLE_BATCH))
        ]
        out = {name: torch.from_numpy(np.concatenate(values)) for name, values in zip(names, zip(*parts, strict=True), strict=True)}
        xx, xy, yy = out["covariances"].unbind(-1)
        covs = torch.stack([torch.stack([xx, xy], -1), torch.stack([xy, yy], -1)], -2)
        x, y = out["positions"].unbind(-1)
        return Layout(x, y, out["sizes"], covs, out["features"], out["styles"])
