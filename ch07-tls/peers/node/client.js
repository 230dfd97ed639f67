// The echo client over TLS in Node.js: two pipelines, one for each direction.
//
//     node client.js HOST PORT CA [CERT KEY]    standard input goes out, the
//                                               echo comes back
//
// CA, CERT and KEY are files: whose servers are trusted, and who we are.
//
//     tls.connect              connect, handshake        the lesson's DialTLS
//     pipeline(stdin, …)       write, close_notify       Client.Echo, CloseWrite
//     pipeline(…, stdout)      read, until EOF           Client.Echo
"use strict";

const { once } = require("node:events");
const fs = require("node:fs");
const { pipeline } = require("node:stream/promises");
const tls = require("node:tls");

async function main(host, port, ca, cert, key) {
  const socket = tls.connect({
    host,
    port: Number(port),
    ca: fs.readFileSync(ca),
    cert: cert && fs.readFileSync(cert),
    key: key && fs.readFileSync(key),
    minVersion: "TLSv1.2",
  });
  await once(socket, "secureConnect"); // an end before that would end the handshake
  // Both at once: a client that first sent everything would wait for a server
  // that in turn waits for its reader.
  await Promise.all([pipeline(process.stdin, socket), pipeline(socket, process.stdout)]);
  if (socket.bytesRead !== socket.bytesWritten) { // ours, without what TLS adds
    throw new Error(`the server closed too soon: ${socket.bytesRead} bytes came back`);
  }
}

if (process.argv.length !== 5 && process.argv.length !== 7) {
  console.error("usage: node client.js HOST PORT CA [CERT KEY]");
  process.exitCode = 2;
} else {
  main(...process.argv.slice(2)).catch((err) => {
    console.error((err.errors ?? [err]).map((e) => e.message).join("\n")); // one for each address tried
    process.exitCode = 1;
  });
}
