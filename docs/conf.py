"""How the documentation site is built: `make docs` writes it to docs/_build."""

project = "lexcurric"
author = "The lexcurric authors"
extensions = ["myst_parser"]
html_theme = "furo"
html_title = "lexcurric"
exclude_patterns = ["_build"]
myst_heading_anchors = 3
