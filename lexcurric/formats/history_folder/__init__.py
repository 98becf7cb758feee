"""A whole workspace as a folder of plain JSON that git can hold: what was written stays, what is new is added."""

from lexcurric.formats.history_folder.names import folder_name, is_history_folder
from lexcurric.formats.history_folder.reading import FolderReader
from lexcurric.formats.history_folder.spelling import Fields, FolderHeads, Notes, SourceNote
from lexcurric.formats.history_folder.statements import render_statements
from lexcurric.formats.history_folder.writing import FolderWriter

__all__ = [
    "Fields",
    "FolderHeads",
    "FolderReader",
    "FolderWriter",
    "Notes",
    "SourceNote",
    "folder_name",
    "is_history_folder",
    "render_statements",
]
