from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from lexcurric.core.rubric import Rubric
from tests.formats.rubrics import SAMPLES, write


@pytest.fixture(params=list(SAMPLES))
def sample(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Rubric, Any]:
    rubric = SAMPLES[request.param]()
    return rubric, load_workbook(write(rubric, tmp_path))
