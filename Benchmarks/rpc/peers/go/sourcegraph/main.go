// go-sourcegraph: sourcegraph/jsonrpc2 with the headers of the language server protocol, each call in a goroutine.
package main

import (
	"context"
	"encoding/json"
	"log"
	"net"
	"os"

	"github.com/sourcegraph/jsonrpc2"
)

type text struct {
	Text string `json:"text"`
}

func echo(_ context.Context, _ *jsonrpc2.Conn, request *jsonrpc2.Request) (interface{}, error) {
	if request.Method != "echo" {
		return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeMethodNotFound, Message: "no such method"}
	}
	var params text
	if request.Params == nil || json.Unmarshal(*request.Params, &params) != nil {
		return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: "text is no string"}
	}
	return params, nil
}

func main() {
	listener, err := net.Listen("unix", os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	handler := jsonrpc2.AsyncHandler(jsonrpc2.HandlerWithError(echo))
	for {
		connection, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		stream := jsonrpc2.NewBufferedStream(connection, jsonrpc2.VSCodeObjectCodec{})
		jsonrpc2.NewConn(context.Background(), stream, handler)
	}
}
