"""
The matcher's learned numbers where meaning is weighed too. Written by `python -m benchmarks.train_match --meaning`; do
not edit by hand.
"""

from __future__ import annotations

from lexcurric.core.matching.weights import Weights

LEARNED = Weights(
    text=(-14.457, 10.680, 4.181, 0.278, -1.618, 0.739, 9.234),
    first=(-1.029, 1.364, 0.699, 0.528, -0.716, -0.366, -0.255, 0.017),
    second=(-2.488, 0.970, 0.535, 0.409, -0.759, -0.524, -0.525, 0.008),
    parts=(-3.730, 0.000, 10.013, 0.000, 0.000, 0.643, 1.200, 1.412, -0.259, -0.995),
)
"""
Learned on 2026-11-24 from 558 lists of 12 families: bids_schema, checkov_checks, ft, hed_tags, lint_rules,
mitre_attack, nist, onet, otel_semconv, owasp_asvs, prowler_checks, pylint_messages.
"""
