"""Web pages as sheets: the tokens of HTML, its tables, its styles, the values behind what it shows."""
