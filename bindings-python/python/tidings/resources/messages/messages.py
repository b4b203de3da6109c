# Written by `make generate` from the types declared in core/src/types: change them there, then run it.
"""Creating messages."""

from __future__ import annotations

from ..._lazy import lazy
from ..._methods import CREATE, Method, Object, STREAM
from ..._options import NOT_GIVEN
from ..._resource import AsyncResource, Resource

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, Literal, overload

    from ..._generic import OutputT
    from ..._options import NotGiven, Omit
    from ..._stream import AsyncMessageStreamManager, AsyncStream, MessageStreamManager, Stream
    from ...types import (
        AssistantMessageParam,
        CacheControlEphemeralParam,
        ContainerParams,
        DiagnosticsParam,
        Headers,
        Message,
        MessageParam,
        MessageTokensCount,
        MetadataParam,
        Model,
        OutputConfigParam,
        ParsedMessage,
        RequestServiceTier,
        Speed,
        Strings,
        SystemMessageParam,
        TextBlock,
        TextBlockParam,
        ThinkingConfigParam,
        TimeoutOption,
        ToolChoiceParam,
        ToolUnionParam,
        UserMessageParam,
    )
    from .._views import (
        AsyncMessagesWithRawResponse,
        AsyncMessagesWithStreamingResponse,
        MessagesWithRawResponse,
        MessagesWithStreamingResponse,
    )
    from .batches import AsyncBatches, Batches

_CREATE: Method[Message | Stream] = Method("POST", "/v1/messages", CREATE)
_STREAM: Method[MessageStreamManager[Any]] = Method("POST", "/v1/messages", STREAM)
_PARSE: Method[ParsedMessage[Any]] = Method("POST", "/v1/messages", CREATE)
_COUNT_TOKENS: Method[MessageTokensCount] = Method("POST", "/v1/messages/count_tokens", Object("MessageTokensCount"))


