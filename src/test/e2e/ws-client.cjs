// A line from the keyboard becomes a message; each text message received is printed as one line.
const readline = require('node:readline');
const WebSocket = require('ws');

const chat = new WebSocket(process.argv[2]);
chat.on('message', (data, isBinary) => console.log(isBinary ? 'binary!' : data.toString()));
chat.on('open', () => {
  readline
    .createInterface({ input: process.stdin })
    .on('line', (line) => chat.send(line))
    .on('close', () => chat.close());
});
