// The yardstick: a plain Node `ws` server that sends what one client says to all of them. It encodes
// once per message and sends bytes, the cheapest way that the library documents.
const { WebSocket, WebSocketServer } = require('ws');

const server = new WebSocketServer({ port: Number(process.argv[2]) });
let seq = 0;

server.on('connection', (socket) => {
  socket.on('message', (data) => {
    const { room, text } = JSON.parse(data);
    seq += 1;
    const from = { id: 'g-0123456789abcdef', name: 'publisher', guest: true };
    const message = { type: 'message', room, seq, mid: '0123456789abcdef', from, text, at: Date.now() };
    const bytes = Buffer.from(JSON.stringify(message));
    for (const client of server.clients) {
      if (client.readyState === WebSocket.OPEN) {
        client.send(bytes, { binary: false });
      }
    }
  });
});
