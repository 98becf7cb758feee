from __future__ import annotations

from lexcurric.bundled import VOCABULARIES, sample_file
from lexcurric.workspace.framework import Framework
from lexcurric.workspace.workspace import Workspace

SPLIT_TEXT = "Proofed loaves — score with a razor blade to our own pattern, then load into the deck oven with steam."


def statement(framework: Framework, begin: str) -> str:
    return next(each.id for each in framework.content.active if each.text.startswith(begin))


def edit_sample(workspace: Workspace) -> Framework:
    """The sample with edits that meet the new export's: reworded on both sides, retired, and edited before a split."""
    framework = workspace.import_export(sample_file())
    framework.add_vocabularies(sample_file(VOCABULARIES))
    flour = statement(framework, "Flour")
    framework.edit(flour, framework.statement(flour).text.replace("weigh ", "weigh and label ", 1), "Our house rule")
    framework.retire(statement(framework, "Ingredient cost"), "We do not cost batches")
    framework.edit(statement(framework, "Proofed loaves"), SPLIT_TEXT)
    framework.save("v.26.05-acme.1", "Acme's wording for the spring intake", "published")
    return framework
