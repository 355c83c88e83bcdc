"""The made-up people who sign: the same ones come back to other petitions of one organisation."""

import datetime as dt
import unicodedata
from dataclasses import dataclass
from random import Random

from config.demo import content
from config.demo.crowd import Signer

_COMES_BACK = 0.22


@dataclass
class Person:
    """Somebody as one organisation knows them. `first`: their first confirmed signing, once known."""

    name: str
    email: str
    region: str
    postcode: str
    created_at: dt.datetime
    first: Signer | None = None


class Town:
    """Everybody around one organisation."""

    def __init__(self, organisation: str, chance: Random) -> None:
        self.people: list[Person] = []
        own = f"{organisation.split('-')[0]}.example.org"
        self._hosts = [*["correo.example.com"] * 6, *["mail.example.org"] * 3, own]
        self._chance = chance
        self._signed: dict[str, set[int]] = {}

    def who_signs(self, page: str, signer: Signer) -> Person:
        """A person who has not signed `page`: often a new one, sometimes one who signed another."""
        signed = self._signed.setdefault(page, set())
        if self.people and self._chance.random() < _COMES_BACK:
            place = self._chance.randrange(len(self.people))
            if place not in signed:
                signed.add(place)
                return self.people[place]
        signed.add(len(self.people))
        self.people.append(self._newcomer(signer.signed_at))
        return self.people[-1]

    def _newcomer(self, moment: dt.datetime) -> Person:
        words, chance = content.people(), self._chance
        first, last = chance.choice(words["first"]), chance.choice(words["last"])
        if chance.random() < 0.3:
            last = f"{last} {chance.choice(words['last'])}"
        home = chance.choices(words["home"], [each["weight"] for each in words["home"]])[0]
        known = chance.random() < 0.8
        postcode = f"{chance.choice(home['postcodes'])}{chance.randrange(100):02}" if known else ""
        number = len(self.people) + 1
        host = self._hosts[number % len(self._hosts)]
        address = f"{_plain(first)}.{_plain(last.split()[-1])}.{number}@{host}"
        return Person(f"{first} {last}", address, home["region"] if known else "", postcode, moment)


def _plain(name: str) -> str:
    """`Núñez` -> `nunez`."""
    letters = unicodedata.normalize("NFD", name.lower())
    return "".join(letter for letter in letters if letter.isascii() and letter.isalpha())
