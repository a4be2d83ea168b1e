"""Side-by-side benchmarks: one module per question, `run(full=...)` returns figures, ratios and growth as numbers.

Machines are noisy: only ratios against a peer measured in the same run mean anything.
"""
