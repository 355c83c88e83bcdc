"""The desk's screens about causes."""

from causes.admin.cause import CauseAdmin
from causes.admin.consent import ConsentTextAdmin
from causes.admin.page import PageAdmin
from causes.admin.signed import SignedAdmin, SupportAdmin

__all__ = ["CauseAdmin", "ConsentTextAdmin", "PageAdmin", "SignedAdmin", "SupportAdmin"]
