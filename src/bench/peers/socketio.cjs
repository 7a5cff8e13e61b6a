// Socket.IO: all are in one room, and what one says is emitted to it. With the address of a Redis
// through its Redis adapter.
//
//   node socketio.cjs PORT [redis://HOST:PORT]
const { Server } = require('socket.io');

const [port, redis] = process.argv.slice(2);
const from = { id: 'g-0123456789abcdef', name: 'publisher', guest: true };
let seq = 0;

(async () => {
  const io = new Server({ transports: ['websocket'], perMessageDeflate: false });
  if (redis) {
    const { createClient } = require('redis');
    const { createAdapter } = require('@socket.io/redis-adapter');
    const publisher = await createClient({ url: redis }).connect();
    const subscriber = await publisher.duplicate().connect();
    io.adapter(createAdapter(publisher, subscriber));
  }
  io.on('connection', (socket) => {
    socket.join('room-0');
    socket.on('say', ({ room, text }) => {
      seq += 1;
      io.to('room-0').emit('message',
        { type: 'message', room, seq, mid: '0123456789abcdef', from, text, at: Date.now() });
    });
  });
  io.listen(Number(port));
})();
