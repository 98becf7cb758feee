"""
The matcher's learned numbers where meaning is weighed too. Written by `python -m benchmarks.train_match --meaning`; do
not edit by hand.
"""

from __future__ import annotations

from lexcurric.core.matching.weights import Weights

LEARNED = Weights(
    text=(-14.661, 11.031, 3.936, 0.372, -1.610, 0.734, 9.506),
    first=(-1.017, 1.353, 0.661, 0.306, -0.679, -0.358, -0.264, 0.258),
    second=(-2.421, 1.015, 0.507, 0.111, -0.749, -0.517, -0.539, 0.401),
    parts=(-3.756, 0.000, 10.491, 0.000, 0.000, 0.654, 1.253, 1.426, -0.286, -1.083),
)
"""
Learned on 2026-11-24 from 558 lists of 12 families: bids_schema, checkov_checks, ft, hed_tags, lint_rules,
mitre_attack, nist, onet, otel_semconv, owasp_asvs, prowler_checks, pylint_messages.
"""
