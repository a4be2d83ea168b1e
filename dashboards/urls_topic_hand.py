"""Addresses of what people do to topics."""

from __future__ import annotations

from django.urls import URLPattern, path

from dashboards.views import topic_hand, topic_many, topic_merge, topic_split

urlpatterns: list[URLPattern] = [
    path("topics/merge/", topic_merge.merge, name="topic_merge"),
    path("topics/many/", topic_many.many, name="topic_many"),
    path("topics/<int:topic_id>/flag/<str:flag>/", topic_hand.flag, name="topic_flag"),
    path("topics/<int:topic_id>/rename/", topic_hand.rename, name="topic_rename"),
    path("topics/<int:topic_id>/unrelated/", topic_hand.unrelated, name="topic_unrelated"),
    path("topics/<int:topic_id>/changes/<int:pk>/undo/", topic_hand.undo, name="topic_undo"),
    path("topics/<int:topic_id>/split/", topic_split.split, name="topic_split"),
    path("topics/<int:topic_id>/parts/", topic_split.parts, name="topic_parts"),
]
