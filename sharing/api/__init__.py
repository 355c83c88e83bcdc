"""The interface for programs: `/api/v1/`. Names are near those of OSDI, which other systems speak."""

from sharing.api.doors import api

__all__ = ["api"]
