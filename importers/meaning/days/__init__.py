"""Days: dates in whatever spelling, weekdays, and calendars that are drawn or that nobody can date."""
