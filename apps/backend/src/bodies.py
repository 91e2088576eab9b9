"""What the bodies of requests have in common, whatever the domain."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

# PostgreSQL stores no NUL character in text.
PLAIN = r"^[^\x00]*$"


class Body(BaseModel):
    """A request's body: a field that it does not know is refused, and not overlooked."""

    model_config = ConfigDict(extra="forbid")
