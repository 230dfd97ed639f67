// The echo server over TLS in Node.js: one thread, and events.
//
//     node server.js CA CERT KEY [HOST [PORT]]    127.0.0.1 and a free port,
//                                                 unless told
//
// CA, CERT and KEY are files: whose clients are let in, and who we are.
//
//     createServer      certificates, who is let in    the lesson's ListenTLS
//                       accept, handshake              Server.Serve, greet
//     server.address    getsockname                    Server.Addr
//     pipe              read, write, until EOF         Server.echo
"use strict";

const fs = require("node:fs");
const tls = require("node:tls");

function main(ca, cert, key, host = "127.0.0.1", port = "0") {
  const options = {
    ca: fs.readFileSync(ca),
    cert: fs.readFileSync(cert),
    key: fs.readFileSync(key),
    requestCert: true, // the client's; rejectUnauthorized is the default
    minVersion: "TLSv1.2",
    handshakeTimeout: 10_000, // ms
  };
  // Called after the handshake, for those who are let in. pipe ends our side
  // once all has gone back, after the client's close_notify, or after a FIN
  // without it: Node does not say which.
  const server = tls.createServer(options, (socket) => {
    const peer = `${socket.remoteAddress}:${socket.remotePort}`; // unknown after an error
    socket.setKeepAlive(true);
    socket.on("error", (err) => console.error(`${peer}: ${err.message}`)); // the client is gone
    socket.pipe(socket);
  });
  server.on("tlsClientError", (err) => console.error(`no handshake: ${err.message}`));
  server.on("error", (err) => {
    console.error(err.message);
    process.exitCode = 1;
  });
  server.listen(Number(port), host, () => {
    const bound = server.address();
    const ip = bound.family === "IPv6" ? `[${bound.address}]` : bound.address;
    console.log(`listening on ${ip}:${bound.port}`);
  });
}

if (process.argv.length < 5 || process.argv.length > 7) {
  console.error("usage: node server.js CA CERT KEY [HOST [PORT]]");
  process.exitCode = 2;
} else {
  main(...process.argv.slice(2));
}
