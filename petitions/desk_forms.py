"""The desk's form about a petition: the five questions, and what else can be said."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from causes.desk_forms import PageForm, hints
from petitions import areas
from petitions.local_times import LocalTimes
from petitions.models import Petition


class PetitionForm(LocalTimes, PageForm):
    """Title, decision maker, ask, picture, goal. The organisation is the cause's."""

    goal_reason = forms.CharField(
        label=_("Why another goal?"),
        max_length=300,
        required=False,
        help_text=_("Shown on the page beside the change, with its date."),
    )

    class Meta:
        model = Petition
        fields = [
            "cause", "title", "decision_maker", "summary", "picture", "picture_alt", "picture_focus",
            "picture_credit", "goal", "story", "quote", "quoted", "goal_consequence", "area", "opens_at",
            "closes_at", "time_zone", "slug", "language", "given", "asks_country", "asks_reason",
            "offers_name", "keep_months", "sensitive", "is_template",
        ]  # fmt: skip

        widgets = {name: forms.Textarea({"rows": 3}) for name in ("summary", "quote", "area")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "cause" not in self.fields:
            return  # a reader's view without a form
        self.fields["keep_months"].required = False  # empty: as it was
        self.fields["given"].required = False  # empty: as it was
        self._keep_organisation()
        self.choose_organisation("cause")
        self._explain()
        self.show_local_times()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, said in self.read_local_times(cleaned).items():
            self.add_error(name, said)
        return cleaned

    def clean_goal(self) -> int:
        """A number that was already reached is no goal: the ladder would set the next one at once."""
        goal: int = self.cleaned_data["goal"]
        if self.instance.published_at and "goal" in self.changed_data and goal <= self.instance.count:
            raise forms.ValidationError(_("Already reached. Choose a higher number, or leave the next step."))
        return goal

    def clean_keep_months(self) -> int:
        """People signed under a promise: it may be kept sooner, never later."""
        before = self.instance.keep_months
        months: int = self.cleaned_data["keep_months"] or before
        if self.instance.published_at and months > before:
            raise forms.ValidationError(
                _("People were promised %(n)d months: only fewer are possible now.") % {"n": before}
            )
        return months

    def clean_area(self) -> str:
        text: str = self.cleaned_data["area"]
        try:
            areas.area_of(text)
        except areas.NoArea as no_area:
            raise forms.ValidationError(
                _("“%(word)s” is neither a region nor the beginning of a postcode.") % {"word": no_area.word}
            ) from no_area
        return text

    def clean_given(self) -> str:
        return self.cleaned_data["given"] or self.instance.given

    def _keep_organisation(self) -> None:
        """People gave their names to this organisation: another of its causes is fine, nobody else's."""
        if self.instance.pk:
            cause: Any = self.fields["cause"]
            cause.queryset = cause.queryset.filter(organisation=self.instance.organisation_id)

    def _explain(self) -> None:
        fields = self.fields
        fields["cause"].help_text = hints(("", _("None fits? Create one with the plus sign.")))
        fields["summary"].label = _("The ask")
        fields["summary"].required = True
        fields["title"].help_text = hints(
            ("verb", _("Starts with what to do: Stop, Save, Keep, Open, Build…")),
            ("length:80", _("Short enough to read on a phone: 80 characters")),
        )
        fields["decision_maker"].help_text = hints(
            ("single", _("One person or body who can say yes: “Tucson City Council”")),
        )
        fields["summary"].help_text = hints(
            ("words:5", _("One sentence: what exactly should they do, and by when?")),
            ("length:200", _("Short enough to send along with a link: 200 characters")),
        )
        fields["goal"].help_text = hints(
            ("", _("A number you can reach soon. Reaching it is news; then set the next."))
        )

    def clean_quoted(self) -> str:
        """Words in quotation marks that nobody said are no news."""
        quoted: str = self.cleaned_data["quoted"]
        if self.cleaned_data.get("quote") and not quoted:
            raise forms.ValidationError(_("Say whose words these are, with their name and what they do."))
        return quoted

    def organisation_of(self, cleaned: dict[str, Any]) -> Any:
        cause = cleaned.get("cause")
        return cause.organisation if cause else None
