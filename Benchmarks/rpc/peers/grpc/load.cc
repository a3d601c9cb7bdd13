// grpc-load: what load does, over gRPC: the same options, texts, measures and line of JSON. A connection is a channel.
// gRPC's timers have steps of a millisecond, which an open loop's latencies contain; the server's CPU time does not.
#include <err.h>
#include <grpcpp/grpcpp.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "echo.grpc.pb.h"
#include "options.h"
#include "text.h"
#include "window.h"

namespace {

constexpr auto kPatience = std::chrono::seconds(5);
// Calls of a channel in an open loop, as in load.
constexpr uint32_t kOpenLoopDepth = 512;

struct Call {
  bench::Echo::Stub* stub;
  std::optional<grpc::ClientContext> context;
  std::unique_ptr<grpc::ClientAsyncResponseReader<bench::Text>> reader;
  bench::Text answer;
  grpc::Status status;
  uint64_t sent_ns;
};

class Load {
 public:
  explicit Load(const Options& options)
      : options_(options), calls_((options.rate > 0 ? kOpenLoopDepth : options.depth) * options.connections) {
    Text text = payload_text(options.payload);
    request_.set_text(std::string(text.bytes, text.length));
    for (uint32_t i = 0; i < options.connections; i++) stubs_.push_back(Connect());
    // Neighbours in the list are of different channels, so that an open loop goes round.
    for (size_t i = 0; i < calls_.size(); i++) {
      calls_[i].stub = stubs_[i % stubs_.size()].get();
      idle_.push_back(&calls_[calls_.size() - 1 - i]);
    }
  }

  void Run() {
    start_ns_ = now_ns();
    while (window_follow(&window_, &options_, start_ns_, now_ns())) {
      IsOpenLoop() ? SendDue() : SendAll();
      Receive(IsOpenLoop() ? UntilDue() : std::chrono::system_clock::now() + kPatience);
    }
    auto deadline = std::chrono::system_clock::now() + kPatience;
    while (idle_.size() < calls_.size() && std::chrono::system_clock::now() < deadline) Receive(deadline);
    for (size_t i = idle_.size(); i < calls_.size(); i++) window_error(&window_, "a request without an answer", 0);
    window_print(&window_);
  }

 private:
  bool IsOpenLoop() const { return options_.rate > 0; }

  std::unique_ptr<bench::Echo::Stub> Connect() {
    grpc::ChannelArguments arguments;
    // Channels with one address share a connection unless each keeps to its own.
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    auto channel = grpc::CreateCustomChannel(std::string("unix:") + options_.socket_path,
                                             grpc::InsecureChannelCredentials(), arguments);
    if (!channel->WaitForConnected(std::chrono::system_clock::now() + kPatience)) errx(1, "no connection within 5 s");
    return bench::Echo::NewStub(channel);
  }

  void Send(uint64_t at_ns) {
    Call* call = idle_.back();
    idle_.pop_back();
    call->context.emplace();
    call->sent_ns = at_ns;
    call->reader = call->stub->AsyncEcho(&*call->context, request_, &queue_);
    call->reader->Finish(&call->answer, &call->status, call);
  }

  void SendAll() {
    while (!idle_.empty()) Send(now_ns());
  }

  uint64_t DueNs() const { return start_ns_ + static_cast<uint64_t>(static_cast<double>(sent_) * 1e9 / options_.rate); }

  void SendDue() {
    for (; !idle_.empty() && DueNs() <= now_ns(); sent_++) Send(DueNs());
  }

  std::chrono::system_clock::time_point UntilDue() const {
    uint64_t now = now_ns(), due = DueNs();
    return std::chrono::system_clock::now() + std::chrono::nanoseconds(due > now ? due - now : 1000000);
  }

  void Receive(std::chrono::system_clock::time_point deadline) {
    void* tag;
    bool ok;
    auto next = queue_.AsyncNext(&tag, &ok, deadline);
    if (next == grpc::CompletionQueue::TIMEOUT && !IsOpenLoop()) errx(1, "no answer for 5 s");
    if (next != grpc::CompletionQueue::GOT_EVENT) return;
    Call* call = static_cast<Call*>(tag);
    if (call->status.ok() && call->answer.text() == request_.text()) {
      window_answer(&window_, now_ns() - call->sent_ns);
    } else {
      window_error(&window_, "an answer that is not the text", 0);
    }
    idle_.push_back(call);
  }

  Options options_;
  bench::Text request_;
  grpc::CompletionQueue queue_;
  std::vector<std::unique_ptr<bench::Echo::Stub>> stubs_;
  std::vector<Call> calls_;
  std::vector<Call*> idle_;
  Window window_ = {};
  uint64_t start_ns_ = 0;
  uint64_t sent_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  auto load = std::make_unique<Load>(options_parse(argc, argv));
  load->Run();
}
