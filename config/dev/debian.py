"""Debian packages, installed as root or unpacked without root.

Standard library only: `./dev` uses it before there is a virtual environment.
"""

import os
import shutil
import subprocess
from pathlib import Path


def is_here() -> bool:
    """Whether this machine has Debian's tools."""
    return bool(shutil.which("apt-get") and shutil.which("dpkg-deb"))


def install(packages: list[str]) -> bool:
    """Install packages with apt (root only); False when that did not work."""
    if not is_here() or os.geteuid() != 0:
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages],
    ):
        done = subprocess.run(command, capture_output=True, env=quiet, check=False)
    return done.returncode == 0


def unpack(packages: list[str], target: Path) -> bool:
    """Download packages with whatever they need and this machine lacks, and unpack them below `target`.

    Works without root: apt keeps its lists and archives in a private folder beside the target.
    `target` appears only when it is complete. False when apt is missing or a download failed.
    """
    if not is_here():
        return False
    work = target.with_name(f"{target.name}.{os.getpid()}")
    for folder in ("lists/partial", "archives/partial", "log", "root"):
        (work / folder).mkdir(parents=True, exist_ok=True)
    try:
        if not _download(packages, work):
            return False
        for archive in (work / "archives").glob("*.deb"):
            command = ["dpkg-deb", "-x", str(archive), str(work / "root")]
            if subprocess.run(command, capture_output=True, check=False).returncode:
                return False
        shutil.rmtree(target, ignore_errors=True)
        (work / "root").rename(target)
        return True
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _download(packages: list[str], work: Path) -> bool:
    """Fetch the archives of packages and of their missing dependencies into `work/archives`."""
    private = [
        f"Dir::State={work}",
        f"Dir::State::lists={work}/lists",
        "Dir::State::status=/var/lib/dpkg/status",
        f"Dir::Cache={work}",
        f"Dir::Cache::archives={work}/archives",
        f"Dir::Log={work}/log",
        "Debug::NoLocking=true",  # the locks are root's, and nothing is installed
        "Acquire::Languages=none",
    ]
    options = [part for setting in private for part in ("-o", setting)]
    for verb in (
        ["update", "-q"],
        ["install", "-q", "-y", "--no-install-recommends", "--download-only", "--reinstall", *packages],
    ):
        done = subprocess.run(["apt-get", *options, *verb], capture_output=True, check=False)
    return done.returncode == 0 and any((work / "archives").glob("*.deb"))
