// The Go library `centrifuge`, the engine of Centrifugo: a channel with many subscribers, in memory,
// over Redis, or over Redis with a history from which a subscriber recovers.
//
//	centrifuge PORT [REDIS-HOST:PORT [history]]
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"os"
	"time"

	"github.com/centrifugal/centrifuge"
)

const (
	historySize = 10_000
	historyTTL  = 24 * time.Hour
)

func main() {
	if len(os.Args) < 2 {
		log.Fatal("usage: centrifuge PORT [REDIS-HOST:PORT [history]]")
	}
	history := len(os.Args) > 3
	node, err := centrifuge.New(centrifuge.Config{})
	if err != nil {
		log.Fatal(err)
	}
	if len(os.Args) > 2 {
		if err := overRedis(node, os.Args[2]); err != nil {
			log.Fatal(err)
		}
	}
	serve(node, history)
	if err := node.Run(); err != nil {
		log.Fatal(err)
	}
	http.Handle("/connection/websocket", centrifuge.NewWebsocketHandler(node, centrifuge.WebsocketConfig{}))
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Args[1], nil))
}

func overRedis(node *centrifuge.Node, address string) error {
	shard, err := centrifuge.NewRedisShard(node, centrifuge.RedisShardConfig{Address: address})
	if err != nil {
		return err
	}
	broker, err := centrifuge.NewRedisBroker(node, centrifuge.RedisBrokerConfig{
		Shards: []*centrifuge.RedisShard{shard},
	})
	if err == nil {
		node.SetBroker(broker)
	}
	return err
}

func serve(node *centrifuge.Node, history bool) {
	node.OnConnecting(func(context.Context, centrifuge.ConnectEvent) (centrifuge.ConnectReply, error) {
		return centrifuge.ConnectReply{Credentials: &centrifuge.Credentials{UserID: "member"}}, nil
	})
	node.OnConnect(func(client *centrifuge.Client) {
		client.OnSubscribe(func(_ centrifuge.SubscribeEvent, done centrifuge.SubscribeCallback) {
			done(centrifuge.SubscribeReply{
				Options: centrifuge.SubscribeOptions{EnableRecovery: history, EnablePositioning: history},
			}, nil)
		})
		client.OnPublish(func(event centrifuge.PublishEvent, done centrifuge.PublishCallback) {
			var kept []centrifuge.PublishOption
			if history {
				kept = append(kept, centrifuge.WithHistory(historySize, historyTTL))
			}
			result, err := node.Publish(event.Channel, event.Data, kept...)
			if err != nil {
				fmt.Fprintln(os.Stderr, "publish:", err)
			}
			done(centrifuge.PublishReply{Result: &result}, err)
		})
	})
}
