"""
The learned numbers of the matcher. Written by `python -m benchmarks.train_match`; do not edit by hand.
"""

from __future__ import annotations

from typing import NamedTuple


class Weights(NamedTuple):
    """
    Log-odds for each kind of evidence, each after its constant.

    `text`: characters, contained, head, figures, length, and meaning where it is weighed. `first` and `second` round:
    text, order, level, the best rival of the old and of the new statement, how telling order and level are. `parts`:
    said, fresh, partner said, covered, text, near, size, partner text, share.
    """

    text: tuple[float, ...]
    first: tuple[float, ...]
    second: tuple[float, ...]
    parts: tuple[float, ...]


LEARNED = Weights(
    text=(-9.536, 6.005, 4.730, 0.831, -1.605, 0.621),
    first=(-1.012, 1.505, 0.707, 0.685, -0.778, -0.404, -0.256, 0.005),
    second=(-2.226, 1.034, 0.496, 0.570, -0.766, -0.492, -0.532, -0.043),
    parts=(-4.479, 0.265, 12.212, 0.000, 0.000, 0.638, 1.059, 1.934, -0.125, -0.749),
)
"""
Learned on 2026-11-24 from 558 lists of 12 families: bids_schema, checkov_checks, ft, hed_tags, lint_rules,
mitre_attack, nist, onet, otel_semconv, owasp_asvs, prowler_checks, pylint_messages.
"""
