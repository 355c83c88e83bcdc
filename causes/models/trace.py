"""What a signing leaves behind for three days, so that a crowd can be told from a program."""

from django.db import models

from causes.models.link import Link
from causes.models.page import Page


class Trace(models.Model):
    """Where a name came from: a keyed hash of the network it was signed from, and the domain of its mailbox.

    One for each name's own link, at most 72 hours old (`causes.tracing`). The key changes every day. `origin`
    is empty once the same mailbox was signed from a second network: then it is nobody's, so that nobody is
    struck for what a stranger typed. Without constraints: it is written with every name, and outlives none.
    """

    link = models.OneToOneField(
        Link, on_delete=models.CASCADE, primary_key=True, related_name="trace", db_constraint=False
    )
    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    origin = models.CharField(max_length=24)
    domain = models.CharField(max_length=253)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="trace_at")]
