"""Measuring the stages together against a truth in files: reading it, replaying an exercise, joining the scores.

Above the stages, beside the exercise; the scores themselves are pure and live with their stage.
"""
