// The datagram echo server in Node.js: an event for each datagram.
//
//     node server.js [HOST [PORT]]    127.0.0.1 and a free port, unless told
//
//     createSocket, bind    socket, bind          the lesson's Listen
//     server.address        getsockname           Server.Addr
//     "message"             recvmsg, sendmsg      Server.Serve
//
// libuv reads, always into 65,536 bytes, and hands over a buffer of the
// datagram's own length. No datagram is longer, so nothing is cut; there is no
// smaller size to ask for. Nor is there a way not to read: a slow handler fills
// the kernel's receive buffer, and the kernel drops.
//
// It is for the loopback: it answers whatever the source, so that on a network
// two such servers could be set on each other. handler.go refuses what would do
// that.
"use strict";

const dgram = require("node:dgram");
const net = require("node:net");

const [host = "127.0.0.1", port = "0"] = process.argv.slice(2);
const server = dgram.createSocket(net.isIPv6(host) ? "udp6" : "udp4"); // one family, chosen first

server.on("message", (msg, from) => {
  // A sender may put 0 where its port belongs (RFC 768: no reply expected).
  // send throws for it, and what a listener throws ends the program.
  if (from.port === 0) return;
  server.send(msg, from.port, from.address, (err) => {
    if (err) console.error(`${from.address}:${from.port}: ${err.message}`); // of this datagram only
  });
});

// Without a listener, an "error" event ends the program with a stack trace.
server.on("error", (err) => {
  console.error(err.message);
  server.close();
  process.exitCode = 1;
});

server.bind(Number(port), host, () => {
  const bound = server.address();
  const ip = bound.family === "IPv6" ? `[${bound.address}]` : bound.address;
  console.log(`listening on ${ip}:${bound.port}`);
});
