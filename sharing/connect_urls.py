"""A supporter's own page, their walk to a network and back, and reports behind their links: pages that
speak the language of their path."""

from django.urls import path

from sharing.views import connect, me, post, report, unsubscribe
from sharing.views.developers import developers

urlpatterns = [
    path("developers/", developers, name="developers"),
    path("me/", me.ask, name="ask_for_me"),
    path("me/<str:token>/", me.mine, name="me"),
    path("me/<str:token>/data.json", me.data, name="my_data"),
    path("unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("report/<str:token>/", report.report, name="funder_report"),
    path("report/<str:token>/report.pdf", report.report_pdf, name="funder_report_pdf"),
    path("report/<str:token>/figures.csv", report.report_csv, name="funder_report_csv"),
    path("connect/<slug:network>/", connect.start, name="connect_start"),
    path("connect/<slug:network>/open/", connect.open_letter, name="connect_open"),
    path("connect/<slug:network>/not-now/", connect.not_now, name="connect_not_now"),
    path("connect/<slug:network>/post/", post.compose, name="connect_post"),
    path("connect/<slug:network>/take-back/", post.take_back, name="connect_take_back"),
    path("connect/<slug:network>/tell/", post.tell, name="connect_tell"),
    path("connect/<slug:network>/leave/", connect.leave, name="connect_leave"),
]
