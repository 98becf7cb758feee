"""Runs every benchmark and prints its table."""

from __future__ import annotations

from benchmarks import (
    bench_checks,
    bench_collect,
    bench_criteria,
    bench_match,
    bench_round_trip,
    bench_rubric,
    bench_store,
    bench_workbook,
)


def main() -> None:
    """All benchmarks, one after the other."""
    for bench in (
        bench_checks,
        bench_match,
        bench_round_trip,
        bench_workbook,
        bench_rubric,
        bench_criteria,
        bench_collect,
        bench_store,
    ):
        print(f"\n{bench.__doc__.strip().splitlines()[0]}\n")
        bench.main()


if __name__ == "__main__":
    main()
