"""Addresses of search and of saved searches."""

from __future__ import annotations

from django.urls import URLPattern, path

from dashboards.views import saved_searches, search

urlpatterns: list[URLPattern] = [
    path("search/", search.search, name="search"),
    path("search/counts/", search.counts, name="search_counts"),
    path("search/volume.csv", search.volume_csv, name="search_volume"),
    path("search/export.<slug:kind>", search.export, name="search_export"),
    path("search/saved/", saved_searches.saved_searches, name="saved_searches"),
    path("search/saved/add/", saved_searches.add, name="saved_search_add"),
    path("search/saved/<int:pk>/", saved_searches.saved_search, name="saved_search"),
    path("search/saved/<int:pk>/rule/", saved_searches.rule, name="saved_search_rule"),
    path("search/saved/<int:pk>/edit/", saved_searches.edit, name="saved_search_edit"),
    path("search/saved/<int:pk>/delete/", saved_searches.delete, name="saved_search_delete"),
]
