"""
The formulas of a rubric, in one place: they say what `core.rubric.score` says.

Levels, criteria and ratings are counted by their numbers, never by their labels: a label may look like a condition
(`>3`, `a*`). All functions are old ones, known to every spreadsheet program; formulas use defined names or cells.
"""

from __future__ import annotations

from lexcurric.core.rubric import RubricRow
from lexcurric.formats.rubric.places import FIRST_ROW, LEVEL_HEADER_ROW, Places

PASSED = "–"
"""What is said of a level of which nothing counts: it is neither attained nor open."""
RESULT_KEYS = ("trainee", "attained", "score", "rated", "next", "still", "target")


def quoted(text: str) -> str:
    """A text as formulas write it."""
    return '"' + text.replace('"', '""') + '"'


def joined(template: str, **parts: str) -> str:
    """A text with formulas in the places of `{…}`, such as `"Below "&$A$14`."""
    pieces: list[str] = []
    rest = template
    while rest:
        at, name = min(
            ((rest.index("{" + name + "}"), name) for name in parts if "{" + name + "}" in rest), default=(-1, "")
        )
        if not name:
            pieces.append(quoted(rest))
            break
        if at:
            pieces.append(quoted(rest[:at]))
        pieces.append(parts[name])
        rest = rest[at + len(name) + 2 :]
    return "&".join(pieces)


class ScoreFormulas:
    """The formulas of one row of Score."""

    def __init__(self, places: Places) -> None:
        self.places, self.words, self.letters = places, places.labels, places.letters
        self.across = places.rubric.kind.is_across_levels

    def code(self, row: int) -> str:
        """Which rating of the scale was chosen, from 1: 0 for none, -1 for something that is not on the scale."""
        cell = f"TRIM({self.letters['rating']}{row})"
        found = f'SUMPRODUCT(--(RatingCodes&""={cell}),RatingNumbers)'
        return f"=IFERROR(IF(LEN({cell})=0,0,IF({found}=0,-1,{found})),-1)"

    def status(self, row: int, thing: RubricRow) -> str:
        """The status word."""
        words, code = self.words, f"{self.letters['code']}{row}"
        met, points = f"INDEX(RatingMet,{code})", f"INDEX(RatingPoints,{code})"
        is_met = f"{points}>={self.places.rubric.aim_of(thing)}" if self.across else f"{met}={quoted(words.yes)}"
        known = f"IF({is_met},{quoted(words.met)},{quoted(words.not_yet)})"
        if self.across:
            too_high = f"{points}>{self.letters['top']}{row}"
            known = f"IF({too_high},{quoted(words.check)},{known})"
        known = f'IF({met}="–",{quoted(words.left_out)},{known})'
        return f"=IF({code}=0,{quoted(words.to_rate)},IF({code}<0,{quoted(words.check)},{known}))"

    def reached(self, row: int) -> str:
        """The points of the rating, empty where there is no rating that counts."""
        status, code = f"{self.letters['status']}{row}", f"{self.letters['code']}{row}"
        words = self.words
        counts = f"OR({status}={quoted(words.met)},{status}={quoted(words.not_yet)})"
        return f'=IF({counts},INDEX(RatingPoints,{code}),"")'

    def points(self, row: int) -> str:
        """The points times the weight."""
        reached = f"{self.letters['reached']}{row}"
        return f'=IF(ISNUMBER({reached}),{reached}*{self.letters["weight"]}{row},"")'

    def gap(self, row: int) -> str:
        """The number of this row among those that stand between the trainee and the next level, else empty."""
        words, status, step = self.words, self.letters["status"], self.letters["step"]
        own = f"{status}{row}"
        is_open = f"OR({own}={quoted(words.not_yet)},{own}={quoted(words.to_rate)})"
        above = f"{status}${FIRST_ROW}:{own}"
        if self.across:
            count = "+".join(f"COUNTIF({above},{quoted(word)})" for word in (words.not_yet, words.to_rate))
            return f'=IF({is_open},{count},"")'
        steps = f"{step}${FIRST_ROW}:{step}{row}"
        count = "+".join(
            f"COUNTIFS({steps},NextStep,{above},{quoted(word)})" for word in (words.not_yet, words.to_rate)
        )
        return f'=IF(AND({step}{row}=NextStep,{is_open}),{count},"")'

    def next_step(self, row: int, thread: RubricRow) -> str:
        """The level to work on next: the next one described above what was reached, else the target."""
        reached = f"{self.letters['reached']}{row}"
        found = '""'
        for step in reversed(thread.described):
            found = f"IF({reached}<{step},{step},{found})"
        return f"=IF(ISNUMBER({reached}),{found},{thread.described_near(self.places.rubric.target)})"


