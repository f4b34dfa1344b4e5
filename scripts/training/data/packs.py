"""
Packs: pictures without labels that travel. A pack is a zip of WebP files, small enough to be sent in one piece; a trainer decodes all
packs once and keeps the pictures as bytes on its device.
"""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image, UnidentifiedImageError
from torch import Tensor

from ..config import Config
from .shards import average_down

SUFFIX = ".pack"
MAX_BYTES = 45 * 2**20
# Of WebP; edges of 128 px pictures stay clean, and a picture takes 3 to 4 KB.
QUALITY = 88


def packs_of(data: str) -> list[Path]:
    """
    The packs that `data` names: files, and folders that hold some, separated by commas. Empty where it names rooms.

    Raises FileNotFoundError naming a pack that does not exist.
    """
    found: list[Path] = []
    for name in (part.strip() for part in str(data).split(",")):
        path = Path(name)
        if path.suffix == SUFFIX:
            if not path.exists():
                raise FileNotFoundError(f"There is no pack {path}.")
            found.append(path)
        elif path.is_dir():
            found += sorted(path.glob(f"*{SUFFIX}"))
    return found


def packs_id(packs: Iterable[Path]) -> str:
    """First 16 hexadecimal digits of the SHA-256 of the packs' contents."""
    whole = hashlib.sha256()
    for pack in packs:
        whole.update(hashlib.sha256(pack.read_bytes()).digest())
    return whole.hexdigest()[:16]


def write_packs(out: Path, pictures: Iterable[np.ndarray], limit: int = MAX_BYTES) -> list[Path]:
    """Writes pictures, uint8 [S, S, 3], as OUT-000.pack, OUT-001.pack, ..., none larger than `limit` bytes. Returns their paths."""
    out.parent.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    archive: zipfile.ZipFile | None = None
    size = count = 0
    for picture in pictures:
        buffer = io.BytesIO()
        Image.fromarray(picture).save(buffer, "WEBP", quality=QUALITY, method=6)
        # Headers of an entry, here and in the directory at the end.
        length = buffer.tell() + 200
        if archive is None or size + length > limit:
            if archive is not None:
                archive.close()
            written.append(out.with_name(f"{out.name}-{len(written):03d}{SUFFIX}"))
            archive, size = zipfile.ZipFile(written[-1], "w", zipfile.ZIP_STORED), 100
        archive.writestr(f"{count:06d}.webp", buffer.getvalue())
        size, count = size + length, count + 1
    if archive is not None:
        archive.close()
    return written


def _entries(packs: Iterable[Path]) -> Iterator[tuple[Path, bytes]]:
    for pack in packs:
        try:
            with zipfile.ZipFile(pack) as archive:
                for name in sorted(archive.namelist()):
                    yield pack, archive.read(name)
        except zipfile.BadZipFile as error:
            raise ValueError(f"{pack} is not a whole pack ({error}); copy it again, or write it anew with training.pack.") from error


def read_packs(packs: Iterable[Path]) -> np.ndarray:
    """
    uint8 [N, S, S, 3]: the pictures of all packs, in order.

    Raises ValueError naming a pack that cannot be read, or whose pictures are of another size than those before.
    """

    def decode(entry: tuple[Path, bytes]) -> np.ndarray:
        pack, content = entry
        try:
            return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"))
        except (UnidentifiedImageError, OSError) as error:
            raise ValueError(f"{pack} holds something that is not a picture ({error}).") from error

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        pictures = list(pool.map(decode, _entries(packs)))
    if not pictures:
        raise ValueError("The packs hold no pictures.")
    shape = pictures[0].shape
    if any(picture.shape != shape for picture in pictures) or shape[0] != shape[1]:
        raise ValueError("The packs' pictures are not square pictures of one size.")
    return np.stack(pictures)


class PackSampler:
    """
    Batches of pictures that lie on the device, {"pictures": uint8 [B, 3, R, R]}. An epoch is a permutation; what a batch holds depends on
    (seed, epoch, position) alone, so a resumed run goes on exactly where it stopped.
    """

    def __init__(self, packs: list[Path], config: Config, device: torch.device, rank: int = 0, world: int = 1) -> None:
        if config.batch % world:
            raise ValueError(f"A batch of {config.batch} cannot be shared by {world} processes.")
        pictures = average_down(read_packs(packs), config.resolution)
        self.pictures = torch.from_numpy(pictures).permute(0, 3, 1, 2).contiguous().to(device)
        if len(self.pictures) < config.batch:
            raise ValueError(f"There are {len(self.pictures)} pictures, fewer than a batch of {config.batch}.")
        self.config, self.rank, self.world = config, rank, world
        self.epoch, self.position = 0, 0
        self._shuffle()

    def _shuffle(self) -> None:
        generator = np.random.default_rng([self.config.seed, self.epoch])
        self.order = torch.from_numpy(generator.permutation(len(self.pictures)))
        self.mirrored = torch.from_numpy(generator.random(len(self.pictures)) < self.config.mirror)

    def state(self) -> dict[str, Any]:
        """What a resumed run needs."""
        return {"epoch": self.epoch, "position": self.position}

    def load(self, state: dict[str, Any]) -> None:
        """Goes back to what `state()` returned."""
        self.epoch, self.position = state["epoch"], state["position"]
        self._shuffle()

    def tensors(self) -> dict[str, Tensor]:
        """This rank's share of the next batch."""
        batch = self.config.batch
        if self.position + batch > len(self.order):
            self.epoch, self.position = self.epoch + 1, 0
            self._shuffle()
        chosen = slice(self.position, self.position + batch)
        own = slice(self.rank, None, self.world)
        device = self.pictures.device
        rows, mirrored = self.order[chosen][own].to(device), self.mirrored[chosen][own].to(device)
        self.position += batch
        pictures = self.pictures[rows]
        return {"pictures": torch.where(mirrored[:, None, None, None], pictures.flip(-1), pictures)}
