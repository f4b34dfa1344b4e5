"""Checkpoints of another resolution: levels that are new, and levels that are finer than a run's."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from ..optim.optimiser import pad_rows

# Parts of the state dict that belong to levels of the decoder.
LEVELS = ("convs.", "to_rgbs.", "noises.", "maps.projections.", "waves.projections.")
# Parts that a decoder may be extended by.
EXTENSIONS = ("locals.", "maps.", "outlines.", "waves.")


def load_prefix(module: nn.Module, state: dict[str, Tensor]) -> dict[str, Tensor]:
    """
    Loads a module's entries. Whole levels finer than the checkpoint's may be missing, maps and outlines of the blobs' own, waves, and
    features by place, which may also be of a lower order than the module's. Returns the entries of levels finer than the module's.

    Raises ValueError when the checkpoint does not fit the module otherwise.
    """
    own = module.state_dict()
    spare = {name: value for name, value in state.items() if name not in own and name.startswith(LEVELS)}
    state = {name: value for name, value in state.items() if name not in spare}
    state |= {name: pad_rows(value, own[name]) for name, value in state.items() if name.startswith("locals.") and name in own}
    for name, value in state.items():
        if name not in own or own[name].shape != value.shape:
            raise ValueError(f"The checkpoint's {name} does not fit this model; its form cannot change in a run.")
    missing = own.keys() - state.keys()
    wrong = [name for name in missing if not name.startswith((*LEVELS, *EXTENSIONS))]
    if wrong:
        raise ValueError(f"The checkpoint lacks {sorted(wrong)[0]}.")
    module.load_state_dict(state, strict=False)
    with torch.no_grad():
        for name in missing:
            # A new level starts by adding nothing to the enlarged picture of the levels before it, and maps or waves that have
            # learned something by adding nothing to a level that they were not laid onto.
            part, _, rest = name.partition(".")
            learned = rest.startswith("projections.") and f"{part}.weight" in state and bool(state[f"{part}.weight"].any())
            if learned or (name.startswith("to_rgbs.") and name.endswith(".conv.weight")):
                module.get_parameter(name).zero_()
    return spare
