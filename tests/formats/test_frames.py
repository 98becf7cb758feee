from __future__ import annotations

import pandas as pd

from lexcurric.formats.frames import dicts_frame, records_frame
from lexcurric.formats.frames.readable import SHOWN

ID = "0067c4b9-a4d6-53e6-8c9b-1cddb8a8b848"


def test_a_notebook_shows_whole_texts_short_ids_and_tags_in_words() -> None:
    text = "Oven temperature — " + "change during the bake " * 8 + "<b>"
    frame = records_frame(
        [(ID, text, ("skill:practical", "tool:oven"), None, True)], ["id", "text", "tags", "a_b", "time"]
    )
    shown = frame._repr_html_()
    assert f'title="{ID}"><code>0067c4b9</code>' in shown
    assert text.replace("<b>", "&lt;b&gt;") in shown
    assert "skill:practical, tool:oven" in shown
    assert all(each in shown for each in (">a b<", ">time (UTC)<", ">yes<", "1 row<"))
    assert "None" not in shown


def test_what_is_made_of_it_shows_alike_and_computes_like_any_other() -> None:
    frame = dicts_frame([{"edit": 1, "what": "a"}, {"edit": None, "what": "b"}], ("edit", "what"))
    typed = frame.astype({"edit": "Int64"})
    assert "<NA>" not in typed._repr_html_()
    assert isinstance(typed[typed["what"] == "b"], pd.DataFrame)
    assert typed["what"].tolist() == ["a", "b"]
    assert "2 rows" in frame._repr_html_()


def test_of_a_long_table_both_ends_are_shown() -> None:
    shown = records_frame([(number,) for number in range(SHOWN + 50)], ["n"])._repr_html_()
    assert "… 50 more rows …" in shown
    assert ">0<" in shown
    assert f">{SHOWN + 49}<" in shown
    assert ">120<" not in shown
