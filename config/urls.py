"""Every address of the house. Public pages exist below each language's prefix too."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.static import serve

from config import health

# What a crowd asks for stands first: addresses are tried one after the other.
urlpatterns = [
    path("", include("sharing.urls")),
    *i18n_patterns(
        path("", include("petitions.urls")),
        path("", include("causes.urls")),
        path("", include("sharing.connect_urls")),
        path("accounts/2fa/", include("allauth.mfa.urls")),
        path("accounts/", include("config.sign_in_urls")),
        prefix_default_language=False,
    ),
    path("", include("petitions.machine_urls")),
    path("", include("causes.machine_urls")),
    path("", include("accounts.urls")),
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("admin/", admin.site.urls),
]

if settings.DEVELOPMENT:
    urlpatterns.extend(i18n_patterns(path("", include("config.style_page")), prefix_default_language=False))
    urlpatterns.append(re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}))

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
