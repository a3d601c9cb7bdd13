// sourcegraph/jsonrpc2 as a client over a Unix socket. Usage: main PATH. Run by test_go_client.py.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/sourcegraph/jsonrpc2"
)

const text = "한솔시 🌉 물빛\u0000끝"

type object map[string]interface{}

// notes counts the notifications that the server sends.
type notes struct {
	sync.Mutex
	tokens []string
}

func (n *notes) Handle(_ context.Context, _ *jsonrpc2.Conn, request *jsonrpc2.Request) {
	var params struct{ Token string }
	if request.Notif && request.Method == "rpc.progress" && json.Unmarshal(*request.Params, &params) == nil {
		n.Lock()
		n.tokens = append(n.tokens, params.Token)
		n.Unlock()
	}
}

func must(condition bool, what string, got ...interface{}) {
	if !condition {
		fmt.Fprintln(os.Stderr, what, got)
		os.Exit(1)
	}
}

func codeOf(err error) int64 {
	var answer *jsonrpc2.Error
	must(errors.As(err, &answer), "an error answer is wanted", err)
	return answer.Code
}

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	peer, err := net.Dial("unix", os.Args[1])
	must(err == nil, "dial", err)
	seen := &notes{}
	conn := jsonrpc2.NewConn(ctx, jsonrpc2.NewBufferedStream(peer, jsonrpc2.VSCodeObjectCodec{}), seen)

	var echoed struct{ Text string }
	err = conn.Call(ctx, "echo", object{"text": text}, &echoed)
	must(err == nil && echoed.Text == text, "echo", err, echoed)
	var difference int
	err = conn.Call(ctx, "subtract", []int{42, 23}, &difference)
	must(err == nil && difference == 19, "subtract", err, difference)
	must(conn.Notify(ctx, "update", []int{1, 2, 3}) == nil, "notify")
	must(codeOf(conn.Call(ctx, "foobar", object{}, nil)) == -32601, "foobar")
	must(codeOf(conn.Call(ctx, "echo", object{"txt": "a"}, nil)) == -32602, "echo without text")
	err = conn.Call(ctx, "repeat", object{"text": "물", "count": 500_000}, &echoed)
	must(err == nil && echoed.Text == strings.Repeat("물", 500_000), "repeat", err, len(echoed.Text))

	err = conn.Call(ctx, "count", object{"to": 3, "milliseconds": 30}, nil, jsonrpc2.Meta(object{"progressToken": "p1"}))
	seen.Lock()
	must(err == nil && len(seen.tokens) > 0 && seen.tokens[0] == "p1", "count", err, seen.tokens)
	seen.Unlock()

	holds := make([]jsonrpc2.Waiter, 64)
	for index := range holds {
		holds[index], err = conn.DispatchCall(ctx, "hold", object{"milliseconds": 50})
		must(err == nil, "hold", err)
	}
	for _, hold := range holds {
		var result struct{ Held int }
		err = hold.Wait(ctx, &result)
		must(err == nil && result.Held == 50, "held", err, result)
	}

	long, err := conn.DispatchCall(ctx, "hold", object{"milliseconds": 600_000}, jsonrpc2.PickID(jsonrpc2.ID{Str: "long", IsString: true}))
	must(err == nil, "hold", err)
	must(conn.Notify(ctx, "$/cancelRequest", object{"id": "long"}) == nil, "cancel")
	must(codeOf(long.Wait(ctx, nil)) == -32800, "cancelled")
	must(conn.Close() == nil, "close")
}
