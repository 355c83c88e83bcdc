"""What goes over the line. Times are ISO 8601 in UTC, codes of places ISO 3166, of languages ISO 639."""

import datetime as dt
from typing import Annotated

from ninja import Field, Schema

Identifier = Annotated[str, Field(description="`groundswell:` and a number; it never changes.")]


class OrganisationOut(Schema):
    name: str
    slug: str
    website: str


class PetitionOut(Schema):
    identifiers: list[Identifier]
    slug: str
    title: str
    summary: str
    decision_maker: str
    language: str
    state: str = Field(description="open, paused, closed, delivered, won, lost or no_answer")
    organisation: OrganisationOut
    cause: str = Field(description="Slug of the cause it belongs to.")
    browser_url: str
    total_signatures: int = Field(description="Confirmed names.")
    goal: int
    created_date: dt.datetime
    published_date: dt.datetime | None
    closes_date: dt.datetime | None
    modified_date: dt.datetime


class PetitionPage(Schema):
    petitions: list[PetitionOut]
    next_cursor: str | None = Field(description="Send it as `cursor` for what follows; null at the end.")


class ConsentOut(Schema):
    id: int
    language: str
    signing: str = Field(description="Show it beside the button.")
    question: str = Field(description="Show it above a yes and a no of which none is chosen.")
    showing: str = Field(description="Beside the box that lets a first name be shown; empty without one.")


class PetitionDetail(PetitionOut):
    story: str = Field(description="Markdown.")
    asks: list[str] = Field(description="What its form asks besides name, e-mail and postcode.")
    consents: list[ConsentOut] = Field(description="The words of today. A signature names the one it showed.")


class HourOut(Schema):
    hour: dt.datetime
    signatures: int
    total: int


class HistoryOut(Schema):
    hours: list[HourOut] = Field(description="Only hours in which the number changed, oldest first.")


class PlaceOut(Schema):
    code: str
    name: str
    signatures: int


class PlacesOut(Schema):
    at_least: int = Field(description="Smaller places are not named.")
    places: list[PlaceOut]
    elsewhere: int
    unknown: int


class AggregatesOut(Schema):
    identifiers: list[Identifier]
    confirmed: int
    waiting: int
    held: int
    withdrawn: int
    struck: int
    new_to_list: int
    opted_in: int
    by_channel: dict[str, int]
    by_generation: dict[str, int]


class EmailAddress(Schema):
    address: str = Field(max_length=254)
    primary: bool = True


class PostalAddress(Schema):
    postal_code: str = ""
    country: str = Field(default="", description="ISO 3166; kept only where the petition asks for it.")
    region: str = ""


class PersonOut(Schema):
    """`name` is as its owner wrote it; nobody guesses which part is which."""

    name: str
    email_addresses: list[EmailAddress]
    postal_addresses: list[PostalAddress]
    languages_spoken: list[str]


class SignatureOut(Schema):
    identifiers: list[Identifier]
    petition: str
    status: str = Field(description="pending, confirmed, held, withdrawn or invalid")
    person: PersonOut | None = Field(description="Null once the name is withdrawn, struck or forgotten.")
    updates: bool = Field(description="Whether this person may be sent updates today.")
    channel: str
    embed_host: str
    reason: str
    consent_id: int
    created_date: dt.datetime
    confirmed_date: dt.datetime | None
    modified_date: dt.datetime


class SignaturePage(Schema):
    signatures: list[SignatureOut]
    next_cursor: str | None = Field(description="Keep it: it asks for what follows, today or next week.")
    more: bool = Field(description="Whether there is more right now.")


class PersonIn(Schema):
    name: str = Field(default="", max_length=200)
    given_name: str = Field(default="", max_length=200)
    family_name: str = Field(default="", max_length=200)
    email_addresses: list[EmailAddress] = Field(min_length=1, max_length=5)
    postal_addresses: list[PostalAddress] = Field(default=[], max_length=5)
    languages_spoken: list[str] = Field(default=[], max_length=5)


class ConsentIn(Schema):
    id: int = Field(ge=1, le=2**62, description="Of the words that were shown (see the petition).")
    accepted: bool = Field(description="Only true is a consent.")
    updates: bool = Field(description="Their own answer. It takes no earlier no back.")
    show_name: bool = False


class SignatureIn(Schema):
    person: PersonIn
    consent: ConsentIn
    reason: str = Field(default="", max_length=2000)


class AcceptedOut(Schema):
    """The same for a first and a repeated name: nobody can ask who has signed."""

    status: str
    share_url: str
