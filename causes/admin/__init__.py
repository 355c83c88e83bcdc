"""The desk's screens about causes."""

from causes.admin.audit import AuditAdmin
from causes.admin.cause import CauseAdmin
from causes.admin.consent import ConsentTextAdmin
from causes.admin.letters import LetterAdmin
from causes.admin.listed import ListedAdmin
from causes.admin.lists import ListAdmin
from causes.admin.page import PageAdmin
from causes.admin.signed import SignedAdmin, SupportAdmin
from causes.admin.updates import UpdateAdmin

__all__ = [
    "AuditAdmin",
    "CauseAdmin",
    "ConsentTextAdmin",
    "LetterAdmin",
    "ListAdmin",
    "ListedAdmin",
    "PageAdmin",
    "SignedAdmin",
    "SupportAdmin",
    "UpdateAdmin",
]
