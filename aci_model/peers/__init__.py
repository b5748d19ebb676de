"""Comparing communities without exposing any: what a campaign may publish, and the gate it passes first."""
