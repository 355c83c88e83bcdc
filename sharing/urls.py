"""Addresses without a language: share links, each of which leads to a page in its own, what pages' scripts
tell, and X's way back."""

from django.urls import path

from sharing.api import api
from sharing.views.connect import back
from sharing.views.follow import follow
from sharing.views.qr import own
from sharing.views.seen import seen

urlpatterns = [
    path("s/<str:code>/qr.svg", own, name="share_qr"),
    path("s/<str:code>/", follow, name="share_without_channel"),
    path("s/<str:code>/<str:channel>/", follow, name="share"),
    path("seen/", seen, name="seen"),
    path("api/v1/", api.urls),
    # To the letter as it is registered at each network.
    path("connect/<slug:network>/back/", back, name="connect_back"),
]
