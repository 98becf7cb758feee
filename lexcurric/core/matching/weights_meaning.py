"""
The matcher's learned numbers where meaning is weighed too. Written by `python -m benchmarks.train_match --meaning`; do
not edit by hand.
"""

from __future__ import annotations

from lexcurric.core.matching.weights import Weights

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
