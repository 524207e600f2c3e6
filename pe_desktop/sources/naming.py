"""`FILE` or `FILE:TENSOR`, as people write them: which file, and which of its tensors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pe_desktop.sources.checkpoint import Checkpoint, Tensor
from pe_desktop.sources.error import SourceError, clean_name

NAMED = 4  # tensors that a message names


def split_name(text: str) -> tuple[Path, str]:
    """The file, and what stands after a colon: empty where nothing does.

    What is there decides: a whole name with colons that is a file's is only that.
    """
    if there(text):
        return Path(text), ""
    places = [place for place, sign in enumerate(text) if sign == ":"]
    cut = next((place for place in reversed(places) if there(text[:place])), places[-1] if places else len(text))
    if text[cut + 1 : cut + 2] in ("/", "\\"):  # a drive of Windows, and a file that is not there
        cut = len(text)
    return Path(text[:cut]), text[cut + 1 :]


def there(text: str) -> bool:
    """Whether a file or folder of that name exists; no name that the system refuses does."""
    try:
        return bool(text) and Path(text).exists()
    except (OSError, ValueError):
        return False


def chosen_tensor(
    checkpoint: Checkpoint, name: str, serves: Callable[[Tensor], bool] = lambda _: True, wanted: str = ""
) -> Tensor:
    """The tensor of that name; without one, the only likely one among those that serve, or the only one of these.

    `wanted` says what serves, such as `a table`. Raises `SourceError` where there is none of that name, where none
    serves, and where several could be meant: it names them.
    """
    if name:
        return checkpoint.tensor(name)
    serving = [tensor for tensor in checkpoint.tensors if serves(tensor)]
    likely = [tensor for tensor in serving if tensor.is_likely]
    for found in (likely, serving):
        if len(found) == 1:
            return found[0]
    if not serving:
        wrong = f"none of its tensors is {wanted}" if checkpoint.tensors else "holds no tensors"
        raise SourceError(checkpoint.name, wrong, "choose another file")
    found = likely or serving
    wrong = f"{len(likely):,} of its tensors may hold positions" if likely else "no name in it speaks of positions"
    remedy = f"name one, as in {clean_name(checkpoint.name)}:{clean_name(found[0].name)}"
    raise SourceError(checkpoint.name, f"{wrong} ({_listed(found)})", remedy)


def _listed(tensors: list[Tensor]) -> str:
    shown = ", ".join(clean_name(tensor.name) for tensor in tensors[:NAMED])
    return f"{shown}, …" if len(tensors) > NAMED else shown
