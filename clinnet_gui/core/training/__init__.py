"""Training: records, loop, safe step, spikes, baselines, verdict."""
