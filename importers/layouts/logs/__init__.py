"""Logs of risks, issues, assumptions and decisions: the tables, their entries, and what each entry belongs to."""
