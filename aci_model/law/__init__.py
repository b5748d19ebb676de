"""The texts as dated data: read, validate, fold."""
