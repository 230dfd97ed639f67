// The echo server in Node.js: one thread, and an event for whatever can go on.
//
//     node server.js [HOST [PORT]]    127.0.0.1 and a free port, unless told
//
//     server.listen     socket, bind, listen        the lesson's Listen
//     server.address    getsockname                 Server.Addr
//     createServer      accept, for each client     Server.Serve
//     pipe              read, write, until EOF      Server.echo
//
// Node ignores SIGPIPE; libuv goes on after EINTR, and keeps what a partial
// write left over until the socket is writable again.
"use strict";

const net = require("node:net");

// allowHalfOpen: a client that has finished sending may go on reading; pipe
// ends our direction once everything has gone back. pipe also pauses the
// reading while the client does not read, so the client's own writes wait.
const server = net.createServer({ allowHalfOpen: true }, (socket) => {
  const peer = `${socket.remoteAddress}:${socket.remotePort}`; // unknown after an error
  socket.setKeepAlive(true); // asks, in the end, after a client that lost its power
  socket.on("error", (err) => console.error(`${peer}: ${err.message}`)); // the client is gone
  socket.pipe(socket);
});

server.on("error", (err) => {
  console.error(err.message);
  process.exitCode = 1;
});

const [host = "127.0.0.1", port = "0"] = process.argv.slice(2);
server.listen(Number(port), host, () => {
  const bound = server.address();
  const ip = bound.family === "IPv6" ? `[${bound.address}]` : bound.address;
  console.log(`listening on ${ip}:${bound.port}`);
});
