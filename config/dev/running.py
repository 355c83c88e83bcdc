"""`./dev run`: engines, tables, demo content, then the site's processes until somebody stops them."""

from contextlib import closing
from dataclasses import asdict

from config.dev import site
from config.dev.crew import Crew
from config.dev.engines import Engines, end_former, start_engines
from config.dev.environment import Ports, environment_of_run, ports_of_run
from config.dev.management import manage_quietly
from config.dev.places import ROOT, STATE, Place, port_is_free, read_json, write_json
from config.dev.saying import Failure, coloured, say, step
from config.dev.tables import bring_up_to_date, is_empty

_HANDING_OVER = 20.0  # seconds a second ./dev run waits for the first to stop
_DEMO = ROOT / "config" / "management" / "commands" / "demo.py"
DEMO_FILE = STATE / "demo.json"


def run(arguments: list[str]) -> int:
    """Start everything; returns the exit status when it was stopped."""
    unknown = set(arguments) - {"--demo", "--no-demo"}
    if unknown:
        raise Failure(f"./dev run knows --demo and --no-demo, not {' '.join(sorted(unknown))}.")
    place = Place("run")
    _take(place)
    place.note(state="starting")
    if end_former(place):
        say("Ended what a killed ./dev run had left running.")
    ports = ports_of_run()
    _insist_on_port(ports.web)
    with closing(Crew(place)) as crew:
        return _live(place, ports, crew, arguments)


def _live(place: Place, ports: Ports, crew: Crew, arguments: list[str]) -> int:
    """From the first engine to the last sign of life."""
    say("Starting Groundswell")
    with step("Postgres and Valkey"):
        engines = start_engines(place, durable=True)
        crew.engines = engines
    env = environment_of_run(place, engines, ports)
    bring_up_to_date(place, engines, env)
    if _wants_demo(engines, arguments):
        with step("demo content"):
            manage_quietly(["demo"], env)
    crew.start(site.programs(env, ports))
    crew.wait_until(lambda: site.answers(ports.web) and site.works(engines.redis_url))
    crew.start([site.beat(env, place)])  # last: it only adds work
    _tell_demo_file(ports)
    place.note(state="running", port=ports.web, ports=asdict(ports), environment=engines.env)
    say(greeting(ports))
    return crew.watch()


def _take(place: Place) -> None:
    """Have the place to ourselves; say so when another ./dev run of this clone has it."""
    if place.take():
        return
    if place.now().get("state") == "running" and _stays(place):
        raise Failure(
            f"Groundswell of this clone is running already, at http://127.0.0.1:{place.now().get('port')} "
            f"(process {place.now().get('pid')}). Stop that one first, with Ctrl-C."
        )
    if place.now().get("state") != "running":
        say("Another ./dev run of this clone is starting or stopping: waiting for it.")
        if place.wait_until_free(_HANDING_OVER):
            return
    raise Failure(f"Another ./dev run of this clone (process {place.now().get('pid')}) holds its database.")


def _stays(place: Place) -> bool:
    """Whether a running one stays up for a moment: it may be about to notice that a part of it died."""
    if place.wait_until_free(1.0):
        place.leave()
        return False
    return place.now().get("state") == "running"


def _insist_on_port(port: int) -> None:
    if not port_is_free(port):
        raise Failure(
            f"Port {port} is taken by another program. Choose another one: PORT={port + 123} ./dev run"
        )


def _wants_demo(engines: Engines, arguments: list[str]) -> bool:
    """Whether to fill the database: when asked, or when ./dev made it and it is empty."""
    if "--demo" in arguments or "--no-demo" in arguments:
        return "--demo" in arguments
    return _DEMO.exists() and engines.made_here and is_empty(engines)


def _tell_demo_file(ports: Ports) -> None:
    """Add this start's addresses to what `manage.py demo` wrote."""
    known = read_json(DEMO_FILE)
    known["base_url"] = f"http://127.0.0.1:{ports.web}"
    known["mail"] = f"http://127.0.0.1:{ports.mail_http}/" if ports.mail_http else None
    known["x"] = f"http://127.0.0.1:{ports.x}/" if ports.x else None
    for name, port in (("mastodon", ports.mastodon), ("bluesky", ports.bluesky)):
        known[name] = f"http://127.0.0.1:{port}/" if port else None
    write_json(DEMO_FILE, known)


def greeting(ports: Ports) -> str:
    """What the person who started it reads: where it is, who may sign in, where letters are."""
    known = read_json(DEMO_FILE)
    where = f"Groundswell is running at http://127.0.0.1:{ports.web}"
    lines = ["", coloured(where, "green"), ""]
    roles = (("organiser", "Organiser"), ("data_officer", "Data officer"), ("admin", "Administrator"))
    people = [(title, known[role]) for role, title in roles if role in known]
    if people:
        lines.append(f"  Sign in at http://127.0.0.1:{ports.web}/admin/ as")
        lines += [f"    {title:<15}{who['email']:<34}{who['password']}" for title, who in people]
    if known.get("mail"):
        lines.append(f"  Letters    {known['mail']} (nothing leaves this machine)")
    if known.get("x"):
        lines.append(f"  X          {known['x']} (a stand-in: no real account is touched)")
    if known.get("mastodon"):
        lines.append(
            f"  Mastodon   {known['mastodon']} (a stand-in: its server is {known['mastodon'].rstrip('/')})"
        )
    if known.get("bluesky"):
        account = "river-keepers.test, app password demo-demo-demo-demo"
        lines.append(f"  Bluesky    {known['bluesky']} (a stand-in: {account})")
    lines += ["  Stop       Ctrl-C", ""]
    return "\n".join(lines)
