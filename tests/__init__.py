"""Every test of the project; `python3 -m tests` sets everything up and runs them all."""
