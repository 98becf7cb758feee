"""What `core/match.py` is made of: likeness of wordings, place as evidence, assignment, parts, and reasons."""
