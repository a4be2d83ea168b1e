"""The storylines, authored as data: one file for each concern area, and one for matters beyond working life."""

from . import safety, wages

STORIES = (*wages.STORIES, *safety.STORIES)
