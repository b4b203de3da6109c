/*
 * Lets the model use a tool: offer it, run what the model asks for, send back what came out, print the answer.
 *
 *     cc tools.c -ltidings -o tools && ./tools "What is the weather in Oslo?"
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tidings.h>

static const char *schema =
    "{\"type\": \"object\", \"properties\": {\"city\": {\"type\": \"string\"}}, \"required\": [\"city\"]}";

/* The tool itself. Its input is JSON that fits the schema; a real program would read the city from it. */
static const char *get_weather(const char *input) {
    fprintf(stderr, "get_weather(%s)\n", input);
    return "12 degrees, light rain";
}

/* Adds a result for every call of a tool in the message, and says how many there were. */
static int run_tools(const tidings_message *message, tidings_request *request) {
    int calls = 0;
    for (size_t i = 0; i < tidings_message_block_count(message); i++) {
        /* Only this type asks for a result; the server runs tools of its own and answers them itself. */
        if (strcmp(tidings_message_block_type(message, i), "tool_use") != 0) continue;
        const char *name = tidings_message_block_tool_name(message, i);
        const char *id = tidings_message_block_tool_id(message, i);
        const char *input = tidings_message_block_tool_input(message, i, NULL);
        int known = strcmp(name, "get_weather") == 0;
        const char *result = known ? get_weather(input) : "there is no such tool";
        tidings_request_add_tool_result(request, id, result, TIDINGS_NUL, !known);
        calls++;
    }
    return calls;
}

/* Asks until the model wants no more tools. Each turn goes into the request, so that the next one builds on it. */
static tidings_result converse(const tidings_client *client, tidings_request *request, tidings_error **error) {
    for (;;) {
        tidings_message *message = NULL;
        tidings_result code = tidings_client_create(client, request, &message, error);
        if (code != TIDINGS_OK) return code;
        tidings_request_add_message(request, message);
        int calls = run_tools(message, request);
        if (!calls) printf("%s\n", tidings_message_text(message, NULL));
        tidings_message_free(message);
        if (!calls) return TIDINGS_OK;
    }
}

int main(int argc, char **argv) {
    const char *prompt = argc > 1 ? argv[1] : "What is the weather in Oslo?";
    const char *model = getenv("TIDINGS_MODEL");

    tidings_error *error = NULL;
    tidings_client *client = tidings_client_from_env(&error);
    tidings_request *request = tidings_request_new(model ? model : "claude-opus-4-6", 256);
    tidings_request_add_tool(request, "get_weather", "The weather in a city, now.", schema, TIDINGS_NUL);
    tidings_request_add_user_text(request, prompt, TIDINGS_NUL);

    int ok = client && converse(client, request, &error) == TIDINGS_OK;
    if (!ok) fprintf(stderr, "%s\n", tidings_error_description(error));

    tidings_error_free(error);
    tidings_request_free(request);
    tidings_client_free(client);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