class SummaryFormulas:
    """The formulas of Summary."""

    def __init__(self, places: Places) -> None:
        self.places, self.words = places, places.labels
        self.across = places.rubric.kind.is_across_levels

    def level(self, row: int) -> dict[str, str]:
        """One level's row, by column from C on; in the hidden column L its number where it is attained, else 0."""
        words, first = self.words, LEVEL_HEADER_ROW + 1
        yes, no = quoted(words.yes), quoted(words.no)
        number = row - LEVEL_HEADER_ROW
        step = self.places.rubric.rated_levels[number - 1]
        below = "" if row == first else f"COUNTIF(J${first}:J{row - 1},{no})=0,"
        among = f'ScoreTop,">="&B{row}' if self.across else f"ScoreLevel,B{row}"
        if self.places.asked_steps:
            among = f"{self.places.on('score', self.places.score_cells(f'asked{step}'))},1"
        met, not_yet, left_out = (
            f"COUNTIFS({among},ScoreStatus,{quoted(word)})" for word in (words.met, words.not_yet, words.left_out)
        )
        reached = f'COUNTIFS({among},ScoreStep,">="&B{row})' if self.across else met
        return {
            "C": f"=COUNTIFS({among})",
            "D": f"={left_out}",
            "E": f"={met}+{not_yet}",
            "F": f"={reached}",
            "G": f"=IF(C{row}-D{row}=0,0,F{row}/(C{row}-D{row}))",
            "H": "=ShareRequired",
            # The inner ROUND keeps 0.7*10 from becoming 7.000000000000001, which would ask for 8.
            "I": f"=MAX(0,ROUNDUP(ROUND(H{row}*(C{row}-D{row}),6),0)-F{row})",
            "J": f"=IF(C{row}-D{row}=0,{quoted(PASSED)},IF(AND({below}I{row}=0),{yes},{no}))",
            "L": f"=IF(J{row}={yes},{number},0)",
        }

    def results(self) -> dict[str, str]:
        """The results at the top, by `RESULT_KEYS`."""
        words, rubric = self.words, self.places.rubric
        most = (
            f"(SUMIFS(ScoreMost,ScoreStatus,{quoted(words.met)})+SUMIFS(ScoreMost,ScoreStatus,{quoted(words.not_yet)}))"
        )
        rated, to_rate = self._count(words.met, words.not_yet), self._count(words.to_rate, words.check)
        provisional = f'IF({to_rate}>0,{quoted(words.provisional)},"")'
        trainee = self.places.inputs["InTrainee"]
        up_to = f"$J${LEVEL_HEADER_ROW + 1}:$J${LEVEL_HEADER_ROW + 1 + rubric.rated_levels.index(rubric.target)}"
        yes, no = quoted(words.yes), quoted(words.no)
        none_open = f"IF(LevelsAttained=0,{quoted(PASSED)},{quoted(words.all_attained)})"
        below = joined(words.below, level="INDEX(LevelLabels,1)")
        return {
            "trainee": f'=IF(LEN({trainee})=0,"",{trainee})',
            # Nothing is known of somebody who is not rated: neither a level nor a score stands there.
            "attained": f"=IF({rated}=0,{quoted(words.not_rated)},"
            f"IF(LevelsAttained=0,{below},INDEX(LevelLabels,MAX(1,LevelsAttained))))",
            "score": f'=IF({rated}=0,"",IF({most}=0,0,SUM(ScorePoints)/{most}))',
            "rated": f"={joined(words.rated_of, rated=rated, all=f'({rated}+{to_rate})')}&{provisional}",
            "next": f"=IFERROR(INDEX(LevelLabels,{self._open_level()}),{none_open})",
            "still": f"=IFERROR(INDEX(LevelMissing,{self._open_level()}),0)",
            "target": f"=IF(AND(COUNTIF({up_to},{yes})>0,COUNTIF({up_to},{no})=0),{yes},{no})",
        }

    def levels_attained(self) -> str:
        """The number of the highest level that is attained, 0 for none."""
        return f"=MAX({self.places.level_cells('L')})"

    def next_step(self) -> str:
        """The step of the next level; 0 where every level is attained."""
        return f"=IFERROR(INDEX(LevelSteps,{self._open_level()}),0)"

    def _open_level(self) -> str:
        """The number of the first level that is still to be attained, an error where there is none."""
        return f"MATCH({quoted(self.words.no)},LevelAttained,0)"

    def area(self, row: int) -> dict[str, str]:
        """One criterion's row where statements are rated, by column from C on; its number stands in B."""
        words, among = self.words, f"ScoreArea,B{row}"
        met, not_yet, left_out = (
            f"COUNTIFS({among},ScoreStatus,{quoted(word)})" for word in (words.met, words.not_yet, words.left_out)
        )
        counted = f"(C{row}-{left_out})"
        return {
            "C": f"=COUNTIFS({among})",
            "D": f"={met}+{not_yet}",
            "E": f"={met}",
            "F": f"=IF({counted}=0,0,E{row}/{counted})",
            "G": f'=IF(D{row}=0,"",SUMIFS(ScoreStep,{among})/D{row})',
        }

    def thread(self, score_row: int) -> dict[str, str]:
        """One criterion's row where threads are rated: its rating, status, and the step reached."""
        letters, on = self.places.letters, self.places.on
        rating, status, reached = (on("score", f"{letters[key]}{score_row}") for key in ("rating", "status", "reached"))
        return {
            "C": f'=IF(LEN({rating})=0,"",{rating})',
            "D": f"={status}",
            "E": f'=IF(ISNUMBER({reached}),{reached},"")',
        }

    def count_of(self, number: int) -> str:
        """How often the rating with this number was given, where it could be."""
        wrong = f"-COUNTIFS(ScoreCode,{number},ScoreStatus,{quoted(self.words.check)})" if self.across else ""
        return f"=COUNTIF(ScoreCode,{number}){wrong}"

    def _count(self, *statuses: str) -> str:
        return "(" + "+".join(f"COUNTIF(ScoreStatus,{quoted(word)})" for word in statuses) + ")"
