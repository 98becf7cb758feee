"""
The learned numbers of the matcher. Written by `python -m benchmarks.train_match`; do not edit by hand.
"""

from __future__ import annotations

from typing import NamedTuple


class Weights(NamedTuple):
    """
    Log-odds for each kind of evidence, each after its constant.

    `text`: characters, contained, head, figures, length. `first` and `second` round: text, order, level, the best rival
    of the old and of the new statement, how telling order and level are. `parts`: said, fresh, partner said, covered,
    text, near, size, partner text, share.
    """

    text: tuple[float, ...]
    first: tuple[float, ...]
    second: tuple[float, ...]
    parts: tuple[float, ...]


LEARNED = Weights(
    text=(-9.533, 6.010, 4.723, 0.832, -1.605, 0.620),
    first=(-1.014, 1.505, 0.706, 0.686, -0.776, -0.406, -0.257, 0.006),
    second=(-2.226, 1.035, 0.495, 0.570, -0.766, -0.493, -0.533, -0.040),
    parts=(-6.686, 6.572, 10.549, 1.556, 0.004, 0.319, 1.284, 0.693, 0.0, 0.0),
)
"""
Learned on 2026-11-24 from 559 lists of 12 families:
bids_schema, checkov_checks, ft, hed_tags, lint_rules, mitre_attack, nist, onet, otel_semconv, owasp_asvs, prowler_checks, pylint_messages.
"""
