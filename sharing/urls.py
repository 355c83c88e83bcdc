"""Share links. They carry no language: each leads to a page in its own."""

from django.urls import path

from sharing.views.follow import follow

urlpatterns = [
    path("s/<str:code>/", follow, name="share_without_channel"),
    path("s/<str:code>/<str:channel>/", follow, name="share"),
]
