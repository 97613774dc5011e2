"""The command line: the same core, progress on stderr, results on stdout."""
