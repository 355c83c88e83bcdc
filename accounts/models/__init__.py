from accounts.models.api_token import ApiAnswer, ApiToken, Scope
from accounts.models.audit import Audit
from accounts.models.lists import Listed, ListImport
from accounts.models.organisation import Membership, Organisation, Role
from accounts.models.supporter import Supporter
from accounts.models.suppressed import Suppressed
from accounts.models.user import User
from accounts.models.webhook import Heard, Webhook

__all__ = [
    "ApiAnswer",
    "ApiToken",
    "Audit",
    "Heard",
    "ListImport",
    "Listed",
    "Membership",
    "Organisation",
    "Role",
    "Scope",
    "Supporter",
    "Suppressed",
    "User",
    "Webhook",
]
