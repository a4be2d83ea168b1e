"""The storylines, authored as data: one file for each concern area, and one for matters beyond working life."""

from . import beyond, employment, hours, insurance, mixed, other, platform, safety, skills, union, wages

STORIES = (
    *wages.STORIES,
    *safety.STORIES,
    *insurance.STORIES,
    *hours.STORIES,
    *employment.STORIES,
    *platform.STORIES,
    *skills.STORIES,
    *union.STORIES,
    *other.STORIES,
    *beyond.STORIES,
    *mixed.STORIES,
)
