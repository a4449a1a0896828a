"""Tree lists (WBS): signals of what hangs under what, the choice between them, and the rows as records."""
