"""
Every word that a rubric workbook shows, in one record a language; what the framework says stays as it is.

`{…}` marks what is put in. The words of a status stand in formulas too, so they come from here as well.
"""

from __future__ import annotations

from collections.abc import Mapping

from lexcurric.core.errors import EditError
from lexcurric.core.model import Record

LANGUAGES = ("en", "es")


class KindLabels(Record):
    """The words of one kind of rubric: its title, what it is for, and how it is used."""

    title: str
    purpose: str
    steps: tuple[str, ...]
    score_purpose: str
    thing: str
    things: str


class Labels(Record):
    """The words of one language; `code` is its ISO 639-1 code."""

    code: str
    right_to_left: bool = False
    # Sheets
    start: str
    score: str
    summary: str
    plan: str
    cohort: str
    cohort_summary: str
    sources: str
    # Kinds
    checklist: KindLabels
    analytic: KindLabels
    single_point: KindLabels
    holistic: KindLabels
    # Scales
    performance: tuple[str, str, str, str, str]
    not_applicable: str
    not_applicable_means: str
    beyond: str
    beyond_means: str
    reached: str
    reached_means: str
    not_reached: str
    not_reached_means: str
    works_at: str
    below_all: str
    below_means: str
    no_criterion: str
    # Start
    framework: str
    how_to: str
    step: str
    first_step_named: str
    scale_and_rules: str
    rating: str
    short: str
    meaning: str
    counts_as_met: str
    points: str
    yes: str
    no: str
    rule: str
    rule_means: str
    value: str
    met_rating: str
    met_rating_means: str
    share_required: str
    share_required_means: str
    one_rating_means: str
    highest_rating: str
    highest_rating_means: str
    target_level: str
    target_level_means: str
    scale_table: str
    rules_table: str
    go_to: str
    about_score: str
    about_summary: str
    about_plan: str
    about_cohort: str
    about_cohort_summary: str
    about_sources: str
    logo: str
    # Score
    trainee: str
    date: str
    place: str
    trainer: str
    level_attained: str
    weighted_score: str
    ref: str
    level: str
    criterion: str
    statement: str
    status: str
    weight: str
    evidence: str
    not_yet_evidence: str
    beyond_evidence: str
    what_it_looks_like: str
    reached_mark: str
    overall: str
    comment: str
    continued: str
    no_statement: str
    scores_table: str
    met: str
    not_yet: str
    to_rate: str
    left_out: str
    check: str
    choose: str
    not_a_rating: str
    choose_one: str
    not_a_date: str
    date_like: str
    too_long: str
    keep_short: str
    # Summary
    summary_title: str
    summary_purpose: str
    rated_so_far: str
    next_level: str
    still_to_meet: str
    target_attained: str
    below: str
    all_attained: str
    rated_of: str
    provisional: str
    level_step: str
    statements: str
    rated: str
    met_count: str
    share_met: str
    attained: str
    descriptions_table: str
    levels_table: str
    areas_table: str
    average: str
    ratings_given: str
    count: str
    counts_table: str
    chart_levels: str
    chart_levels_text: str
    chart_areas: str
    chart_areas_text: str
    chart_shares: str
    chart_shares_text: str
    chart_counts: str
    chart_counts_text: str
    chart_threads: str
    chart_threads_text: str
    # Action plan
    plan_title: str
    plan_purpose: str
    number: str
    work_on: str
    action: str
    by_when: str
    plan_table: str
    plan_done: str
    plan_done_target: str
    plan_more: str
    date_short: str
    sign_off: str
    signed_trainer: str
    signed_trainee: str
    comments: str
    # Cohort
    cohort_title: str
    cohort_purpose: str
    name_here: str
    trainee_mark: str
    cohort_table: str
    choose_mark: str
    # Cohort summary
    cohort_summary_title: str
    cohort_summary_purpose: str
    column: str
    level_met: str
    results_table: str
    trainees: str
    level_counts_table: str
    chart_cohort: str
    chart_cohort_text: str
    not_rated: str
    # Sources
    sources_title: str
    sources_purpose: str
    item: str
    what_it_is: str
    sources_table: str
    # Pages
    header_right: str
    page_of: str
    # Labels of the provenance lines, by their English text.
    provenance: Mapping[str, str]
    not_stated: Mapping[str, str]

    def of_kind(self, kind: str) -> KindLabels:
        """The words of a kind of rubric, named as in `RubricKind`."""
        found: KindLabels = getattr(self, kind.replace("-", "_"))
        return found


def labels_of(language: str) -> Labels:
    """The words of a language, such as `en`. Raises EditError for one that there is not."""
    if language == "es":
        from lexcurric.core.rubric.spanish import SPANISH

        return SPANISH
    if language == "en":
        from lexcurric.core.rubric.english import ENGLISH

        return ENGLISH
    raise EditError(f"no labels in the language {language!r}; there is {', '.join(LANGUAGES)}")
