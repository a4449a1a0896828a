"""Schedules of other programs: their files become one shape (model.py), and that shape becomes items (batch.py)."""
