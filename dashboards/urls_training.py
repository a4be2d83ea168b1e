"""Addresses of the training (only in an exercise)."""

from __future__ import annotations

from django.urls import URLPattern, path

from dashboards.views import training

urlpatterns: list[URLPattern] = [
    path("training/", training.home, name="training"),
    path("training/start/", training.start, name="training_start"),
    path("training/note/", training.note, name="training_note"),
    path("training/<int:pk>/", training.run, name="training_run"),
    path("training/<int:pk>/note/<int:note_id>/", training.answer, name="training_answer"),
    path("training/<int:pk>/note/<int:note_id>/remove/", training.remove, name="training_note_remove"),
    path("training/<int:pk>/tag/<int:tag_id>/", training.tag, name="training_tag"),
    path("training/<int:pk>/finish/", training.finish, name="training_finish"),
    path("training/<int:pk>/delete/", training.delete, name="training_delete"),
]
