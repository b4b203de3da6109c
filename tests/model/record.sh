#!/bin/sh
# Records the samples anew from a running model: ./record.sh BASE_URL
set -eu
base=$1
cd "$(dirname "$0")/samples"

post() { # FILE PATH BODY
    curl -sS -m 100 -o "$1" -w "$1 %{http_code}\n" -H 'content-type: application/json' "$base$2" -d "$3"
}

common='"model":"smollm2-135m","temperature":0'
hello='"messages":[{"role":"user","content":"Say hello."}]'
# The model is too small to choose a tool. A begun answer makes it: from there on a grammar leads it.
tool='"tools":[{"name":"get_weather","description":"Current weather","input_schema":{"type":"object",
"properties":{"city":{"type":"string"}},"required":["city"]}}],"messages":[{"role":"user","content":
"What is the weather in Paris?"},{"role":"assistant","content":"<tool_call>"}]'
any='"tool_choice":{"type":"any"}'
long=$(printf 'word %.0s' $(seq 1500))

post text.json /v1/messages "{$common,\"max_tokens\":40,$hello}"
post text.sse /v1/messages "{$common,\"max_tokens\":40,\"stream\":true,$hello}"
post text_cut.sse /v1/messages "{$common,\"max_tokens\":3,\"stream\":true,$hello}"
post stop_sequence.json /v1/messages "{$common,\"max_tokens\":40,\"stop_sequences\":[\"help\"],$hello}"
post stop_sequence.sse /v1/messages "{$common,\"max_tokens\":40,\"stop_sequences\":[\"help\"],\"stream\":true,$hello}"
post tool.json /v1/messages "{$common,\"max_tokens\":64,$any,$tool}"
post tool.sse /v1/messages "{$common,\"max_tokens\":64,\"stream\":true,$any,$tool}"
post tool_cut.sse /v1/messages "{$common,\"max_tokens\":20,\"stream\":true,$any,$tool}"
# Without the demand for a tool the begun call runs off its grammar, and the server finds out half-way.
post error_500_output.json /v1/messages "{$common,\"max_tokens\":64,$tool}"
post error_in_stream.sse /v1/messages "{$common,\"max_tokens\":64,\"stream\":true,$tool}"
# An answer that begins with a character of several tokens.
post no_message_start.sse /v1/messages \
    "{$common,\"max_tokens\":8,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"🌟\"}]}"
post comments.sse /v1/messages \
    "{$common,\"max_tokens\":3,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"$long\"}]}"
post count_tokens.json /v1/messages/count_tokens "{$common,$hello}"
post error_400_syntax.json /v1/messages '{"model":'
post error_400_type.json /v1/messages "{$common,\"max_tokens\":\"x\",$hello}"
post error_400_too_long.json /v1/messages \
    "{$common,\"max_tokens\":3,\"messages\":[{\"role\":\"user\",\"content\":\"$long $long\"}]}"
post error_500_no_messages.json /v1/messages "{$common,\"stream\":true}"
post error_404.json /v1/nope '{}'
curl -sS -m 100 -o models.json "$base/v1/models"
