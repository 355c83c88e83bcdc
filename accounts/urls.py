"""Public addresses of this floor."""

from django.urls import path

from accounts.views import stylesheet

urlpatterns = [path("look/<slug:slug>/<slug:digest>.css", stylesheet, name="look")]
