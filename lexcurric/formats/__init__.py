"""One module for each format, each with a reader, a writer or both; none knows another."""
