"""What Celery's beat calls, and how often in seconds. Each of these finds what a wake-up lost."""

from typing import Any

from celery.schedules import crontab

SCHEDULE: dict[str, dict[str, Any]] = {
    "count": {"task": "causes.tasks.count", "schedule": 2.0, "options": {"expires": 10}},
    "send letters": {"task": "causes.tasks.send_letters", "schedule": 3.0, "options": {"expires": 10}},
    "recount": {"task": "causes.tasks.recount", "schedule": crontab(hour=3, minute=20)},
    "forget sessions": {"task": "accounts.tasks.forget_sessions", "schedule": crontab(hour=4, minute=40)},
    "tell bursts": {"task": "causes.tasks.tell_bursts", "schedule": 60.0, "options": {"expires": 60}},
    "tell removals": {"task": "causes.tasks.tell_removals", "schedule": 900.0, "options": {"expires": 900}},
    "prune": {"task": "causes.tasks.prune", "schedule": 3600.0},
    "forget reporters": {"task": "petitions.tasks.forget_reporters", "schedule": 3600.0},
    "count areas": {"task": "petitions.tasks.count_areas", "schedule": 20.0, "options": {"expires": 60}},
    "draw cards": {"task": "petitions.tasks.draw_cards", "schedule": 5.0, "options": {"expires": 20}},
    "keep deadlines": {
        "task": "petitions.tasks.keep_deadlines",
        "schedule": 30.0,
        "options": {"expires": 60},
    },
    "take paper": {"task": "petitions.tasks.take_paper", "schedule": 5.0, "options": {"expires": 20}},
    "apply rules": {"task": "petitions.tasks.apply_rules", "schedule": 5.0, "options": {"expires": 20}},
    "print kits": {"task": "petitions.tasks.print_kits", "schedule": 10.0, "options": {"expires": 60}},
    "tell owners": {"task": "causes.tasks.tell_owners", "schedule": 3600.0, "options": {"expires": 3600}},
    "size pictures": {"task": "causes.tasks.size_pictures", "schedule": 15.0, "options": {"expires": 60}},
    "read lists": {"task": "causes.tasks.read_lists", "schedule": 10.0, "options": {"expires": 60}},
    "write exports": {"task": "petitions.tasks.write_exports", "schedule": 10.0, "options": {"expires": 60}},
    "forget what was typed": {"task": "petitions.tasks.forget_typed", "schedule": 3600.0},
    "raise goals": {"task": "petitions.tasks.raise_goals", "schedule": 10.0, "options": {"expires": 20}},
    "remind": {"task": "causes.tasks.remind", "schedule": 600.0, "options": {"expires": 600}},
    "tell organisers": {
        "task": "petitions.tasks.tell_organisers",
        "schedule": 900.0,
        "options": {"expires": 900},
    },
    "work out next petitions": {
        "task": "petitions.tasks.work_out_next_ones",
        "schedule": 1800.0,
        "options": {"expires": 1800},
    },
    "make page links": {
        "task": "sharing.tasks.make_page_links",
        "schedule": 20.0,
        "options": {"expires": 40},
    },
    "drain clicks": {"task": "sharing.tasks.drain_clicks", "schedule": 2.0, "options": {"expires": 10}},
    "send posts": {"task": "sharing.tasks.send_posts", "schedule": 10.0, "options": {"expires": 30}},
    "send events": {"task": "sharing.tasks.send_events", "schedule": 3.0, "options": {"expires": 10}},
    "prepare posts": {"task": "sharing.tasks.prepare_posts", "schedule": 60.0, "options": {"expires": 60}},
    "give tokens back": {"task": "sharing.tasks.give_back", "schedule": 60.0, "options": {"expires": 60}},
    "write full exports": {
        "task": "sharing.tasks.write_full_exports",
        "schedule": 10.0,
        "options": {"expires": 60},
    },
    "forget": {"task": "sharing.tasks.forget", "schedule": 3600.0},
}
