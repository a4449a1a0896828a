"""How an understood table becomes items of a batch, and how the items of several sheets become one. Knows no layout."""
