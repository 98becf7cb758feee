"""A process that saves until it is stopped, and prints the number of each revision once it is acknowledged."""

from __future__ import annotations

import sys

from lexcurric.core.errors import StaleDraftError
from lexcurric.store.engine import open_store
from tests.store.rows import SOC, commit


def main(url: str, name: str, steps: int) -> None:
    with open_store(url) as store:
        step = 0
        while step < steps:
            uid = f"{name}-{step}"
            try:
                done = store.commit(SOC, "draft", store.head(SOC, "draft"), {("statement", uid): "1"}, commit(uid=uid))
            except StaleDraftError:
                continue
            assert done is not None
            sys.stdout.write(f"{done.rev}\n")
            sys.stdout.flush()
            step += 1


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
