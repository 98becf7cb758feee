"""Real lists in successive releases, made again from published packages: `make bench-data`; see benchmarks/LISTS.md."""
