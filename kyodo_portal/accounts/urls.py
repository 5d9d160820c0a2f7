"""Our own addresses beside allauth's."""

from django.urls import path, re_path

from . import outside_saml_views, outside_views, views
from .invitation_views import invitation

urlpatterns = [
    path("name/", views.account_name, name="account-name"),
    path("doors/", outside_views.account_doors, name="account-doors"),
    path("oidc/<slug:provider_id>/login/", outside_views.outside_login, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", outside_views.outside_callback, name="openid_connect_callback"),
    path("saml/login/", outside_saml_views.saml_login, name="saml-login"),
    path("saml/acs/", outside_saml_views.saml_acs, name="saml-acs"),
    path("saml/finish/", outside_saml_views.saml_finish, name="saml-finish"),
    path("saml/metadata/", outside_saml_views.saml_metadata, name="saml-metadata"),
    path("invitation/<str:token>/", invitation, name="invitation"),
    re_path("^code/(?P<door>sign-in|address|reset)/again/$", views.code_again, name="account-code-again"),
    path("2fa/webauthn/login/", views.sign_in_by_key, name="mfa_login_webauthn"),  # before allauth's own, under its name
]
