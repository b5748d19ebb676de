"""The years ahead: scenarios, projection, commitments."""
