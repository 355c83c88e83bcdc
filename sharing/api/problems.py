"""What goes wrong is told as `application/problem+json` (RFC 9457), in English, for whoever reads the log."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "Bad request",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    413: "Too large",
    415: "Unsupported media type",
    422: "Not acceptable",
    429: "Too many requests",
}


class FieldProblem(Schema):
    field: str
    message: str


class Problem(Schema):
    """`detail` says what to do; `errors` names each field that was wrong."""

    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []


class Refused(Exception):
    """An answer other than the one that was asked for."""

    def __init__(
        self, status: int, detail: str, errors: list[FieldProblem] | None = None, retry_after: int = 0
    ) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail
        self.errors, self.retry_after = errors or [], retry_after


def answer(refused: Refused) -> HttpResponse:
    problem = Problem(
        title=TITLES.get(refused.status, "Error"),
        status=refused.status,
        detail=refused.detail,
        errors=refused.errors,
    )
    response = HttpResponse(problem.model_dump_json(), status=refused.status, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "no-store"
    response["Access-Control-Allow-Origin"] = "*"  # so that a page of another site can read what was wrong
    if refused.retry_after:
        response["Retry-After"] = str(refused.retry_after)
    if refused.status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="api"'
    return response


def tell_on(api: NinjaAPI) -> None:
    """Each kind of error that an operation raises becomes a problem document."""

    def tell(kind: type[Exception], make: Any) -> None:
        def handler(request: HttpRequest, error: Any) -> HttpResponse:
            return answer(make(error))

        api.add_exception_handler(kind, handler)

    tell(Refused, lambda error: error)
    tell(Http404, lambda error: Refused(404, "There is nothing at this address, or it is not yours."))
    tell(AuthenticationError, lambda error: Refused(401, "Send a key as 'Authorization: Bearer gws_…'."))
    tell(HttpError, lambda error: Refused(error.status_code, str(error)))
    tell(RequestDataTooBig, lambda error: Refused(413, "This is too much for one request."))
    tell(ValidationError, lambda error: Refused(422, "Please look at these fields.", _fields(error)))


def _fields(error: ValidationError) -> list[FieldProblem]:
    return [
        FieldProblem(field=".".join(map(str, each["loc"])), message=str(each["msg"])) for each in error.errors
    ]
