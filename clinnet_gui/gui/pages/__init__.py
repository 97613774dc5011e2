"""Pages: one file for each step or tab; they compose widgets and connect them to the session."""
