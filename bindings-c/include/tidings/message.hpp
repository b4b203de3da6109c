// The model's answer. Include tidings.hpp, which includes it.

#ifndef TIDINGS_MESSAGE_HPP
#define TIDINGS_MESSAGE_HPP

#include <tidings/base.hpp>

#include <vector>

namespace tidings {

/// The model's answer. A copy shares it and costs next to nothing.
class Message {
public:
    /// One block of a message, which it keeps alive. A part that blocks of its type do not have is empty.
    class Block {
    public:
        /// The type, such as "text" or "tool_use".
        std::string_view type() const noexcept { return detail::view(tidings_message_block_type(get(), index_)); }
        /// The text of a text block.
        std::string_view text() const noexcept {
            return detail::sized([this](std::size_t *n) { return tidings_message_block_text(get(), index_, n); });
        }
        /// Whether the block asks the caller to run a tool. Tools of the server have ids, names and inputs too, but
        /// want no result.
        bool is_tool_use() const noexcept { return type() == "tool_use"; }
        /// The id of a call of a tool, which its result must name.
        std::string_view tool_id() const noexcept {
            return detail::view(tidings_message_block_tool_id(get(), index_));
        }
        /// The name of the tool that the model calls.
        std::string_view tool_name() const noexcept {
            return detail::view(tidings_message_block_tool_name(get(), index_));
        }
        /// The input of a call of a tool, as JSON.
        std::string_view tool_input() const noexcept {
            auto input = [this](std::size_t *n) { return tidings_message_block_tool_input(get(), index_, n); };
            return detail::sized(input);
        }
        /// What the model thought, in a block of thinking.
        std::string_view thinking() const noexcept {
            return detail::sized([this](std::size_t *n) { return tidings_message_block_thinking(get(), index_, n); });
        }
        /// The signature of a block of thinking.
        std::string_view signature() const noexcept {
            return detail::sized([this](std::size_t *n) { return tidings_message_block_signature(get(), index_, n); });
        }
        /// The citations of a text block, as a JSON array.
        std::string_view citations() const noexcept {
            return detail::sized([this](std::size_t *n) { return tidings_message_block_citations(get(), index_, n); });
        }
        /// The whole block as JSON, whatever its type.
        std::string_view json() const noexcept {
            return detail::sized([this](std::size_t *n) { return tidings_message_block_json(get(), index_, n); });
        }

    private:
        friend class Message;
        using Shared = std::shared_ptr<const tidings_message>;
        Block(Shared message, std::size_t index) noexcept : message_(std::move(message)), index_(index) {}
        const tidings_message *get() const noexcept { return message_.get(); }
        Shared message_;
        std::size_t index_;
    };

    /// Takes over a message of the C library.
    explicit Message(tidings_message *taken) : handle_(taken, tidings_message_free) {}

    /// The message's id; its form may change.
    std::string_view id() const noexcept { return detail::view(tidings_message_id(get())); }
    /// Whose turn it is: "assistant".
    std::string_view role() const noexcept { return detail::view(tidings_message_role(get())); }
    /// The model that answered, which may differ from the alias that was asked for.
    std::string_view model() const noexcept { return detail::view(tidings_message_model(get())); }
    /// The id of the request, to quote to the API's support.
    std::string_view request_id() const noexcept { return detail::view(tidings_message_request_id(get())); }
    /// The text of all text blocks, joined.
    std::string_view text() const noexcept {
        return detail::sized([this](std::size_t *n) { return tidings_message_text(get(), n); });
    }
    /// Why the model stopped, such as "end_turn", "max_tokens" or "tool_use"; empty only in a partial message.
    std::string_view stop_reason() const noexcept { return detail::view(tidings_message_stop_reason(get())); }
    /// The custom stop sequence that matched; empty if none did.
    std::string_view stop_sequence() const noexcept { return detail::view(tidings_message_stop_sequence(get())); }
    /// The tokens read, without those of a prompt cache.
    std::uint64_t input_tokens() const noexcept { return tidings_message_input_tokens(get()); }
    /// The tokens written.
    std::uint64_t output_tokens() const noexcept { return tidings_message_output_tokens(get()); }
    /// The tokens written to a prompt cache.
    std::uint64_t cache_creation_input_tokens() const noexcept {
        return tidings_message_cache_creation_input_tokens(get());
    }
    /// The tokens read from a prompt cache.
    std::uint64_t cache_read_input_tokens() const noexcept { return tidings_message_cache_read_input_tokens(get()); }
    /// All that is counted, as JSON.
    std::string_view usage() const noexcept {
        return detail::sized([this](std::size_t *n) { return tidings_message_usage(get(), n); });
    }
    /// The blocks.
    std::vector<Block> blocks() const {
        std::vector<Block> blocks;
        for (std::size_t i = 0; i < tidings_message_block_count(get()); ++i) blocks.push_back(Block(handle_, i));
        return blocks;
    }
    /// The blocks that ask the caller to run a tool.
    std::vector<Block> tool_uses() const {
        std::vector<Block> calls;
        for (Block &block : blocks())
            if (block.is_tool_use()) calls.push_back(std::move(block));
        return calls;
    }
    /// The whole message as JSON, with every field that the server sent.
    std::string_view json() const noexcept {
        return detail::sized([this](std::size_t *n) { return tidings_message_json(get(), n); });
    }

    /// The handle, for what only the functions of C can do. It stays this object's.
    const tidings_message *get() const noexcept { return handle_.get(); }

private:
    std::shared_ptr<const tidings_message> handle_;
};

}  // namespace tidings

#endif  // TIDINGS_MESSAGE_HPP
