"""Addresses of the district: units and places."""

from __future__ import annotations

from django.urls import URLPattern, path

from dashboards.views import district_files, places, unit_removal, units

urlpatterns: list[URLPattern] = [
    path("units/", units.units, name="units"),
    path("units/add/", units.add, name="unit_add"),
    path("units/<int:pk>/edit/", units.edit, name="unit_edit"),
    path("units/<int:pk>/remove/", unit_removal.remove, name="unit_remove"),
    path("units/<int:pk>/back/", unit_removal.back, name="unit_back"),
    path("places/", places.places, name="places"),
    path("places/add/", places.add, name="place_add"),
    path("places/<int:pk>/edit/", places.edit, name="place_edit"),
    path("places/<int:pk>/remove/", places.remove, name="place_remove"),
    path("district/<slug:kind>/import/", district_files.bring, name="district_import"),
    path("district/<slug:kind>/template.xlsx", district_files.template, name="district_template"),
    path("district/<slug:kind>/export.xlsx", district_files.export, name="district_export"),
]
