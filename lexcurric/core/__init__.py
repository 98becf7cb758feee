"""Nouns and rules, pure: no files, database, screen, clock or chance (`lint-imports` checks it)."""
