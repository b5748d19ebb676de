"""Figures as people read them: French tables and sentences over an assessment or a projection."""
