// The echo client in Node.js: two pipelines, one for each direction.
//
//     node client.js HOST PORT    standard input goes out, the echo comes back
//
//     net.connect              socket, connect                the lesson's Dial
//     pipeline(stdin, …)       write, shutdown(SHUT_WR)       Client.Echo, CloseWrite
//     pipeline(…, stdout)      read, until EOF                Client.Echo
//
// A pipeline pauses its source while its destination is full, and ends the
// destination after the source: for the socket that is the half-close.
"use strict";

const net = require("node:net");
const { pipeline } = require("node:stream/promises");

async function main(host, port) {
  const socket = net.connect({ host, port: Number(port) });
  // Both at once: a client that first sent everything would wait for a server
  // that in turn waits for its reader.
  await Promise.all([pipeline(process.stdin, socket), pipeline(socket, process.stdout)]);
  if (socket.bytesRead !== socket.bytesWritten) {
    throw new Error(`the server closed too soon: ${socket.bytesRead} bytes came back`);
  }
}

if (process.argv.length !== 4) {
  console.error("usage: node client.js HOST PORT");
  process.exitCode = 2;
} else {
  main(...process.argv.slice(2)).catch((err) => {
    console.error((err.errors ?? [err]).map((e) => e.message).join("\n")); // one for each address tried
    process.exitCode = 1;
  });
}
