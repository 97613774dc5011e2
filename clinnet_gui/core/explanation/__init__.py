"""Explanation: what each column contributed to a patient's risk, in original columns."""
