"""
The formulas of a rubric, in one place: they say what `core.rubric.score` says.

Levels are counted by their step number, never by their label: a label may look like a condition (`>3`, `a*`). All
functions are old ones, known to every spreadsheet program; formulas use defined names or cells.
"""

from __future__ import annotations

from dataclasses import dataclass

from lexcurric.core.rubric import Rubric

MET, NOT_YET, TO_RATE, LEFT_OUT, CHECK = "Met", "Not yet", "To rate", "Left out", "Check"
ALL_ATTAINED = "None: every level is attained"
HEADER_ROW, FIRST_ROW = 7, 8
SCORE, SUMMARY, START = "Score", "Summary", "Start"
LEVEL_HEADER_ROW = 12
SCALE_ROW = 14
"""The header row of the rating scale on Start."""


@dataclass(frozen=True)
class Cells:
    """Where things stand in a rubric's workbook."""

    rubric: Rubric

    @property
    def last_row(self) -> int:
        """The last statement's row on Score."""
        return FIRST_ROW + len(self.rubric.rows) - 1

    @property
    def first_level(self) -> int:
        """The lowest level's row on Summary."""
        return LEVEL_HEADER_ROW + 1

    @property
    def last_level(self) -> int:
        """The highest level's row on Summary."""
        return LEVEL_HEADER_ROW + len(self.rubric.levels)

    @property
    def rules_row(self) -> int:
        """The header row of the scoring rules on Start."""
        return SCALE_ROW + len(self.rubric.scale) + 3

    @property
    def names(self) -> dict[str, str]:
        """The defined names and what they stand for."""
        scale = (SCALE_ROW + 1, SCALE_ROW + len(self.rubric.scale))
        names = {name: f"{SCORE}!${col}${FIRST_ROW}:${col}${self.last_row}" for name, col in _COLUMNS.items()}
        names |= {"RatingCodes": f"{START}!$A${scale[0]}:$A${scale[1]}"}
        names |= {"RatingPoints": f"{START}!$D${scale[0]}:$D${scale[1]}"}
        rules = ("MetRating", "ShareRequired", "TopRating")
        return names | {name: f"{START}!$C${self.rules_row + at}" for at, name in enumerate(rules, start=1)}

    @property
    def codes(self) -> str:
        """The range with the rating codes, for drop-downs."""
        return self.names["RatingCodes"]

    def column(self, letter: str) -> str:
        """A column of the level table on Summary, such as `$J$13:$J$16`."""
        return f"${letter}${self.first_level}:${letter}${self.last_level}"


_COLUMNS = {"ScoreRating": "E", "ScoreStatus": "F", "ScoreWeight": "G", "ScorePoints": "H", "ScoreLevel": "L"}


def status(row: int) -> str:
    """One statement's status word, from its rating."""
    points = f"INDEX(RatingPoints,MATCH(E{row},RatingCodes,0))"
    known = f'IF(ISNUMBER({points}),IF({points}>=MetRating,"{MET}","{NOT_YET}"),"{LEFT_OUT}")'
    return f'=IF(LEN(E{row})=0,"{TO_RATE}",IF(ISNUMBER(MATCH(E{row},RatingCodes,0)),{known},"{CHECK}"))'


def points(row: int) -> str:
    """One statement's points: the rating's points times the weight, empty where there is no rating that counts."""
    found = f"INDEX(RatingPoints,MATCH(E{row},RatingCodes,0))*G{row}"
    return f'=IF(OR(F{row}="{MET}",F{row}="{NOT_YET}"),{found},"")'


def level_row(row: int, first: int) -> dict[str, str]:
    """The formulas of one level's row on Summary, by column."""
    below = "" if row == first else f'J{row - 1}="Yes",'
    count = 'COUNTIFS(ScoreLevel,B{row},ScoreStatus,"{word}")'
    met, not_yet = (count.format(row=row, word=word) for word in (MET, NOT_YET))
    return {
        "C": f"=COUNTIFS(ScoreLevel,B{row})",
        "D": "=" + count.format(row=row, word=LEFT_OUT),
        "E": f"={met}+{not_yet}",
        "F": f"={met}",
        "G": f"=IF(C{row}-D{row}=0,0,F{row}/(C{row}-D{row}))",
        "H": "=ShareRequired",
        # The inner ROUND keeps 0.7*10 from becoming 7.000000000000001, which would ask for 8.
        "I": f"=MAX(0,ROUNDUP(ROUND(H{row}*(C{row}-D{row}),6),0)-F{row})",
        "J": f'=IF(AND({below}C{row}-D{row}>0,I{row}=0),"Yes","No")',
    }


def results(cells: Cells) -> dict[str, str]:
    """The formulas of the results at the top of Summary, by cell."""
    yes = f'COUNTIF({cells.column("J")},"Yes")'
    levels, count = cells.column("A"), len(cells.rubric.levels)
    rated, rateable = f"SUM({cells.column('E')})", f"(SUM({cells.column('C')})-SUM({cells.column('D')}))"
    weight = f'(SUMIFS(ScoreWeight,ScoreStatus,"{MET}")+SUMIFS(ScoreWeight,ScoreStatus,"{NOT_YET}"))'
    following = f"MIN({count},{yes}+1)"
    return {
        "B4": f'=IF(LEN({SCORE}!$D$3)=0,"",{SCORE}!$D$3)',
        "B5": f'=IF({yes}=0,"Below "&$A${cells.first_level},INDEX({levels},{yes}))',
        "B6": f"=IF({weight}=0,0,SUM(ScorePoints)/({weight}*TopRating))",
        "B7": f'={rated}&" of "&{rateable}&" rated"&IF({rated}<{rateable}," (provisional)","")',
        "B8": f'=IF({yes}={count},"{ALL_ATTAINED}",INDEX({levels},{following}))',
        "B9": f"=IF({yes}={count},0,INDEX({cells.column('I')},{following}))",
    }
