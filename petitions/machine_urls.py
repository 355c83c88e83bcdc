"""Addresses that programs look for at the root, without a language."""

from django.urls import path

from petitions.views import embed, machines

urlpatterns = [
    path("oembed/", embed.oembed, name="oembed"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", machines.sitemap_part, name="sitemap_part"),
]
