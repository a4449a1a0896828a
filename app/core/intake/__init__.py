"""Rows of an import become changes. Start reading at `plan.py`; see app/README.md for the rooms."""
