from accounts.models.audit import Audit
from accounts.models.organisation import Membership, Organisation, Role
from accounts.models.supporter import Supporter
from accounts.models.suppressed import Suppressed
from accounts.models.user import User

__all__ = ["Audit", "Membership", "Organisation", "Role", "Supporter", "Suppressed", "User"]