class Messages(Resource):
    """Creating messages."""

    @lazy
    def batches(self) -> Batches:
        """Batches of messages."""
        from .batches import Batches

        return Batches(self._native, self._view)

    if TYPE_CHECKING:

        @overload
        def create(
            self,
            *,
            model: Model,
            max_tokens: int,
            messages: Iterable[MessageParam | UserMessageParam | AssistantMessageParam | SystemMessageParam | Message],
            system: str | Iterable[TextBlockParam | TextBlock] | NotGiven | Omit = NOT_GIVEN,
            temperature: float | NotGiven | Omit = NOT_GIVEN,
            top_p: float | NotGiven | Omit = NOT_GIVEN,
            top_k: int | NotGiven | Omit = NOT_GIVEN,
            stop_sequences: Strings | NotGiven | Omit = NOT_GIVEN,
            metadata: MetadataParam | NotGiven | Omit = NOT_GIVEN,
            tools: Iterable[ToolUnionParam] | NotGiven | Omit = NOT_GIVEN,
            tool_choice: ToolChoiceParam | NotGiven | Omit = NOT_GIVEN,
            thinking: ThinkingConfigParam | NotGiven | Omit = NOT_GIVEN,
            output_config: OutputConfigParam | NotGiven | Omit = NOT_GIVEN,
            service_tier: RequestServiceTier | NotGiven | Omit = NOT_GIVEN,
            container: str | ContainerParams | None | NotGiven | Omit = NOT_GIVEN,
            cache_control: CacheControlEphemeralParam | None | NotGiven | Omit = NOT_GIVEN,
            inference_geo: str | None | NotGiven | Omit = NOT_GIVEN,
            speed: Speed | None | NotGiven | Omit = NOT_GIVEN,
            diagnostics: DiagnosticsParam | None | NotGiven | Omit = NOT_GIVEN,
            user_profile_id: str | NotGiven | Omit = NOT_GIVEN,
            workspace_id: str | NotGiven | Omit = NOT_GIVEN,
            stream: Literal[False] | NotGiven | Omit = False,
            extra_headers: Headers | None = None,
            extra_query: Mapping[str, object] | None = None,
            extra_body: Mapping[str, Any] | None = None,
            timeout: TimeoutOption = NOT_GIVEN,
            max_retries: int | NotGiven = NOT_GIVEN,
            max_retry_after: float | None = None,
            throttle_patience: float | None = None,
            retry_ambiguous: bool | NotGiven = NOT_GIVEN,
            retry_on_timeout: bool | NotGiven = NOT_GIVEN,
            validation: bool | NotGiven = NOT_GIVEN,
            stream_long_calls: bool | NotGiven = NOT_GIVEN,
        ) -> Message: ...
        @overload
        def create(
            self,
            *,
            model: Model,
            max_tokens: int,
            messages: Iterable[MessageParam | UserMessageParam | AssistantMessageParam | SystemMessageParam | Message],
            system: str | Iterable[TextBlockParam | TextBlock] | NotGiven | Omit = NOT_GIVEN,
            temperature: float | NotGiven | Omit = NOT_GIVEN,
            top_p: float | NotGiven | Omit = NOT_GIVEN,
            top_k: int | NotGiven | Omit = NOT_GIVEN,
            stop_sequences: Strings | NotGiven | Omit = NOT_GIVEN,
            metadata: MetadataParam | NotGiven | Omit = NOT_GIVEN,
            tools: Iterable[ToolUnionParam] | NotGiven | Omit = NOT_GIVEN,
            tool_choice: ToolChoiceParam | NotGiven | Omit = NOT_GIVEN,
            thinking: ThinkingConfigParam | NotGiven | Omit = NOT_GIVEN,
            output_config: OutputConfigParam | NotGiven | Omit = NOT_GIVEN,
            service_tier: RequestServiceTier | NotGiven | Omit = NOT_GIVEN,
            container: str | ContainerParams | None | NotGiven | Omit = NOT_GIVEN,
            cache_control: CacheControlEphemeralParam | None | NotGiven | Omit = NOT_GIVEN,
            inference_geo: str | None | NotGiven | Omit = NOT_GIVEN,
            speed: Speed | None | NotGiven | Omit = NOT_GIVEN,
            diagnostics: DiagnosticsParam | None | NotGiven | Omit = NOT_GIVEN,
            user_profile_id: str | NotGiven | Omit = NOT_GIVEN,
            workspace_id: str | NotGiven | Omit = NOT_GIVEN,
            stream: Literal[True],
            extra_headers: Headers | None = None,
            extra_query: Mapping[str, object] | None = None,
            extra_body: Mapping[str, Any] | None = None,
            timeout: TimeoutOption = NOT_GIVEN,
            max_retries: int | NotGiven = NOT_GIVEN,
            max_retry_after: float | None = None,
            throttle_patience: float | None = None,
            retry_ambiguous: bool | NotGiven = NOT_GIVEN,
            retry_on_timeout: bool | NotGiven = NOT_GIVEN,
            validation: bool | NotGiven = NOT_GIVEN,
            stream_long_calls: bool | NotGiven = NOT_GIVEN,
        ) -> Stream: ...
        @overload
        def create(
            self,
            *,
            model: Model,
            max_tokens: int,
            messages: Iterable[MessageParam | UserMessageParam | AssistantMessageParam | SystemMessageParam | Message],
            system: str | Iterable[TextBlockParam | TextBlock] | NotGiven | Omit = NOT_GIVEN,
            temperature: float | NotGiven | Omit = NOT_GIVEN,
            top_p: float | NotGiven | Omit = NOT_GIVEN,
            top_k: int | NotGiven | Omit = NOT_GIVEN,
            stop_sequences: Strings | NotGiven | Omit = NOT_GIVEN,
            metadata: MetadataParam | NotGiven | Omit = NOT_GIVEN,
            tools: Iterable[ToolUnionParam] | NotGiven | Omit = NOT_GIVEN,
            tool_choice: ToolChoiceParam | NotGiven | Omit = NOT_GIVEN,
            thinking: ThinkingConfigParam | NotGiven | Omit = NOT_GIVEN,
            output_config: OutputConfigParam | NotGiven | Omit = NOT_GIVEN,
            service_tier: RequestServiceTier | NotGiven | Omit = NOT_GIVEN,
            container: str | ContainerParams | None | NotGiven | Omit = NOT_GIVEN,
            cache_control: CacheControlEphemeralParam | None | NotGiven | Omit = NOT_GIVEN,
            inference_geo: str | None | NotGiven | Omit = NOT_GIVEN,
            speed: Speed | None | NotGiven | Omit = NOT_GIVEN,
            diagnostics: DiagnosticsParam | None | NotGiven | Omit = NOT_GIVEN,
            user_profile_id: str | NotGiven | Omit = NOT_GIVEN,
            workspace_id: str | NotGiven | Omit = NOT_GIVEN,
            stream: bool | NotGiven | Omit = False,
            extra_headers: Headers | None = None,
            extra_query: Mapping[str, object] | None = None,
            extra_body: Mapping[str, Any] | None = None,
            timeout: TimeoutOption = NOT_GIVEN,
            max_retries: int | NotGiven = NOT_GIVEN,
            max_retry_after: float | None = None,
            throttle_patience: float | None = None,
            retry_ambiguous: bool | NotGiven = NOT_GIVEN,
            retry_on_timeout: bool | NotGiven = NOT_GIVEN,
            validation: bool | NotGiven = NOT_GIVEN,
            stream_long_calls: bool | NotGiven = NOT_GIVEN,
        ) -> Message | Stream: ...

    def create(
        self,
        *,
        model: Model,
        max_tokens: int,
        messages: Iterable[MessageParam | UserMessageParam | AssistantMessageParam | SystemMessageParam | Message],
        system: str | Iterable[TextBlockParam | TextBlock] | NotGiven | Omit = NOT_GIVEN,
        temperature: float | NotGiven | Omit = NOT_GIVEN,
        top_p: float | NotGiven | Omit = NOT_GIVEN,
        top_k: int | NotGiven | Omit = NOT_GIVEN,
        stop_sequences: Strings | NotGiven | Omit = NOT_GIVEN,
        metadata: MetadataParam | NotGiven | Omit = NOT_GIVEN,
        tools: Iterable[ToolUnionParam] | NotGiven | Omit = NOT_GIVEN,
        tool_choice: ToolChoiceParam | NotGiven | Omit = NOT_GIVEN,
        thinking: ThinkingConfigParam | NotGiven | Omit = NOT_GIVEN,
        output_config: OutputConfigParam | NotGiven | Omit = NOT_GIVEN,
        service_tier: RequestServiceTier | NotGiven | Omit = NOT_GIVEN,
        container: str | ContainerParams | None | NotGiven | Omit = NOT_GIVEN,
        cache_control: CacheControlEphemeralParam | None | NotGiven | Omit = NOT_GIVEN,
        inference_geo: str | None | NotGiven | Omit = NOT_GIVEN,
        speed: Speed | None | NotGiven | Omit = NOT_GIVEN,
        diagnostics: DiagnosticsParam | None | NotGiven | Omit = NOT_GIVEN,
        user_profile_id: str | NotGiven | Omit = NOT_GIVEN,
        workspace_id: str | NotGiven | Omit = NOT_GIVEN,
        stream: bool | NotGiven | Omit = False,
        extra_headers: Headers | None = None,
        extra_query: Mapping[str, object] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutOption = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
        max_retry_after: float | None = None,
        throttle_patience: float | None = None,
        retry_ambiguous: bool | NotGiven = NOT_GIVEN,
        retry_on_timeout: bool | NotGiven = NOT_GIVEN,
        validation: bool | NotGiven = NOT_GIVEN,
        stream_long_calls: bool | NotGiven = NOT_GIVEN,
    ) -> Message | Stream:
        """Sends a request and gives the message, or with `stream=True` its events as they arrive.

        A failure raises a `tidings.AnthropicError`.

        Args:
            model: The model's id; any string is passed on.
            max_tokens: The most tokens the model may write, thinking included: at least 1, at most the model's own
                maximum. 0, which some APIs take to only write the prompt cache, is refused unless validation is off.
            messages: The conversation so far: 1 to 100,000 messages, the first by the user. Messages of one role in
                a row count as one. A last message by the model is continued by models up to version 4.5; later ones
                refuse it.
            system: The system prompt: a string or a list of text blocks.
            temperature: Randomness, 0 to 1; the API's default is 1. Only for version `2023-06-01`, and only the
                default from Opus 4.7 on.
            top_p: Nucleus sampling, 0 to 1. Only for version `2023-06-01`; from Opus 4.1, Sonnet 4.5 and Haiku 4.5
                on not together with `temperature`.
            top_k: Sampling from this many of the likeliest tokens, 0 or more. Only for version `2023-06-01`.
            stop_sequences: Texts that end the answer where they would be written. None of them may be blank.
            metadata: About the request, for the API and not for the model.
            tools: Tools the model may use.
            tool_choice: Which of the tools the model may, must or must not use; `auto` when there are tools.
            thinking: Whether and how the model thinks before it answers. Without it, it depends on the model.
            output_config: How much effort the model makes, and the form of its answer.
            service_tier: Which capacity the request may use; `auto` unless said otherwise. The answer's `usage`
                says which it was.
            container: The container that the server's code runs in: an earlier one's id, or since late 2026 what it
                needs.
            cache_control: Caches the conversation up to its last block that can be.
            inference_geo: Where the model runs, such as `global` or `us`; the workspace's setting unless said
                otherwise. For models from Opus 4.6 on; earlier ones refuse it.
            speed: How fast the model writes; `standard` unless said otherwise. Some models need the beta
                `fast-mode-2026-02-01`.
            diagnostics: Asks why the cache was missed. Since 2026-09.
            user_profile_id: The profile of the user for whom the request is.
            workspace_id: The workspace that is meant, for credentials that belong to several.
            stream: Whether to give the events as they arrive, instead of the whole message.
            extra_headers: Headers for this call alone; `None` or `tidings.omit` as a value removes one.
            extra_query: Query parameters for this call alone; a list is sent as one for each item.
            extra_body: Parameters that this version does not know, or that are to win over the others.
            timeout: Seconds, a `tidings.Timeout`, or `None` for no limit, for this call alone.
            max_retries: How often a failed call is tried again, for this call alone.
            max_retry_after: The longest wait in seconds that the server may ask for, for this call alone; `None` is
                as the client has it.
            throttle_patience: The most seconds that this call spends waiting on refusals (429, 529) in all; `None`
                is as the client has it.
            retry_ambiguous: Whether this request is tried again though it may have run, and so may be billed.
            retry_on_timeout: Whether this request is tried again though it was sent whole and has probably run.
            validation: Whether this request is checked before it is sent.
            stream_long_calls: Whether this message, if it would take long to write, is fetched as a stream and
                given back whole.
        """
        return self._create(_CREATE, locals())

    def stream(
        self,
        *,
        model: Model,
        max_tokens: int,
        messages: Iterable[MessageParam | UserMessageParam | AssistantMessageParam | SystemMessageParam | Message],
        system: str | Iterable[TextBlockParam | TextBlock] | NotGiven | Omit = NOT_GIVEN,
        temperature: float | NotGiven | Omit = NOT_GIVEN,
        top_p: float | NotGiven | Omit = NOT_GIVEN,
        top_k: int | NotGiven | Omit = NOT_GIVEN,
        stop_sequences: Strings | NotGiven | Omit = NOT_GIVEN,
        metadata: MetadataParam | NotGiven | Omit = NOT_GIVEN,
        tools: Iterable[ToolUnionParam] | NotGiven | Omit = NOT_GIVEN,
        tool_choice: ToolChoiceParam | NotGiven | Omit = NOT_GIVEN,
        thinking: ThinkingConfigParam | NotGiven | Omit = NOT_GIVEN,
        output_config: OutputConfigParam | NotGiven | Omit = NOT_GIVEN,
        service_tier: RequestServiceTier | NotGiven | Omit = NOT_GIVEN,
        container: str | ContainerParams | None | NotGiven | Omit = NOT_GIVEN,
        cache_control: CacheControlEphemeralParam | None | NotGiven | Omit = NOT_GIVEN,
        inference_geo: str | None | NotGiven | Omit = NOT_GIVEN,
        speed: Speed | None | NotGiven | Omit = NOT_GIVEN,
        diagnostics: DiagnosticsParam | None | NotGiven | Omit = NOT_GIVEN,
        output_format: type[OutputT] | None | NotGiven | Omit = NOT_GIVEN,
        user_profile_id: str | NotGiven | Omit = NOT_GIVEN,
        workspace_id: str | NotGiven | Omit = NOT_GIVEN,
        extra_headers: Headers | None = None,
        extra_query: Mapping[str, object] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutOption = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
        max_retry_after: float | None = None,
        throttle_patience: float | None = None,
        retry_ambiguous: bool | NotGiven = NOT_GIVEN,
        retry_on_timeout: bool | NotGiven = NOT_GIVEN,
        validation: bool | NotGiven = NOT_GIVEN,
        stream_long_calls: bool | NotGiven = NOT_GIVEN,
    ) -> MessageStreamManager[OutputT]:
        """Prepares a streamed message; entering the `with` block that it is for sends the request.

        A failure raises a `tidings.AnthropicError`.

        Args:
            model: The model's id; any string is passed on.
            max_tokens: The most tokens the model may write, thinking included: at least 1, at most the model's own
                maximum. 0, which some APIs take to only write the prompt cache, is refused unless validation is off.
            messages: The conversation so far: 1 to 100,000 messages, the first by the user. Messages of one role in
                a row count as one. A last message by the model is continued by models up to version 4.5; later ones
                refuse it.
            system: The system prompt: a string or a list of text blocks.
            temperature: Randomness, 0 to 1; the API's default is 1. Only for version `2023-06-01`, and only the
                default from Opus 4.7 on.
            top_p: Nucleus sampling, 0 to 1. Only for version `2023-06-01`; from Opus 4.1, Sonnet 4.5 and Haiku 4.5
                on not together with `temperature`.
            top_k: Sampling from this many of the likeliest tokens, 0 or more. Only for version `2023-06-01`.
            stop_sequences: Texts that end the answer where they would be written. None of them may be blank.
            metadata: About the request, for the API and not for the model.
            tools: Tools the model may use.
            tool_choice: Which of the tools the model may, must or must not use; `auto` when there are tools.
            thinking: Whether and how the model thinks before it answers. Without it, it depends on the model.
            output_config: How much effort the model makes, and the form of its answer.
            service_tier: Which capacity the request may use; `auto` unless said otherwise. The answer's `usage`
                says which it was.
            container: The container that the server's code runs in: an earlier one's id, or since late 2026 what it
                needs.
            cache_control: Caches the conversation up to its last block that can be.
            inference_geo: Where the model runs, such as `global` or `us`; the workspace's setting unless said
                otherwise. For models from Opus 4.6 on; earlier ones refuse it.
            speed: How fast the model writes; `standard` unless said otherwise. Some models need the beta
                `fast-mode-2026-02-01`.
            diagnostics: Asks why the cache was missed. Since 2026-09.
            output_format: The type of which the texts of the answer are values: its schema is sent as the format in
                `output_config`.
            user_profile_id: The profile of the user for whom the request is.
            workspace_id: The workspace that is meant, for credentials that belong to several.
            extra_headers: Headers for this call alone; `None` or `tidings.omit` as a value removes one.
            extra_query: Query parameters for this call alone; a list is sent as one for each item.
            extra_body: Parameters that this version does not know, or that are to win over the others.
            timeout: Seconds, a `tidings.Timeout`, or `None` for no limit, for this call alone.
            max_retries: How often a failed call is tried again, for this call alone.
            max_retry_after: The longest wait in seconds that the server may ask for, for this call alone; `None` is
                as the client has it.
            throttle_patience: The most seconds that this call spends waiting on refusals (429, 529) in all; `None`
                is as the client has it.
            retry_ambiguous: Whether this request is tried again though it may have run, and so may be billed.
            retry_on_timeout: Whether this request is tried again though it was sent whole and has probably run.
            validation: Whether this request is checked before it is sent.
            stream_long_calls: Whether this message, if it would take long to write, is fetched as a stream and
                given back whole.
        """
        return self._stream(_STREAM, locals())

    def parse(
        self,
        *,
        model: Model,
        max_tokens: int,
        messages: Iterable[MessageParam | UserMessageParam | AssistantMessageParam | SystemMessageParam | Message],
        system: str | Iterable[TextBlockParam | TextBlock] | NotGiven | Omit = NOT_GIVEN,
        temperature: float | NotGiven | Omit = NOT_GIVEN,
        top_p: float | NotGiven | Omit = NOT_GIVEN,
        top_k: int | NotGiven | Omit = NOT_GIVEN,
        stop_sequences: Strings | NotGiven | Omit = NOT_GIVEN,
        metadata: MetadataParam | NotGiven | Omit = NOT_GIVEN,
        tools: Iterable[ToolUnionParam] | NotGiven | Omit = NOT_GIVEN,
        tool_choice: ToolChoiceParam | NotGiven | Omit = NOT_GIVEN,
        thinking: ThinkingConfigParam | NotGiven | Omit = NOT_GIVEN,
        output_config: OutputConfigParam | NotGiven | Omit = NOT_GIVEN,
        service_tier: RequestServiceTier | NotGiven | Omit = NOT_GIVEN,
        container: str | ContainerParams | None | NotGiven | Omit = NOT_GIVEN,
        cache_control: CacheControlEphemeralParam | None | NotGiven | Omit = NOT_GIVEN,
        inference_geo: str | None | NotGiven | Omit = NOT_GIVEN,
        speed: Speed | None | NotGiven | Omit = NOT_GIVEN,
        diagnostics: DiagnosticsParam | None | NotGiven | Omit = NOT_GIVEN,
        output_format: type[OutputT] | None | NotGiven | Omit = NOT_GIVEN,
        user_profile_id: str | NotGiven | Omit = NOT_GIVEN,
        workspace_id: str | NotGiven | Omit = NOT_GIVEN,
        extra_headers: Headers | None = None,
        extra_query: Mapping[str, object] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutOption = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
        max_retry_after: float | None = None,
        throttle_patience: float | None = None,
        retry_ambiguous: bool | NotGiven = NOT_GIVEN,
        retry_on_timeout: bool | NotGiven = NOT_GIVEN,
        validation: bool | NotGiven = NOT_GIVEN,
        stream_long_calls: bool | NotGiven = NOT_GIVEN,
    ) -> ParsedMessage[OutputT]:
        """Sends a request and gives the message, its texts read as values of the type `output_format`.

        Any type will do that pydantic can make a schema of; pydantic is loaded for it. A text that is no such value
        raises pydantic's `ValidationError`, which has the message as its `partial_message`.

        A failure raises a `tidings.AnthropicError`.

        Args:
            model: The model's id; any string is passed on.
            max_tokens: The most tokens the model may write, thinking included: at least 1, at most the model's own
                maximum. 0, which some APIs take to only write the prompt cache, is refused unless validation is off.
            messages: The conversation so far: 1 to 100,000 messages, the first by the user. Messages of one role in
                a row count as one. A last message by the model is continued by models up to version 4.5; later ones
                refuse it.
            system: The system prompt: a string or a list of text blocks.
            temperature: Randomness, 0 to 1; the API's default is 1. Only for version `2023-06-01`, and only the
                default from Opus 4.7 on.
            top_p: Nucleus sampling, 0 to 1. Only for version `2023-06-01`; from Opus 4.1, Sonnet 4.5 and Haiku 4.5
                on not together with `temperature`.
            top_k: Sampling from this many of the likeliest tokens, 0 or more. Only for version `2023-06-01`.
            stop_sequences: Texts that end the answer where they would be written. None of them may be blank.
            metadata: About the request, for the API and not for the model.
            tools: Tools the model may use.
            tool_choice: Which of the tools the model may, must or must not use; `auto` when there are tools.
            thinking: Whether and how the model thinks before it answers. Without it, it depends on the model.
            output_config: How much effort the model makes, and the form of its answer.
            service_tier: Which capacity the request may use; `auto` unless said otherwise. The answer's `usage`
                says which it was.
            container: The container that the server's code runs in: an earlier one's id, or since late 2026 what it
                needs.
            cache_control: Caches the conversation up to its last block that can be.
            inference_geo: Where the model runs, such as `global` or `us`; the workspace's setting unless said
                otherwise. For models from Opus 4.6 on; earlier ones refuse it.
            speed: How fast the model writes; `standard` unless said otherwise. Some models need the beta
                `fast-mode-2026-02-01`.
            diagnostics: Asks why the cache was missed. Since 2026-09.
            output_format: The type of which the texts of the answer are values: its schema is sent as the format in
                `output_config`.
            user_profile_id: The profile of the user for whom the request is.
            workspace_id: The workspace that is meant, for credentials that belong to several.
            extra_headers: Headers for this call alone; `None` or `tidings.omit` as a value removes one.
            extra_query: Query parameters for this call alone; a list is sent as one for each item.
            extra_body: Parameters that this version does not know, or that are to win over the others.
            timeout: Seconds, a `tidings.Timeout`, or `None` for no limit, for this call alone.
            max_retries: How often a failed call is tried again, for this call alone.
            max_retry_after: The longest wait in seconds that the server may ask for, for this call alone; `None` is
                as the client has it.
            throttle_patience: The most seconds that this call spends waiting on refusals (429, 529) in all; `None`
                is as the client has it.
            retry_ambiguous: Whether this request is tried again though it may have run, and so may be billed.
            retry_on_timeout: Whether this request is tried again though it was sent whole and has probably run.
            validation: Whether this request is checked before it is sent.
            stream_long_calls: Whether this message, if it would take long to write, is fetched as a stream and
                given back whole.
        """
        return self._parse(_PARSE, locals())

    def count_tokens(
        self,
        *,
        model: Model,
        messages: Iterable[MessageParam | UserMessageParam | AssistantMessageParam | SystemMessageParam | Message],
        system: str | Iterable[TextBlockParam | TextBlock] | NotGiven | Omit = NOT_GIVEN,
        tools: Iterable[ToolUnionParam] | NotGiven | Omit = NOT_GIVEN,
        tool_choice: ToolChoiceParam | NotGiven | Omit = NOT_GIVEN,
        thinking: ThinkingConfigParam | NotGiven | Omit = NOT_GIVEN,
        output_config: OutputConfigParam | NotGiven | Omit = NOT_GIVEN,
        cache_control: CacheControlEphemeralParam | None | NotGiven | Omit = NOT_GIVEN,
        speed: Speed | None | NotGiven | Omit = NOT_GIVEN,
        output_format: type[Any] | None | NotGiven | Omit = NOT_GIVEN,
        user_profile_id: str | NotGiven | Omit = NOT_GIVEN,
        workspace_id: str | NotGiven | Omit = NOT_GIVEN,
        extra_headers: Headers | None = None,
        extra_query: Mapping[str, object] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutOption = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
        max_retry_after: float | None = None,
        throttle_patience: float | None = None,
        retry_ambiguous: bool | NotGiven = NOT_GIVEN,
        retry_on_timeout: bool | NotGiven = NOT_GIVEN,
        validation: bool | NotGiven = NOT_GIVEN,
    ) -> MessageTokensCount:
        """Counts the tokens of a request without sending it to a model.

        A failure raises a `tidings.AnthropicError`.

        Args:
            model: The model's id; any string is passed on.
            messages: The conversation so far: 1 to 100,000 messages, the first by the user.
            system: The system prompt: a string or a list of text blocks.
            tools: Tools the model may use. The server's are counted for the first step only.
            tool_choice: Which of the tools the model may, must or must not use.
            thinking: Whether and how the model thinks before it answers.
            output_config: How much effort the model makes, and the form of its answer.
            cache_control: Caches the conversation up to its last block that can be. Counting itself uses no cache.
            speed: How fast the model writes.
            output_format: The type of which the texts of the answer are values: its schema is sent as the format in
                `output_config`.
            user_profile_id: The profile of the user for whom the request is.
            workspace_id: The workspace that is meant, for credentials that belong to several.
            extra_headers: Headers for this call alone; `None` or `tidings.omit` as a value removes one.
            extra_query: Query parameters for this call alone; a list is sent as one for each item.
            extra_body: Parameters that this version does not know, or that are to win over the others.
            timeout: Seconds, a `tidings.Timeout`, or `None` for no limit, for this call alone.
            max_retries: How often a failed call is tried again, for this call alone.
            max_retry_after: The longest wait in seconds that the server may ask for, for this call alone; `None` is
                as the client has it.
            throttle_patience: The most seconds that this call spends waiting on refusals (429, 529) in all; `None`
                is as the client has it.
            retry_ambiguous: Whether this request is tried again though it may have run, and so may be billed.
            retry_on_timeout: Whether this request is tried again though it was sent whole and has probably run.
            validation: Whether this request is checked before it is sent.
        """
        return self._call(_COUNT_TOKENS, locals())

    if TYPE_CHECKING:

        @property
        def with_raw_response(self) -> MessagesWithRawResponse: ...

        @property
        def with_streaming_response(self) -> MessagesWithStreamingResponse: ...


