"""The account that a supporter's post had opened, and how it goes when they are forgotten.

The network has to be told that we give its tokens up, and it may be away. Until it was told, a row
without name, address or handle stays; then it goes too.
"""

import datetime as dt

from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from accounts.models import User
from sharing import opening
from sharing.channels import networks_on
from sharing.disconnecting import disconnect
from sharing.models import Connection, Post

_NOWHERE = "@erased.invalid"


def forget_account(address: str, now: dt.datetime) -> None:
    """Remove what was opened for this address, in the caller's transaction. Staff are never met this way.

    Posts go too; those already out stay on the network, where they belong to their author.
    """
    user = opening.opened_for(address)
    if user is None:
        return
    connections = Connection.objects.defer("access_token", "refresh_token").filter(person=user)
    for connection in connections:
        disconnect(connection, now)
    Post.objects.filter(Q(connection__person=user) | Q(asked_by=user)).delete()
    _log_of(user).update(object_repr="—")
    # Where this site is off, nobody is there to tell.
    connections.exclude(network__in=[network.name for network in networks_on()]).delete()
    _make_nobody(user, connections)
    forget_those_given_back()


def forget_those_given_back() -> int:
    """Remove nameless rows whose network was told, or could not be within a day; returns how many."""
    waiting = Connection.objects.filter(give_back_at__isnull=False)
    done = User.objects.filter(email__endswith=_NOWHERE).exclude(pk__in=waiting.values("person"))
    gone = len(done)
    for user in done:
        user.delete()
    return gone


def _make_nobody(user: User, connections: "models.QuerySet[Connection]") -> None:
    user.name, user.email, user.is_active = "", f"{user.pk}{_NOWHERE}", False
    user.save(update_fields=["name", "email", "is_active"])
    EmailAddress.objects.filter(user=user).delete()
    for connection in connections:
        connections.filter(pk=connection.pk).update(handle="", remote_id=f"erased-{connection.pk}")


def _log_of(user: User) -> "models.QuerySet[LogEntry]":
    kind = ContentType.objects.get_for_model(User)
    return LogEntry.objects.filter(content_type=kind, object_id=str(user.pk))
