"""Criteria: the threads of a rubric across levels, proposed from the statements and settled by the designer."""
