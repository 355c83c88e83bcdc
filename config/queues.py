"""Which queue each task waits in, so that nothing slow stands before what somebody is waiting for.

A letter's server may hang, a network may answer slowly, a list of names may take a minute to print: each
of them keeps only its own queue waiting. A worker without `--queues` takes from all of them in turn.
"""

from kombu import Queue

DEFAULT = "default"
# What is added up is what a page shows: it has a queue for itself, and nothing in it waits for a network.
# A queue is a list in Redis under its own name, so none may be called like the click stream.
ROUTES = {
    "causes.tasks.send_letters": "letters",
    "sharing.tasks.send_posts": "posts",
    "sharing.tasks.give_back": "posts",
    "sharing.tasks.send_events": "events",
    "sharing.tasks.drain_clicks": "counting",
    "causes.tasks.count": "counting",
}
NAMES = (DEFAULT, *dict.fromkeys(ROUTES.values()))
QUEUES = tuple(Queue(name, routing_key=name) for name in NAMES)
