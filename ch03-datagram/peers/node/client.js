// The datagram echo client in Node.js: ask, wait a second, ask the next.
//
//     node client.js HOST PORT    each line goes out as one datagram
//
//     createSocket, connect    socket, connect       the lesson's Dial
//     echo                     sendmsg, recvmsg      Client.Echo
//
// It takes the first datagram that comes for the answer. Where the network may
// duplicate one, compare, as client.go does.
"use strict";

const dgram = require("node:dgram");
const { lookup } = require("node:dns/promises");
const { once } = require("node:events");
const readline = require("node:readline");

const WAIT = 1; // second, for each answer

// A socket has no timeout: the clock is the signal's.
async function echo(socket, line) {
  const signal = AbortSignal.timeout(WAIT * 1000);
  // Listening comes first. once also rejects on "error", which is how an ICMP
  // message shows: recvmsg ECONNREFUSED.
  const answer = once(socket, "message", { signal });
  socket.send(line, (err) => err && socket.emit("error", err));
  try {
    return (await answer)[0];
  } catch (err) {
    throw signal.aborted ? new Error(`no answer within ${WAIT} second`) : err;
  }
}

async function main(host, port) {
  const { address, family } = await lookup(host); // createSocket must know the family
  const socket = dgram.createSocket(`udp${family}`);
  try {
    socket.connect(Number(port), address); // sends nothing, and still is an event
    await once(socket, "connect");
    for await (const line of readline.createInterface({ input: process.stdin })) {
      process.stdout.write(await echo(socket, line));
      process.stdout.write("\n");
    }
  } finally {
    socket.close(); // an open socket keeps the program running
  }
}

if (process.argv.length !== 4) {
  console.error("usage: node client.js HOST PORT");
  process.exitCode = 2;
} else {
  main(...process.argv.slice(2)).catch((err) => {
    console.error(err.message);
    process.exitCode = 1;
  });
}
