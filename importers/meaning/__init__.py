"""What a sheet means: header, columns, rows, dates, amounts, units, printed totals. Knows no layout."""
