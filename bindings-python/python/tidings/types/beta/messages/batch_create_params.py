"""What a batch is made of, under the names of the official package."""

from ..._params import BatchCreateParams
from ..._params import BatchRequest as Request

__all__ = ["BatchCreateParams", "Request"]
