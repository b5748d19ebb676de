"""Sample files: a real contract whose results are invented, an empty template, a deliberately dirty file."""
