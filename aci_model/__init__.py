"""The ACI of a CPTS: its texts, its workbook, its euros. A library that happens to have a dashboard."""
