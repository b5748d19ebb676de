"""Speeds, measured and printed, never tested: a machine's pace swings, so medians and ratios of one run."""
