"""From contract lines and results to euros."""
