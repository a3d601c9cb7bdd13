// go-netrpc: Go's net/rpc with its JSON-RPC 1.0 codec.
package main

import (
	"log"
	"net"
	"net/rpc"
	"net/rpc/jsonrpc"
	"os"
)

type Text struct {
	Text string `json:"text"`
}

type Service struct{}

func (Service) Echo(params *Text, result *Text) error {
	*result = *params
	return nil
}

func main() {
	if err := rpc.Register(Service{}); err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("unix", os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	for {
		connection, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go jsonrpc.ServeConn(connection)
	}
}
