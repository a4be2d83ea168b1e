"""Signing in (docs/signing-in.md): how long a session lasts, second factor, single sign-on."""

from __future__ import annotations

from monitor.lib.env import boolean, setting

IDLE_MINUTES = setting(
    "TINGCHAO_IDLE_MINUTES",
    int,
    120,
    "A browser is signed out after so many minutes in which nobody did anything; updates that come by themselves do not count.",
)
SESSION_HOURS = setting(
    "TINGCHAO_SESSION_HOURS", int, 12, "A browser is signed out so many hours after it was signed in, whatever is done."
)
MFA_REQUIRED = setting(
    "TINGCHAO_MFA_REQUIRED", boolean, default=False, help="Leads and admins must have a second factor (TOTP)."
)
OIDC_ISSUER = setting(
    "TINGCHAO_OIDC_ISSUER", str, "", "Address of the OpenID Connect provider (issuer); empty = no single sign-on."
).rstrip("/")
OIDC_CLIENT_ID = setting("TINGCHAO_OIDC_CLIENT_ID", str, "", "Client id that the provider gave this installation.")
OIDC_CLIENT_SECRET = setting(
    "TINGCHAO_OIDC_CLIENT_SECRET", str, "", "Client secret; better as TINGCHAO_OIDC_CLIENT_SECRET_FILE."
)
OIDC_CLAIM = setting(
    "TINGCHAO_OIDC_CLAIM",
    str,
    "preferred_username",
    "Claim that holds the user name of the member; `email` matches the e-mail address instead.",
)
OIDC_NAME = setting("TINGCHAO_OIDC_NAME", str, "", "Name of the provider on the button of the login page.")
OIDC_CA_FILE = setting(
    "TINGCHAO_OIDC_CA_FILE", str, "", "Own certificate authority file (PEM) for talking to the provider."
)
