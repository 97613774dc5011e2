"""Spikes: steps that stand out, what they come from, the replay that proves it, and the repair.

``monitor`` raises the alarm from the ``signs`` that ``gauges`` read of each step; ``diagnosing``
asks ``cascade`` for evidence, makes the last steps again from the ``ring`` with one thing changed
(``replay``), and grades the ``damage``.
"""
