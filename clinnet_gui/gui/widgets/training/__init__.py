"""What the Training page is made of: live plots and their incremental summaries, events, status, verdict."""
