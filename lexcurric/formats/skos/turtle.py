"""A Turtle file as nodes with their properties, read by rdflib (the extra `skos`); nothing is fetched."""

from __future__ import annotations

import logging
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Self
from urllib.parse import quote

from lexcurric.core.errors import FileError, Problem

if TYPE_CHECKING:
    from rdflib.term import Node as Part

OTHERWISE = "Or give the file as RDF/XML (.rdf, .xml) or JSON-LD (.jsonld)"


def read_turtle(path: Path, body: bytes) -> dict[str, dict[str, list[tuple[str, str]]]]:
    """
    The subjects of a Turtle file in its order: of each its properties by address, their values with their language.

    Raises FileError where rdflib is not installed, and for what is not Turtle.
    """
    if find_spec("rdflib") is None:
        problem = Problem("", "Turtle is read with rdflib, which is not installed")
        raise FileError(str(path), [problem], f"Install it with: pip install 'lexcurric[skos]'. {OTHERWISE}")
    from rdflib import Graph, Literal
    from rdflib.plugins.parsers.notation3 import BadSyntax

    # Addresses that are relative are so to the file; where it lies on this machine is nobody's business.
    base = f"file:///{quote(path.stem.replace(' ', '-'))}"
    triples: dict[tuple[Part, Part, Part], None] = {}

    class InOrder(Graph):
        # A graph has no order, and rdflib's comes out by chance; terms are to stand as their author wrote them.
        def add(self, triple: tuple[Part, Part, Part]) -> Self:
            triples[triple] = None
            return self

    graph = InOrder(bind_namespaces="none")
    # A number that is none is worth no traceback on a designer's screen: it is text to us.
    log = logging.getLogger("rdflib")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        graph.parse(data=body.decode("utf-8-sig"), format="turtle", publicID=base)
    except UnicodeDecodeError:
        raise _fault(path, Problem("", "not Turtle: it is not in UTF-8")) from None
    except RecursionError:
        raise _fault(path, Problem("", "not Turtle that is read here: brackets are nested too deep")) from None
    except BadSyntax as error:
        raise _fault(path, Problem(f"line {error.lines + 1}", f"not Turtle: {_reason(error)}")) from None
    except Exception as error:  # rdflib lets what it trips over come out as it is: IndexError, AssertionError, …
        raise _fault(path, Problem("", f"not Turtle that is read here: {_reason(error)}")) from None
    finally:
        log.setLevel(level)

    blanks: dict[Part, str] = {}

    def said(part: Part) -> str:
        # rdflib names blank nodes by chance; the same file must always give the same names.
        return blanks.setdefault(part, f"_:{len(blanks) + 1}") if _is_blank(part) else str(part)

    nodes: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for subject, name, value in triples:
        language = value.language if isinstance(value, Literal) else None
        nodes.setdefault(said(subject), {}).setdefault(str(name), []).append((said(value), language or ""))
    return nodes


def _is_blank(part: Part) -> bool:
    from rdflib import BNode

    return isinstance(part, BNode)


def _reason(error: Exception) -> str:
    """What the parser says, without the piece of the file that it prints below."""
    told = getattr(error, "_why", "") or str(error) or type(error).__name__
    return str(told).strip().splitlines()[0].partition(" at ^ in")[0]


def _fault(path: Path, problem: Problem) -> FileError:
    return FileError(str(path), [problem], f"Correct the file. {OTHERWISE}")
