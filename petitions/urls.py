"""Public addresses: what people read and sign."""

from django.urls import path

from petitions.views import browse, cause, embed, find, machines, page, press, report, wording
from petitions.views.handover import handover
from petitions.views.live import live

petition_urls = [
    path("p/<slug:slug>/live/", live, name="live"),
    path("p/<slug:slug>.svg", embed.badge, name="badge"),
    path("embed/p/<slug:slug>/", embed.form, name="embed_form"),
    path("embed/p/<slug:slug>/count/", embed.count, name="embed_count"),
    path("p/<slug:slug>/handover/", handover, name="handover"),
    path("p/<slug:slug>.json", page.public_numbers, name="numbers"),
    path("p/<slug:slug>/", page.page, name="petition"),
    path("p/<slug:slug>/press/", press.press, name="press"),
    path("p/<slug:slug>/wording/", wording.of_petition, name="wording"),
    path("p/<slug:slug>/report/", report.report, name="report"),
]
browse_urls = [
    path("", browse.home, name="home"),
    path("petitions/", find.petitions, name="petitions"),
    path("search/", find.search, name="search"),
    path("causes/", browse.causes, name="causes"),
    path("causes/<slug:slug>.json", cause.public_numbers, name="cause_numbers"),
    path("causes/<slug:slug>/", cause.page, name="cause"),
    path("causes/<slug:slug>/wording/", wording.of_cause, name="cause_wording"),
    path("organisations/<slug:slug>/", browse.organisation, name="organisation"),
    path("privacy/", browse.privacy, name="privacy"),
    path("cookies/", browse.cookies, name="cookies"),
    path("accessibility/", browse.accessibility, name="accessibility"),
    path("how-we-count/", browse.how_we_count, name="how_we_count"),
]
feed_urls = [
    path("feeds/petitions/", machines.site_feed, name="site_feed"),
    path("feeds/causes/<slug:slug>/", machines.cause_feed, name="cause_feed"),
    path("feeds/organisations/<slug:slug>/", machines.organisation_feed, name="organisation_feed"),
]
urlpatterns = [*petition_urls, *browse_urls, *feed_urls]
