# frozen_string_literal: true

# The echo server in Ruby: one thread for each connection.
#
#     ruby server.rb [HOST [PORT]]    127.0.0.1 and a free port, unless told
#
#     TCPServer.new     socket, bind, listen       the lesson's Listen
#     local_address     getsockname                Server.Addr
#     loop              accept                     Server.Serve
#     echo              read, write, until EOF     Server.echo
#
# Ruby ignores SIGPIPE and goes on after EINTR, so neither is seen.

require "socket"

# Sends back what comes, as it comes, until the client has finished.
# copy_stream goes on after a partial write. While the client does not read, it
# waits; so nothing is read here, and in the end the client's own writes wait.
def echo(conn)
  peer = conn.remote_address.inspect_sockaddr
  # Asks, in the end, after a client that lost its power.
  conn.setsockopt(:SOCKET, :KEEPALIVE, true)
  IO.copy_stream(conn, conn)
rescue SystemCallError => e # ECONNRESET, EPIPE: the client is gone
  warn "#{peer}: #{e.message}"
ensure
  conn.close
end

host, port = ARGV
listener = TCPServer.new(host || "127.0.0.1", port || 0)
$stdout.puts "listening on #{listener.local_address.inspect_sockaddr}"
$stdout.flush

begin
  loop { Thread.start(listener.accept) { |conn| echo(conn) } }
rescue SystemCallError => e # out of descriptors or memory: they come back
  warn "accept: #{e.message}"
  sleep 1
  retry
rescue Interrupt
  exit
end
