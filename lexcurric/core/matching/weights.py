"""
The learned numbers of the matcher. Written by `python -m benchmarks.train_match`; do not edit by hand.
"""

TEXT = (-10.87, 4.26, 4.9, 0.87, -0.93, 1.19)
"""Log-odds from the texts: constant, characters, contained, head, figures, length."""
FIRST = (-1.22, 1.72, 0.78, 0.68, -0.89, -0.52, -0.32, 0.22)
SECOND = (-2.71, 0.97, 0.55, 0.47, -0.82, -0.58, -0.62, 0.16)
"""With place and rivals: constant, text, order, level, best rival of the old, of the new, how telling order, level."""
PARTS = (-6.38, 5.59, 9.05, 1.77, 0.32, 0.42, 1.11, 0.96)
"""Log-odds of a part: constant, said, fresh, partner said, covered, text, near, size."""
