"""Addresses of alert channels, recipients, message templates, failed messages, a member's own wishes."""

from __future__ import annotations

from django.urls import URLPattern, path

from dashboards.views import acknowledge, channels, contact, recipients, undelivered, wording

urlpatterns: list[URLPattern] = [
    path("channels/", channels.channels, name="channels"),
    path("channels/add/<slug:kind>/", channels.add, name="channel_add"),
    path("channels/<int:pk>/", channels.edit, name="channel_edit"),
    path("channels/<int:pk>/test/", channels.test, name="channel_test"),
    path("channels/<int:pk>/retire/", channels.retire, name="channel_retire"),
    path("channels/recipients/add/", recipients.add, name="recipient_add"),
    path("channels/recipients/<int:pk>/", recipients.change, name="recipient_change"),
    path("channels/wording/", wording.wordings, name="wordings"),
    path("channels/wording/<slug:name>/<slug:language>/", wording.wording, name="wording"),
    path("undelivered/", undelivered.undelivered, name="undelivered"),
    path("undelivered/again/", undelivered.again, name="undelivered_again"),
    path("contact/", contact.contact, name="contact"),
    path("contact/notifications/", contact.switch, name="notifications_switch"),
    path("contact/notifications/take/", contact.take, name="notifications_take"),
    path("ack/<str:token>/", acknowledge.acknowledge, name="acknowledge"),
]
