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
    text=(-9.581, 6.157, 4.575, 0.905, -1.589, 0.611),
    first=(-0.930, 1.481, 0.651, 0.479, -0.732, -0.392, -0.278, 0.221),
    second=(-2.041, 1.093, 0.456, 0.299, -0.775, -0.500, -0.588, 0.315),
    parts=(-4.904, 1.094, 11.764, 0.000, 0.000, 0.579, 1.121, 1.833, -0.166, -0.650),
)
"""
Learned on 2026-11-24 from 558 lists of 12 families: bids_schema, checkov_checks, ft, hed_tags, lint_rules,
mitre_attack, nist, onet, otel_semconv, owasp_asvs, prowler_checks, pylint_messages.
"""
