"""What the address or the body of a request asks for, checked against a model.

Unknown parameters, parameters given twice and values that do not fit are refused, each by its name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeVar, get_origin

from flask import request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from api.errors import BadRequest

_MOST_PARAMETERS = 200


def _plain(value: Any) -> Any:
    """Text that a store and a document can hold."""
    if isinstance(value, str) and any(c == "\0" or "\ud800" <= c <= "\udfff" for c in value):
        raise ValueError("has a character that no text holds")
    return value


Text = Annotated[str, BeforeValidator(_plain)]
NodeId = Annotated[Text, Field(max_length=200)]
Words = Annotated[Text, Field(max_length=200)]
Cursor = Annotated[Text, Field(max_length=300)]


class Asked(BaseModel):
    """Parameters of a request; others than these are refused."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class AskedAsOf(Asked):
    """Parameters of a request that may be answered as of a day."""

    asof: Text = Field(
        "",
        pattern=r"^([1-9]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?$",
        description="截至：年、年-月或年-月-日，到其末尾为止的文件所说。 "
        "As of the end of a year, a month or a day: what the documents up to then say.",
    )


A = TypeVar("A", bound=BaseModel)
V = TypeVar("V", bound=Callable[..., Any])


def asked(model: type[A]) -> A:
    """The parameters of the address. Raises BadRequest."""
    if len(request.args) > _MOST_PARAMETERS:
        raise BadRequest({"*": [f"more than {_MOST_PARAMETERS} parameters"]})
    given: dict[str, Any] = {}
    for name, values in request.args.lists():
        known = model.model_fields.get(name)
        if known is not None and get_origin(known.annotation) is list:
            given[name] = values
        elif len(values) > 1:
            raise BadRequest({name: ["given more than once"]})
        else:
            given[name] = values[0]
    return _checked(model, given)


def body(model: type[A]) -> A:
    """The JSON object in the body. Raises BadRequest, and what Flask raises for what is no JSON."""
    try:
        given = request.get_json()
    except RecursionError:
        raise BadRequest({"*": ["is nested too deeply"]}) from None
    return _checked(model, given)


def _checked(model: type[A], given: Any) -> A:
    try:
        return model.model_validate(given)
    except ValidationError as error:
        errors: dict[str, list[str]] = {}
        for one in error.errors(include_url=False, include_input=False, include_context=False):
            name = ".".join(str(part) for part in one["loc"]) or "*"
            errors.setdefault(name, []).append(one["msg"])
        raise BadRequest(errors) from None


def takes(model: type[BaseModel]) -> Callable[[V], V]:
    """Describe the parameters that a route reads with `asked`. APIFlask's own `input` would describe and
    check them too, but takes the first of several values in silence."""

    def describe(view: V) -> V:
        _spec_of(view).setdefault("args", []).append((model, "query"))
        return view

    return describe


def takes_body(model: type[BaseModel]) -> Callable[[V], V]:
    """Describe the JSON that a route reads with `body`, after it has looked who asks."""

    def describe(view: V) -> V:
        _spec_of(view).update(body=model, content_type="application/json")
        return view

    return describe


def describes_files(model: type[BaseModel]) -> Callable[[V], V]:
    """Describe the files that a route receives."""

    def describe(view: V) -> V:
        _spec_of(view).update(body=model, content_type="multipart/form-data")
        return view

    return describe


def _spec_of(view: Callable[..., Any]) -> dict[str, Any]:
    """Where APIFlask keeps what it describes of a route."""
    spec: dict[str, Any] = view.__dict__.setdefault("_spec", {})
    return spec
