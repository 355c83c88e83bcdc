from petitions.models.card import Card
from petitions.models.export import ExportLog
from petitions.models.outcome import Outcome
from petitions.models.petition import Petition
from petitions.models.report import Report
from petitions.models.response import Response
from petitions.models.signature import Signature

__all__ = ["Card", "ExportLog", "Outcome", "Petition", "Report", "Response", "Signature"]
