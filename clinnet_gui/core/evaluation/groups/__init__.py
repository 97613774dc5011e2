"""Groups of patients by one column: judged side by side, or left out in turn."""
