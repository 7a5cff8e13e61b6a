// Node's `ws`: sends what one client says to all of them. It encodes once per message and sends
// bytes, the cheapest way that the library documents. With the address of a Redis what is said goes
// through a channel there, as it must with several such servers.
//
//   node ws.cjs PORT [redis://HOST:PORT]
const { WebSocket, WebSocketServer } = require('ws');

const [port, redis] = process.argv.slice(2);
const from = { id: 'g-0123456789abcdef', name: 'publisher', guest: true };
let seq = 0;

let server;

function broadcast(bytes) {
  for (const client of server.clients) {
    if (client.readyState === WebSocket.OPEN) {
      client.send(bytes, { binary: false });
    }
  }
}

async function channel() {
  const { createClient } = require('redis');
  const publisher = await createClient({ url: redis }).connect();
  const subscriber = await publisher.duplicate().connect();
  await subscriber.subscribe('room', broadcast, true);
  return (bytes) => publisher.publish('room', bytes);
}

(async () => {
  const send = redis ? await channel() : broadcast;
  // Not before: nobody would answer who comes while Redis is called.
  server = new WebSocketServer({ port: Number(port), host: '127.0.0.1' });
  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      const said = JSON.parse(data);
      if (said.type !== 'say') {
        // As many messages each way as Tertulia exchanges before a member is in its room.
        socket.send(JSON.stringify({ type: said.type === 'join' ? 'joined' : 'welcome', re: said.id }));
        return;
      }
      const { room, text } = said;
      seq += 1;
      const message = { type: 'message', room, seq, mid: '0123456789abcdef', from, text, at: Date.now() };
      send(Buffer.from(JSON.stringify(message)));
    });
  });
})();
