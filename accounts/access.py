"""The one door: who may do what, and where. Admin, dashboards, exports and API all ask here."""

from enum import StrEnum

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from accounts.models import Membership, Organisation, Role, User

Visitor = User | AnonymousUser


class May(StrEnum):
    """What can be done in an organisation."""

    SEE = "see"  # dashboards without personal data
    MODERATE = "moderate"  # review, hide and show again, answer reports: no role in an organisation does
    RUN = "run"  # create, edit and publish causes and petitions, connect accounts
    READ_SIGNATURES = "read signatures"
    EXPORT = "export"  # take personal data out
    ANSWER = "answer"  # answer what people ask about their own data: look up, give, withdraw, erase
    AUDIT = "audit"  # read who did what with personal data and rights
    GOVERN = "govern"  # the organisation's own record and its people
    LEAVE = "leave"  # take everything out at once: only who may both GOVERN and EXPORT


_ALLOWED: dict[Role, frozenset[May]] = {
    Role.OWNER: frozenset({May.SEE, May.RUN, May.READ_SIGNATURES, May.ANSWER, May.AUDIT, May.GOVERN}),
    Role.ORGANISER: frozenset({May.SEE, May.RUN, May.READ_SIGNATURES}),
    Role.DATA_OFFICER: frozenset({May.SEE, May.READ_SIGNATURES, May.ANSWER, May.AUDIT, May.EXPORT}),
    Role.VIEWER: frozenset({May.SEE}),
}


_EVERYWHERE_FOR_MODERATORS = frozenset({May.SEE, May.MODERATE})


# No site administrator does these without the role, which they can give themselves, visibly.
_NEEDS_THE_ROLE = frozenset({May.EXPORT, May.ANSWER})


def roles_that_may(what: May) -> list[Role]:
    return [role for role, allowed in _ALLOWED.items() if what in allowed]


def organisations(user: Visitor, what: May) -> QuerySet[Organisation]:
    """The organisations in which `user` may do `what`.

    A site administrator may do everything everywhere, except take personal data out: that needs the
    data officer's role in the organisation, which an administrator can grant, visibly, to themselves.
    No role alone lets anybody leave with everything: it takes an owner's and a data officer's.
    A moderator sees and moderates everywhere, and reads nobody's names.
    """
    if not user.is_authenticated or not user.is_active:
        return Organisation.objects.none()
    if what is May.LEAVE:
        return organisations(user, May.GOVERN).filter(pk__in=organisations(user, May.EXPORT))
    if user.is_superuser and what not in _NEEDS_THE_ROLE:
        return Organisation.objects.all()
    if user.is_moderator and what in _EVERYWHERE_FOR_MODERATORS:
        return Organisation.objects.all()
    held = Membership.objects.filter(user=user, role__in=roles_that_may(what))
    return Organisation.objects.filter(pk__in=held.values("organisation"))


def may(user: Visitor, what: May, organisation: Organisation | None = None) -> bool:
    """Whether `user` may do `what` in `organisation`, or anywhere at all when none is named."""
    allowed = organisations(user, what)
    return allowed.filter(pk=organisation.pk).exists() if organisation else allowed.exists()


def is_site(user: Visitor) -> bool:
    """Whether `user` is an administrator of the whole site: people, the post office, the networks."""
    return user.is_authenticated and user.is_active and user.is_superuser


def moderates(user: Visitor) -> bool:
    """Whether `user` speaks for the site about pages: moderators and administrators do."""
    return is_site(user) or (user.is_authenticated and user.is_active and user.is_moderator)


def moderators() -> QuerySet[User]:
    """Everybody who `moderates`."""
    return User.objects.filter(Q(is_superuser=True) | Q(is_moderator=True), is_active=True)