class AsyncMessages(AsyncResource):
    """Creating messages."""

    @lazy
    def batches(self) -> AsyncBatches:
        """Batches of messages."""
        from .batches import AsyncBatches

        return AsyncBatches(self._native, self._view)

    if TYPE_CHECKING:

        @overload
        async def create(
            self,
            *,
            model: Model,
            max_tokens: int,
            messages: Iterable[MessageParam | UserMessageParam | AssistantMessageParam | SystemMessageParam | Message],
            system: str | Iterable[TextBlockParam | TextBlock] | NotGiven | Omit = NOT_GIVEN,
            temperature: float | NotGiven | Omit = NOT_GIVEN,
            top_p: float | NotGiven | Omit = NOT_GIVEN,
            top_k: int | NotGiven | Omit = NOT_GIVEN,
            stop_sequences: Strings | NotGiven | Omit = NOT_GIVEN,
            metadata: MetadataParam | NotGiven | Omit = NOT_GIVEN,
            tools: Iterable[ToolUnionParam] | NotGiven | Omit = NOT_GIVEN,
            tool_choice: ToolChoiceParam | NotGiven | Omit = NOT_GIVEN,
            thinking: ThinkingConfigParam | NotGiven | Omit = NOT_GIVEN,
            output_config: OutputConfigParam | NotGiven | Omit = NOT_GIVEN,
            service_tier: RequestServiceTier | NotGiven | Omit = NOT_GIVEN,
            container: str | ContainerParams | None | NotGiven | Omit = NOT_GIVEN,
            cache_control: CacheControlEphemeralParam | None | NotGiven | Omit = NOT_GIVEN,
            inference_geo: str | None | NotGiven | Omit = NOT_GIVEN,
            speed: Speed | None | NotGiven | Omit = NOT_GIVEN,
            diagnostics: DiagnosticsParam | None | NotGiven | Omit = NOT_GIVEN,
            user_profile_id: str | NotGiven | Omit = NOT_GIVEN,
            workspace_id: str | NotGiven | Omit = NOT_GIVEN,
            stream: Literal[False] | NotGiven | Omit = False,
            extra_headers: Headers | None = None,
            extra_query: Mapping[str, object] | None = None,
            extra_body: Mapping[str, Any] | None = None,
            timeout: TimeoutOption = NOT_GIVEN,
            max_retries: int | NotGiven = NOT_GIVEN,
            max_retry_after: float | None = None,
            throttle_patience: float | None = None,
            retry_ambiguous: bool | NotGiven = NOT_GIVEN,
            retry_on_timeout: bool | NotGiven = NOT_GIVEN,
            validation: bool | NotGiven = NOT_GIVEN,
            stream_long_calls: bool | NotGiven = NOT_GIVEN,
        ) -> Message: ...
        @overload
        async def create(
            self,
            *,
            model: Model,
            max_tokens: int,
            messages: Iterable[MessageParam | UserMessageParam | AssistantMessageParam | SystemMessageParam | Message],
            system: str | Iterable[TextBlockParam | TextBlock] | NotGiven | Omit = NOT_GIVEN,
            temperature: float | NotGiven | Omit = NOT_GIVEN,
            top_p: float | NotGiven | Omit = NOT_GIVEN,
            top_k: int | NotGiven | Omit = NOT_GIVEN,
            stop_sequences: Strings | NotGiven | Omit = NOT_GIVEN,
            metadata: MetadataParam | NotGiven | Omit = NOT_GIVEN,
            tools: Iterable[ToolUnionParam] | NotGiven | Omit = NOT_GIVEN,
            tool_choice: ToolChoiceParam | NotGiven | Omit = NOT_GIVEN,
            thinking: ThinkingConfigParam | NotGiven | Omit = NOT_GIVEN,
            output_config: OutputConfigParam | NotGiven | Omit = NOT_GIVEN,
            service_tier: RequestServiceTier | NotGiven | Omit = NOT_GIVEN,
            container: str | ContainerParams | None | NotGiven | Omit = NOT_GIVEN,
            cache_control: CacheControlEphemeralParam | None | NotGiven | Omit = NOT_GIVEN,
            inference_geo: str | None | NotGiven | Omit = NOT_GIVEN,
            speed: Speed | None | NotGiven | Omit = NOT_GIVEN,
            diagnostics: DiagnosticsParam | None | NotGiven | Omit = NOT_GIVEN,
            user_profile_id: str | NotGiven | Omit = NOT_GIVEN,
            workspace_id: str | NotGiven | Omit = NOT_GIVEN,
            stream: Literal[True],
            extra_headers: Headers | None = None,
            extra_query: Mapping[str, object] | None = None,
            extra_body: Mapping[str, Any] | None = None,
            timeout: TimeoutOption = NOT_GIVEN,
            max_retries: int | NotGiven = NOT_GIVEN,
            max_retry_after: float | None = None,
            throttle_patience: float | None = None,
            retry_ambiguous: bool | NotGiven = NOT_GIVEN,
            retry_on_timeout: bool | NotGiven = NOT_GIVEN,
            validation: bool | NotGiven = NOT_GIVEN,
            stream_long_calls: bool | NotGiven = NOT_GIVEN,
        ) -> AsyncStream: ...
        @overload
        async def create(
            self,
            *,
            model: Model,
            max_tokens: int,
            messages: Iterable[MessageParam | UserMessageParam | AssistantMessageParam | SystemMessageParam | Message],
            system: str | Iterable[TextBlockParam | TextBlock] | NotGiven | Omit = NOT_GIVEN,
            temperature: float | NotGiven | Omit = NOT_GIVEN,
            top_p: float | NotGiven | Omit = NOT_GIVEN,
            top_k: int | NotGiven | Omit = NOT_GIVEN,
            stop_sequences: Strings | NotGiven | Omit = NOT_GIVEN,
            metadata: MetadataParam | NotGiven | Omit = NOT_GIVEN,
            tools: Iterable[ToolUnionParam] | NotGiven | Omit = NOT_GIVEN,
            tool_choice: ToolChoiceParam | NotGiven | Omit = NOT_GIVEN,
            thinking: ThinkingConfigParam | NotGiven | Omit = NOT_GIVEN,
            output_config: OutputConfigParam | NotGiven | Omit = NOT_GIVEN,
            service_tier: RequestServiceTier | NotGiven | Omit = NOT_GIVEN,
            container: str | ContainerParams | None | NotGiven | Omit = NOT_GIVEN,
            cache_control: CacheControlEphemeralParam | None | NotGiven | Omit = NOT_GIVEN,
            inference_geo: str | None | NotGiven | Omit = NOT_GIVEN,
            speed: Speed | None | NotGiven | Omit = NOT_GIVEN,
            diagnostics: DiagnosticsParam | None | NotGiven | Omit = NOT_GIVEN,
            user_profile_id: str | NotGiven | Omit = NOT_GIVEN,
            workspace_id: str | NotGiven | Omit = NOT_GIVEN,
            stream: bool | NotGiven | Omit = False,
            extra_headers: Headers | None = None,
            extra_query: Mapping[str, object] | None = None,
            extra_body: Mapping[str, Any] | None = None,
            timeout: TimeoutOption = NOT_GIVEN,
            max_retries: int | NotGiven = NOT_GIVEN,
            max_retry_after: float | None = None,
            throttle_patience: float | None = None,
            retry_ambiguous: bool | NotGiven = NOT_GIVEN,
            retry_on_timeout: bool | NotGiven = NOT_GIVEN,
            validation: bool | NotGiven = NOT_GIVEN,
            stream_long_calls: bool | NotGiven = NOT_GIVEN,
        ) -> Message | AsyncStream: ...

    async def create(
        self,
        *,
        model: Model,
        max_tokens: int,
        messages: Iterable[MessageParam | UserMessageParam | AssistantMessageParam | SystemMessageParam | Message],
        system: str | Iterable[TextBlockParam | TextBlock] | NotGiven | Omit = NOT_GIVEN,
        temperature: float | NotGiven | Omit = NOT_GIVEN,
        top_p: float | NotGiven | Omit = NOT_GIVEN,
        top_k: int | NotGiven | Omit = NOT_GIVEN,
        stop_sequences: Strings | NotGiven | Omit = NOT_GIVEN,
        metadata: MetadataParam | NotGiven | Omit = NOT_GIVEN,
        tools: Iterable[ToolUnionParam] | NotGiven | Omit = NOT_GIVEN,
        tool_choice: ToolChoiceParam | NotGiven | Omit = NOT_GIVEN,
        thinking: ThinkingConfigParam | NotGiven | Omit = NOT_GIVEN,
        output_config: OutputConfigParam | NotGiven | Omit = NOT_GIVEN,
        service_tier: RequestServiceTier | NotGiven | Omit = NOT_GIVEN,
        container: str | ContainerParams | None | NotGiven | Omit = NOT_GIVEN,
        cache_control: CacheControlEphemeralParam | None | NotGiven | Omit = NOT_GIVEN,
        inference_geo: str | None | NotGiven | Omit = NOT_GIVEN,
        speed: Speed | None | NotGiven | Omit = NOT_GIVEN,
        diagnostics: DiagnosticsParam | None | NotGiven | Omit = NOT_GIVEN,
        user_profile_id: str | NotGiven | Omit = NOT_GIVEN,
        workspace_id: str | NotGiven | Omit = NOT_GIVEN,
        stream: bool | NotGiven | Omit = False,
        extra_headers: Headers | None = None,
        extra_query: Mapping[str, object] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutOption = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
        max_retry_after: float | None = None,
        throttle_patience: float | None = None,
        retry_ambiguous: bool | NotGiven = NOT_GIVEN,
        retry_on_timeout: bool | NotGiven = NOT_GIVEN,
        validation: bool | NotGiven = NOT_GIVEN,
        stream_long_calls: bool | NotGiven = NOT_GIVEN,
    ) -> Message | AsyncStream:
        """Sends a request and gives the message, or with `stream=True` its events as they arrive.

        A failure raises a `tidings.AnthropicError`.

        Args:
            model: The model's id; any string is passed on.
            max_tokens: The most tokens the model may write, thinking included: at least 1, at most the model's own
                maximum. 0, which some APIs take to only write the prompt cache, is refused unless validation is off.
            messages: The conversation so far: 1 to 100,000 messages, the first by the user. Messages of one role in
                a row count as one. A last message by the model is continued by models up to version 4.5; later ones
                refuse it.
            system: The system prompt: a string or a list of text blocks.
            temperature: Randomness, 0 to 1; the API's default is 1. Only for version `2023-06-01`, and only the
                default from Opus 4.7 on.
            top_p: Nucleus sampling, 0 to 1. Only for version `2023-06-01`; from Opus 4.1, Sonnet 4.5 and Haiku 4.5
                on not together with `temperature`.
            top_k: Sampling from this many of the likeliest tokens, 0 or more. Only for version `2023-06-01`.
            stop_sequences: Texts that end the answer where they would be written. None of them may be blank.
            metadata: About the request, for the API and not for the model.
            tools: Tools the model may use.
            tool_choice: Which of the tools the model may, must or must not use; `auto` when there are tools.
            thinking: Whether and how the model thinks before it answers. Without it, it depends on the model.
            output_config: How much effort the model makes, and the form of its answer.
            service_tier: Which capacity the request may use; `auto` unless said otherwise. The answer's `usage`
                says which it was.
            container: The container that the server's code runs in: an earlier one's id, or since late 2026 what it
                needs.
            cache_control: Caches the conversation up to its last block that can be.
            inference_geo: Where the model runs, such as `global` or `us`; the workspace's setting unless said
                otherwise. For models from Opus 4.6 on; earlier ones refuse it.
            speed: How fast the model writes; `standard` unless said otherwise. Some models need the beta
                `fast-mode-2026-02-01`.
            diagnostics: Asks why the cache was missed. Since 2026-09.
            user_profile_id: The profile of the user for whom the request is.
            workspace_id: The workspace that is meant, for credentials that belong to several.
            stream: Whether to give the events as they arrive, instead of the whole message.
            extra_headers: Headers for this call alone; `None` or `tidings.omit` as a value removes one.
            extra_query: Query parameters for this call alone; a list is sent as one for each item.
            extra_body: Parameters that this version does not know, or that are to win over the others.
            timeout: Seconds, a `tidings.Timeout`, or `None` for no limit, for this call alone.
            max_retries: How often a failed call is tried again, for this call alone.
            max_retry_after: The longest wait in seconds that the server may ask for, for this call alone; `None` is
                as the client has it.
            throttle_patience: The most seconds that this call spends waiting on refusals (429, 529) in all; `None`
                is as the client has it.
            retry_ambiguous: Whether this request is tried again though it may have run, and so may be billed.
            retry_on_timeout: Whether this request is tried again though it was sent whole and has probably run.
            validation: Whether this request is checked before it is sent.
            stream_long_calls: Whether this message, if it would take long to write, is fetched as a stream and
                given back whole.
        """
        return await self._create(_CREATE, locals())

    def stream(
        self,
        *,
        model: Model,
        max_tokens: int,
        messages: Iterable[MessageParam | UserMessageParam | AssistantMessageParam | SystemMessageParam | Message],
        system: str | Iterable[TextBlockParam | TextBlock] | NotGiven | Omit = NOT_GIVEN,
        temperature: float | NotGiven | Omit = NOT_GIVEN,
        top_p: float | NotGiven | Omit = NOT_GIVEN,
        top_k: int | NotGiven | Omit = NOT_GIVEN,
        stop_sequences: Strings | NotGiven | Omit = NOT_GIVEN,
        metadata: MetadataParam | NotGiven | Omit = NOT_GIVEN,
        tools: Iterable[ToolUnionParam] | NotGiven | Omit = NOT_GIVEN,
        tool_choice: ToolChoiceParam | NotGiven | Omit = NOT_GIVEN,
        thinking: ThinkingConfigParam | NotGiven | Omit = NOT_GIVEN,
        output_config: OutputConfigParam | NotGiven | Omit = NOT_GIVEN,
        service_tier: RequestServiceTier | NotGiven | Omit = NOT_GIVEN,
        container: str | ContainerParams | None | NotGiven | Omit = NOT_GIVEN,
        cache_control: CacheControlEphemeralParam | None | NotGiven | Omit = NOT_GIVEN,
        inference_geo: str | None | NotGiven | Omit = NOT_GIVEN,
        speed: Speed | None | NotGiven | Omit = NOT_GIVEN,
        diagnostics: DiagnosticsParam | None | NotGiven | Omit = NOT_GIVEN,
        output_format: type[OutputT] | None | NotGiven | Omit = NOT_GIVEN,
        user_profile_id: str | NotGiven | Omit = NOT_GIVEN,
        workspace_id: str | NotGiven | Omit = NOT_GIVEN,
        extra_headers: Headers | None = None,
        extra_query: Mapping[str, object] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutOption = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
        max_retry_after: float | None = None,
        throttle_patience: float | None = None,
        retry_ambiguous: bool | NotGiven = NOT_GIVEN,
        retry_on_timeout: bool | NotGiven = NOT_GIVEN,
        validation: bool | NotGiven = NOT_GIVEN,
        stream_long_calls: bool | NotGiven = NOT_GIVEN,
    ) -> AsyncMessageStreamManager[OutputT]:
        """Prepares a streamed message; entering the `async with` block that it is for sends the request.

        A failure raises a `tidings.AnthropicError`.

        Args:
            model: The model's id; any string is passed on.
            max_tokens: The most tokens the model may write, thinking included: at least 1, at most the model's own
                maximum. 0, which some APIs take to only write the prompt cache, is refused unless validation is off.
            messages: The conversation so far: 1 to 100,000 messages, the first by the user. Messages of one role in
                a row count as one. A last message by the model is continued by models up to version 4.5; later ones
                refuse it.
            system: The system prompt: a string or a list of text blocks.
            temperature: Randomness, 0 to 1; the API's default is 1. Only for version `2023-06-01`, and only the
                default from Opus 4.7 on.
            top_p: Nucleus sampling, 0 to 1. Only for version `2023-06-01`; from Opus 4.1, Sonnet 4.5 and Haiku 4.5
                on not together with `temperature`.
            top_k: Sampling from this many of the likeliest tokens, 0 or more. Only for version `2023-06-01`.
            stop_sequences: Texts that end the answer where they would be written. None of them may be blank.
            metadata: About the request, for the API and not for the model.
            tools: Tools the model may use.
            tool_choice: Which of the tools the model may, must or must not use; `auto` when there are tools.
            thinking: Whether and how the model thinks before it answers. Without it, it depends on the model.
            output_config: How much effort the model makes, and the form of its answer.
            service_tier: Which capacity the request may use; `auto` unless said otherwise. The answer's `usage`
                says which it was.
            container: The container that the server's code runs in: an earlier one's id, or since late 2026 what it
                needs.
            cache_control: Caches the conversation up to its last block that can be.
            inference_geo: Where the model runs, such as `global` or `us`; the workspace's setting unless said
                otherwise. For models from Opus 4.6 on; earlier ones refuse it.
            speed: How fast the model writes; `standard` unless said otherwise. Some models need the beta
                `fast-mode-2026-02-01`.
            diagnostics: Asks why the cache was missed. Since 2026-09.
            output_format: The type of which the texts of the answer are values: its schema is sent as the format in
                `output_config`.
            user_profile_id: The profile of the user for whom the request is.
            workspace_id: The workspace that is meant, for credentials that belong to several.
            extra_headers: Headers for this call alone; `None` or `tidings.omit` as a value removes one.
            extra_query: Query parameters for this call alone; a list is sent as one for each item.
            extra_body: Parameters that this version does not know, or that are to win over the others.
            timeout: Seconds, a `tidings.Timeout`, or `None` for no limit, for this call alone.
            max_retries: How often a failed call is tried again, for this call alone.
            max_retry_after: The longest wait in seconds that the server may ask for, for this call alone; `None` is
                as the client has it.
            throttle_patience: The most seconds that this call spends waiting on refusals (429, 529) in all; `None`
                is as the client has it.
            retry_ambiguous: Whether this request is tried again though it may have run, and so may be billed.
            retry_on_timeout: Whether this request is tried again though it was sent whole and has probably run.
            validation: Whether this request is checked before it is sent.
            stream_long_calls: Whether this message, if it would take long to write, is fetched as a stream and
                given back whole.
        """
        return self._stream(_STREAM, locals())

    async def parse(
        self,
        *,
        model: Model,
        max_tokens: int,
        messages: Iterable[MessageParam | UserMessageParam | AssistantMessageParam | SystemMessageParam | Message],
        system: str | Iterable[TextBlockParam | TextBlock] | NotGiven | Omit = NOT_GIVEN,
        temperature: float | NotGiven | Omit = NOT_GIVEN,
        top_p: float | NotGiven | Omit = NOT_GIVEN,
        top_k: int | NotGiven | Omit = NOT_GIVEN,
        stop_sequences: Strings | NotGiven | Omit = NOT_GIVEN,
        metadata: MetadataParam | NotGiven | Omit = NOT_GIVEN,
        tools: Iterable[ToolUnionParam] | NotGiven | Omit = NOT_GIVEN,
        tool_choice: ToolChoiceParam | NotGiven | Omit = NOT_GIVEN,
        thinking: ThinkingConfigParam | NotGiven | Omit = NOT_GIVEN,
        output_config: OutputConfigParam | NotGiven | Omit = NOT_GIVEN,
        service_tier: RequestServiceTier | NotGiven | Omit = NOT_GIVEN,
        container: str | ContainerParams | None | NotGiven | Omit = NOT_GIVEN,
        cache_control: CacheControlEphemeralParam | None | NotGiven | Omit = NOT_GIVEN,
        inference_geo: str | None | NotGiven | Omit = NOT_GIVEN,
        speed: Speed | None | NotGiven | Omit = NOT_GIVEN,
        diagnostics: DiagnosticsParam | None | NotGiven | Omit = NOT_GIVEN,
        output_format: type[OutputT] | None | NotGiven | Omit = NOT_GIVEN,
        user_profile_id: str | NotGiven | Omit = NOT_GIVEN,
        workspace_id: str | NotGiven | Omit = NOT_GIVEN,
        extra_headers: Headers | None = None,
        extra_query: Mapping[str, object] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutOption = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
        max_retry_after: float | None = None,
        throttle_patience: float | None = None,
        retry_ambiguous: bool | NotGiven = NOT_GIVEN,
        retry_on_timeout: bool | NotGiven = NOT_GIVEN,
        validation: bool | NotGiven = NOT_GIVEN,
        stream_long_calls: bool | NotGiven = NOT_GIVEN,
    ) -> ParsedMessage[OutputT]:
        """Sends a request and gives the message, its texts read as values of the type `output_format`.

        Any type will do that pydantic can make a schema of; pydantic is loaded for it. A text that is no such value
        raises pydantic's `ValidationError`, which has the message as its `partial_message`.

        A failure raises a `tidings.AnthropicError`.

        Args:
            model: The model's id; any string is passed on.
            max_tokens: The most tokens the model may write, thinking included: at least 1, at most the model's own
                maximum. 0, which some APIs take to only write the prompt cache, is refused unless validation is off.
            messages: The conversation so far: 1 to 100,000 messages, the first by the user. Messages of one role in
                a row count as one. A last message by the model is continued by models up to version 4.5; later ones
                refuse it.
            system: The system prompt: a string or a list of text blocks.
            temperature: Randomness, 0 to 1; the API's default is 1. Only for version `2023-06-01`, and only the
                default from Opus 4.7 on.
            top_p: Nucleus sampling, 0 to 1. Only for version `2023-06-01`; from Opus 4.1, Sonnet 4.5 and Haiku 4.5
                on not together with `temperature`.
            top_k: Sampling from this many of the likeliest tokens, 0 or more. Only for version `2023-06-01`.
            stop_sequences: Texts that end the answer where they would be written. None of them may be blank.
            metadata: About the request, for the API and not for the model.
            tools: Tools the model may use.
            tool_choice: Which of the tools the model may, must or must not use; `auto` when there are tools.
            thinking: Whether and how the model thinks before it answers. Without it, it depends on the model.
            output_config: How much effort the model makes, and the form of its answer.
            service_tier: Which capacity the request may use; `auto` unless said otherwise. The answer's `usage`
                says which it was.
            container: The container that the server's code runs in: an earlier one's id, or since late 2026 what it
                needs.
            cache_control: Caches the conversation up to its last block that can be.
            inference_geo: Where the model runs, such as `global` or `us`; the workspace's setting unless said
                otherwise. For models from Opus 4.6 on; earlier ones refuse it.
            speed: How fast the model writes; `standard` unless said otherwise. Some models need the beta
                `fast-mode-2026-02-01`.
            diagnostics: Asks why the cache was missed. Since 2026-09.
            output_format: The type of which the texts of the answer are values: its schema is sent as the format in
                `output_config`.
            user_profile_id: The profile of the user for whom the request is.
            workspace_id: The workspace that is meant, for credentials that belong to several.
            extra_headers: Headers for this call alone; `None` or `tidings.omit` as a value removes one.
            extra_query: Query parameters for this call alone; a list is sent as one for each item.
            extra_body: Parameters that this version does not know, or that are to win over the others.
            timeout: Seconds, a `tidings.Timeout`, or `None` for no limit, for this call alone.
            max_retries: How often a failed call is tried again, for this call alone.
            max_retry_after: The longest wait in seconds that the server may ask for, for this call alone; `None` is
                as the client has it.
            throttle_patience: The most seconds that this call spends waiting on refusals (429, 529) in all; `None`
                is as the client has it.
            retry_ambiguous: Whether this request is tried again though it may have run, and so may be billed.
            retry_on_timeout: Whether this request is tried again though it was sent whole and has probably run.
            validation: Whether this request is checked before it is sent.
            stream_long_calls: Whether this message, if it would take long to write, is fetched as a stream and
                given back whole.
        """
        return await self._parse(_PARSE, locals())

    async def count_tokens(
        self,
        *,
        model: Model,
        messages: Iterable[MessageParam | UserMessageParam | AssistantMessageParam | SystemMessageParam | Message],
        system: str | Iterable[TextBlockParam | TextBlock] | NotGiven | Omit = NOT_GIVEN,
        tools: Iterable[ToolUnionParam] | NotGiven | Omit = NOT_GIVEN,
        tool_choice: ToolChoiceParam | NotGiven | Omit = NOT_GIVEN,
        thinking: ThinkingConfigParam | NotGiven | Omit = NOT_GIVEN,
        output_config: OutputConfigParam | NotGiven | Omit = NOT_GIVEN,
        cache_control: CacheControlEphemeralParam | None | NotGiven | Omit = NOT_GIVEN,
        speed: Speed | None | NotGiven | Omit = NOT_GIVEN,
        output_format: type[Any] | None | NotGiven | Omit = NOT_GIVEN,
        user_profile_id: str | NotGiven | Omit = NOT_GIVEN,
        workspace_id: str | NotGiven | Omit = NOT_GIVEN,
        extra_headers: Headers | None = None,
        extra_query: Mapping[str, object] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutOption = NOT_GIVEN,
        max_retries: int | NotGiven = NOT_GIVEN,
        max_retry_after: float | None = None,
        throttle_patience: float | None = None,
        retry_ambiguous: bool | NotGiven = NOT_GIVEN,
        retry_on_timeout: bool | NotGiven = NOT_GIVEN,
        validation: bool | NotGiven = NOT_GIVEN,
    ) -> MessageTokensCount:
        """Counts the tokens of a request without sending it to a model.

        A failure raises a `tidings.AnthropicError`.

        Args:
            model: The model's id; any string is passed on.
            messages: The conversation so far: 1 to 100,000 messages, the first by the user.
            system: The system prompt: a string or a list of text blocks.
            tools: Tools the model may use. The server's are counted for the first step only.
            tool_choice: Which of the tools the model may, must or must not use.
            thinking: Whether and how the model thinks before it answers.
            output_config: How much effort the model makes, and the form of its answer.
            cache_control: Caches the conversation up to its last block that can be. Counting itself uses no cache.
            speed: How fast the model writes.
            output_format: The type of which the texts of the answer are values: its schema is sent as the format in
                `output_config`.
            user_profile_id: The profile of the user for whom the request is.
            workspace_id: The workspace that is meant, for credentials that belong to several.
            extra_headers: Headers for this call alone; `None` or `tidings.omit` as a value removes one.
            extra_query: Query parameters for this call alone; a list is sent as one for each item.
            extra_body: Parameters that this version does not know, or that are to win over the others.
            timeout: Seconds, a `tidings.Timeout`, or `None` for no limit, for this call alone.
            max_retries: How often a failed call is tried again, for this call alone.
            max_retry_after: The longest wait in seconds that the server may ask for, for this call alone; `None` is
                as the client has it.
            throttle_patience: The most seconds that this call spends waiting on refusals (429, 529) in all; `None`
                is as the client has it.
            retry_ambiguous: Whether this request is tried again though it may have run, and so may be billed.
            retry_on_timeout: Whether this request is tried again though it was sent whole and has probably run.
            validation: Whether this request is checked before it is sent.
        """
        return await self._call(_COUNT_TOKENS, locals())

    if TYPE_CHECKING:

        @property
        def with_raw_response(self) -> AsyncMessagesWithRawResponse: ...

        @property
        def with_streaming_response(self) -> AsyncMessagesWithStreamingResponse: ...
