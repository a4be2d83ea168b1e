"""Addresses of signing in and of a member's own page. Of allauth's only those that are needed, under allauth's names where it looks them up."""

from __future__ import annotations

from django.urls import URLPattern, path

from dashboards.views import me, second_factor, session, single_sign_on

urlpatterns: list[URLPattern] = [
    path("login/", session.login, name="account_login"),
    path("login/code/", session.code, name="mfa_authenticate"),
    path("login/sso/", single_sign_on.start, name="sso"),
    path("login/<slug:provider_id>/callback/", single_sign_on.back, name="openid_connect_callback"),
    path("password/<str:token>/", me.link, name="password_link"),
    path("me/", me.me, name="me"),
    path("me/active/", me.active, name="active"),
    path("me/password/", me.password, name="account_change_password"),
    path("me/again/", session.again, name="account_reauthenticate"),
    path("me/again/code/", session.again_code, name="mfa_reauthenticate"),
    path("me/factor/", second_factor.index, name="mfa_index"),
    path("me/factor/add/", second_factor.activate, name="mfa_activate_totp"),
    path("me/factor/remove/", second_factor.deactivate, name="mfa_deactivate_totp"),
    path("me/factor/codes/", second_factor.codes, name="mfa_view_recovery_codes"),
    path("me/factor/codes/new/", second_factor.new_codes, name="mfa_generate_recovery_codes"),
    path("me/sessions/end/", me.end_one, name="session_end"),
    path("me/sessions/end-all/", me.end_all, name="sessions_end"),
]
