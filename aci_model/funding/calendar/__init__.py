"""When the money of a contract comes: its rules, its ledgers, what was really paid, what was paid too much."""
