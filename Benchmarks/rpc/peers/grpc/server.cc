// grpc-echo: gRPC's asynchronous C++ server on a completion queue, with one thread, as the C peers have: the other core
// is the client's.
#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "echo.grpc.pb.h"

namespace {

// Calls asked for ahead, so that one is ready whenever a request comes.
constexpr int kCallsAhead = 256;

class Call {
 public:
  Call(bench::Echo::AsyncService* service, grpc::ServerCompletionQueue* queue)
      : responder_(&context_), service_(service), queue_(queue) {
    service_->RequestEcho(&context_, &text_, &responder_, queue_, queue_, this);
  }

  void Proceed(bool ok) {
    if (!ok || finished_) {
      delete this;
      return;
    }
    new Call(service_, queue_);
    finished_ = true;
    responder_.Finish(text_, grpc::Status::OK, this);
  }

 private:
  grpc::ServerContext context_;
  bench::Text text_;
  grpc::ServerAsyncResponseWriter<bench::Text> responder_;
  bench::Echo::AsyncService* service_;
  grpc::ServerCompletionQueue* queue_;
  bool finished_ = false;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 64;
  bench::Echo::AsyncService service;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(std::string("unix:") + argv[1], grpc::InsecureServerCredentials());
  builder.RegisterService(&service);
  std::unique_ptr<grpc::ServerCompletionQueue> queue = builder.AddCompletionQueue();
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (!server) return 1;
  for (int i = 0; i < kCallsAhead; i++) new Call(&service, queue.get());
  void* tag;
  bool ok;
  while (queue->Next(&tag, &ok)) static_cast<Call*>(tag)->Proceed(ok);
}
