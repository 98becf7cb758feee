"""Rubric workbooks as LibreOffice prints them: pictures for people to look at, and checks of the pages."""
