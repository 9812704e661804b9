"""What Twilio's own description of its API allows in requests and answers."""

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from openapi_schema_validator import OAS30Validator
from referencing import Registry
from referencing.jsonschema import DRAFT4

DESCRIPTION = Path(__file__).with_name("twilio_api_v2010.json")
ACCOUNT = "/2010-04-01/Accounts/{AccountSid}"
FORM = "application/x-www-form-urlencoded"
CASTS: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "string": str,
}


class Answer:
    """What one GET of the API answers. ``path`` is relative to the account."""

    def __init__(self, description: dict[str, Any], path: str, method: str = "get") -> None:
        self._registry: Registry[Any] = Registry().with_resource(
            "urn:twilio", DRAFT4.create_resource(description)
        )
        responses = description["paths"][ACCOUNT + path][method]["responses"]
        self.status = int(next(iter(responses)))
        answer = responses[str(self.status)]["content"]["application/json"]["schema"]
        name = answer["$ref"].rpartition("/")[2]
        self._answer_names = set(description["components"]["schemas"][name]["properties"])
        self._answer = OAS30Validator(
            {"$ref": f"urn:twilio#/components/schemas/{name}"}, registry=self._registry
        )

    def check_answer(self, payload: Mapping[str, Any]) -> None:
        """:raises AssertionError: the stand-in itself is not what Twilio says it is."""
        unknown = set(payload) - self._answer_names
        faults = [error.message for error in self._answer.iter_errors(payload)]
        assert not unknown, f"Twilio's answers have no {unknown}"
        assert not faults, faults


class Operation(Answer):
    """One POST of the API: its parameters and its answer."""

    def __init__(self, description: dict[str, Any], path: str) -> None:
        super().__init__(description, path, "post")
        pointer = f"urn:twilio#/paths/{_escape(ACCOUNT + path)}/post"
        post = description["paths"][ACCOUNT + path]["post"]
        self._parameters = post["requestBody"]["content"][FORM]["schema"]["properties"]
        self._request = OAS30Validator(
            {"$ref": f"{pointer}/requestBody/content/{_escape(FORM)}/schema"},
            registry=self._registry,
        )

    def faults_of_request(self, form: Iterable[tuple[str, str]]) -> list[str]:
        """What a request does that the description does not allow; empty when all is well."""
        parameters: dict[str, Any] = {}
        faults = []
        for name, text in form:
            schema = self._parameters.get(name)
            if schema is None:
                faults.append(f"{name} is not a parameter")
                continue
            try:
                _put(parameters, name, schema, text)
            except (KeyError, ValueError):
                faults.append(f"{name} is not a {schema['type']}")
        return faults + [error.message for error in self._request.iter_errors(parameters)]


class Contract:
    def __init__(self) -> None:
        description = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
        self.create_message = Operation(description, "/Messages.json")
        self.update_message = Operation(description, "/Messages/{Sid}.json")
        self.create_call = Operation(description, "/Calls.json")
        media = "/Messages/{MessageSid}/Media/{Sid}.json"
        self.fetch_media = Answer(description, media)
        deleting = description["paths"][ACCOUNT + media]["delete"]
        self.delete_media_status = int(next(iter(deleting["responses"])))


def _put(parameters: dict[str, Any], name: str, schema: dict[str, Any], text: str) -> None:
    if schema.get("type") == "array":
        parameters.setdefault(name, []).append(CASTS[schema["items"]["type"]](text))
    elif name in parameters:
        raise ValueError("given twice")
    else:
        parameters[name] = CASTS[schema.get("type", "string")](text)


def _escape(key: str) -> str:
    """A key as a part of a JSON pointer in a URL."""
    return key.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")
