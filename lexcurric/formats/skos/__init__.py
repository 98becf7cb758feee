"""SKOS concept schemes as vocabularies: RDF/XML and JSON-LD (`read`), and Turtle with the extra `skos` (`turtle`)."""

from lexcurric.formats.skos.read import ENDINGS, read_skos

__all__ = ["ENDINGS", "read_skos"]
