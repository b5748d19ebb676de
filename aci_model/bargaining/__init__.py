"""At the table with the CPAM and the ARS: what clauses are worth, what can be held, what was agreed."""
