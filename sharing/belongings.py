"""What belongs to an organisation, table by table: all of it leaves with it, and comes back the same.

Tables are named, not models: an export is rows as Postgres holds them, so that nothing is left out because
a model does not show it. A test fails for a table that is neither here nor among what stays.
"""

_PAGES = "(SELECT id FROM causes_page WHERE organisation_id = %(organisation)s)"
_LINKS = f"(SELECT id FROM causes_link WHERE page_id IN {_PAGES})"
_OF_PAGES = f"page_id IN {_PAGES}"
_OF_LINKS = f"link_id IN {_LINKS}"
_OWN = "organisation_id = %(organisation)s"
_EXPERIMENTS = f"(SELECT id FROM causes_experiment WHERE page_id IN {_PAGES})"

# Table -> which of its rows. Whoever a row points at may come later: keys are checked at the end.
LEAVES = {
    "accounts_organisation": "id = %(organisation)s",
    "accounts_supporter": _OWN,
    "accounts_suppressed": _OWN,
    "accounts_listimport": f"{_OWN} AND state IN ('done', 'undone')",
    "accounts_listed": f"{_OWN} AND batch_id IN (SELECT id FROM accounts_listimport WHERE state = 'done')",
    "causes_listed": _OWN,
    "causes_consenttext": _OWN,
    "causes_page": _OWN,
    "causes_cause": _OF_PAGES,
    "causes_pagetext": _OF_PAGES,
    "causes_wording": _OF_PAGES,
    "causes_change": _OF_PAGES,
    "causes_link": _OF_PAGES,
    "causes_support": _OF_PAGES,
    "causes_experiment": _OF_PAGES,
    "causes_variant": f"experiment_id IN {_EXPERIMENTS}",
    "causes_variantconnector": _OF_LINKS,
    "causes_personchange": _OWN,
    "causes_listday": _OWN,
    "causes_peopletotal": _OWN,
    "causes_tally": _OF_PAGES,
    "causes_growthhour": _OF_PAGES,
    "causes_wayday": _OF_PAGES,
    "causes_regionday": _OF_PAGES,
    "causes_cohorthour": _OF_PAGES,
    "causes_linktotal": _OF_LINKS,
    "causes_linkring": _OF_LINKS,
    "causes_connectortotal": _OF_PAGES,
    "causes_connectorsum": _OF_PAGES,
    "causes_update": _OF_PAGES,
    "causes_updatetext": f"update_id IN (SELECT id FROM causes_update WHERE page_id IN {_PAGES})",
    "causes_milestone": _OF_PAGES,
    "causes_removal": _OF_PAGES,
    "causes_notice": _OF_PAGES,
    "petitions_petition": _OF_PAGES,
    "petitions_signature": _OF_PAGES,
    "petitions_areacount": f"petition_id IN {_PAGES}",
    "petitions_card": _OF_PAGES,
    "petitions_outcome": f"petition_id IN {_PAGES}",
    "petitions_nextpetition": f"petition_id IN {_PAGES} AND other_id IN {_PAGES}",
    "petitions_response": f"petition_id IN {_PAGES}",
    "sharing_clickhour": _OF_PAGES,
    "sharing_linkclicks": _OF_LINKS,
    "sharing_taphour": _OF_PAGES,
    "sharing_viewhour": _OF_PAGES,
    "sharing_sharetext": _OF_PAGES,
    "sharing_sharing": _OF_PAGES,
    "sharing_retiredlink": _OF_LINKS,
    "sharing_report": _OWN,
    "sharing_report_pages": f"report_id IN (SELECT id FROM sharing_report WHERE {_OWN})",
    "sharing_legislation": f"petition_id IN {_PAGES}",
}
# Whose rows stay, and why.
STAYS = {
    "people of the desk, their rights and what they did here": (
        "accounts_user", "accounts_user_groups", "accounts_user_user_permissions", "accounts_membership",
        "accounts_audit", "petitions_exportlog", "petitions_rule", "petitions_rulerow",
    ),
    "keys and connections, which another site's own key cannot open": (
        "accounts_apitoken", "accounts_apianswer", "accounts_webhook", "causes_event", "sharing_connection",
        "sharing_server", "sharing_post",
    ),
    "files that are made anew from what leaves": (
        "petitions_exportfile", "petitions_exportpart", "petitions_handoverkit", "petitions_handoverfile",
        "petitions_paperbatch", "petitions_paperrow", "sharing_fullexport", "sharing_fullexportpart",
    ),
    "what is forgotten within days, or belongs to the whole site": (
        "causes_letter", "causes_postoffice", "causes_undeliverable", "petitions_report", "sharing_click",
        "sharing_dailysalt", "sharing_clickposition", "sharing_directevent", "sharing_channelpause",
        "sharing_tap", "sharing_tapper", "sharing_view", "causes_trace", "causes_limits",
    ),
}  # fmt: skip
# What an organisation makes anew where it arrives: an export says how many of each there were.
MADE_ANEW = {
    "people of the desk": f"accounts_membership WHERE {_OWN}",
    "keys for programs": f"accounts_apitoken WHERE {_OWN}",
    "webhooks": f"accounts_webhook WHERE {_OWN}",
    "accounts on networks": f"sharing_connection WHERE {_OWN}",
    "posts that had not left": "sharing_post WHERE state IN ('draft', 'ready') AND connection_id IN "
    f"(SELECT id FROM sharing_connection WHERE {_OWN})",
    "old lists that nobody had said yes to": "accounts_listimport WHERE state NOT IN ('done', 'undone') "
    f"AND {_OWN}",
}
# Columns that point at what stays, or are none of its business: empty in an export.
FORGETS = {
    "accounts_listimport": ("by_id", "content"),
    "causes_listed": ("by_id",),
    "causes_wording": ("by_id",),
    "causes_change": ("by_id",),
    "causes_update": ("by_id",),
    "petitions_response": ("by_id", "report_id"),
    "sharing_report": ("made_by_id",),
}
# Columns that name a file below MEDIA_ROOT.
FILES = {
    "accounts_organisation": "logo",
    "causes_page": "picture",
    "petitions_card": "picture",
    "petitions_outcome": "picture",
}
