"""Corrections, blind checks, and the gate that a trained model must pass. Figures are read in `monitor.queries.quality`."""
