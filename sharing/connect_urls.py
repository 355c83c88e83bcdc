"""A supporter's own page, their walk to X and back, and reports behind their links: pages that speak the
language of their path."""

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
    path("connect/x/", connect.start, name="connect_x"),
    path("connect/x/open/", connect.open_letter, name="connect_x_open"),
    path("connect/x/not-now/", connect.not_now, name="connect_x_not_now"),
    path("connect/x/post/", post.compose, name="connect_x_post"),
    path("connect/x/take-back/", post.take_back, name="connect_x_take_back"),
    path("connect/x/tell/", post.tell, name="connect_x_tell"),
    path("connect/x/leave/", connect.leave, name="connect_x_leave"),
]
