"""The one back office at `/admin/`. People sign in through allauth, like everywhere else."""

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _


class DeskConfig(AdminConfig):
    default_site = "config.admin_site.Desk"


class Desk(admin.AdminSite):
    """Django's admin with our name on the door."""

    site_header = "Groundswell"
    site_title = "Groundswell"
    index_title = _("The desk")

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        target = urlencode({"next": request.GET.get("next", "/admin/")})
        return HttpResponseRedirect(f"{reverse('account_login')}?{target}")
