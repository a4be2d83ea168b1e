"""Addresses of the API, its reference page, tokens and feeds."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from dashboards.api.app import api
from dashboards.views import api_docs, feeds, tokens

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/openapi.json", api_docs.openapi, name="openapi"),
    path("api/v1/", api.urls),
    path("api/", api_docs.reference, name="api_docs"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="token_revoke"),
    path("feeds/<slug:name>/<str:token>.atom", feeds.feed, name="feed"),
]
