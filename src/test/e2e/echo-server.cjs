// A plain WebSocket server that is not ours: it greets nobody and sends back what it is sent.
const { WebSocketServer } = require('ws');

const port = Number(process.argv[2]);
const server = new WebSocketServer({ port }, () => console.log('listening'));
server.on('connection', (socket) => {
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
});
