"""Addresses of the act itself, the same for causes and petitions."""

from django.urls import path

from causes.views.confirm import confirm
from causes.views.recognised import recognised
from causes.views.thanks import framed_thanks, thanks

urlpatterns = [
    path("thanks/<str:token>/", thanks, name="thanks"),
    path("embed/thanks/<str:token>/", framed_thanks, name="framed_thanks"),
    path("confirm/<str:token>/", confirm, name="confirm"),
    path("sign/<str:token>/", recognised, name="recognised"),
]
