"""The command line: one command a designer action; each gathers input, calls the workspace and prints the answer."""
