"""The one back office at `/admin/`. People sign in through allauth, like everywhere else."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts import clock


class DeskConfig(AdminConfig):
    default_site = "config.admin_site.Desk"


class Desk(admin.AdminSite):
    """Django's admin with our name on the door and our three headings on its front page.

    What is imported inside its methods needs models, which are ready only after this module was imported.
    """

    site_header = "Groundswell"
    site_title = "Groundswell"
    index_title = _("The desk")
    enable_nav_sidebar = False

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """To the one sign-in page; somebody who is signed in but does not work here is told so."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        target = urlencode({"next": request.GET.get("next", reverse("admin:index"))})
        return HttpResponseRedirect(f"{reverse('account_login')}?{target}")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return HttpResponseRedirect(reverse("account_change_password"))

    def get_urls(self) -> list[Any]:
        """Without Django's "view on site": it would tell the address of any row to anybody in here."""
        from petitions.admin.waiting import waiting_urls
        from sharing.admin.growth import growth_urls
        from sharing.admin.texts import text_urls

        urls = [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]
        return [*growth_urls(self), *text_urls(self), *waiting_urls(self), *urls]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        from config.desk_menu import with_numbers
        from petitions.desk_start import start

        answer = super().index(request, {**(extra_context or {}), "start": start(request.user, clock.now())})
        assert answer.context_data is not None  # Django's own index always gives one
        with_numbers(self, request, answer.context_data["app_list"])
        return answer

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The menu by what people come for, not by how the code is cut."""
        from config.desk_menu import by_heading

        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        return by_heading(self, request, [model for app in apps for model in app["models"]])
