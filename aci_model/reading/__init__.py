"""Spreadsheets in, French cells understood, every doubt reported; templates and exports out."""
