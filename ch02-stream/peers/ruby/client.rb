# frozen_string_literal: true

# The echo client in Ruby: one thread sends while the other receives.
#
#     ruby client.rb HOST PORT    standard input goes out, the echo comes back
#
#     TCPSocket.new    socket, connect                the lesson's Dial
#     sender           write, shutdown(SHUT_WR)       Client.Echo, CloseWrite
#     received         read, until EOF                Client.Echo
#
# A client that first sent everything would wait for a server that in turn waits
# for its reader.

require "socket"

abort "usage: #{$PROGRAM_NAME} HOST PORT" unless ARGV.size == 2

Thread.abort_on_exception = true # what ends the sender ends the program,
Thread.report_on_exception = false # and is reported once, below
[$stdin, $stdout].each(&:binmode)

begin
  sock = TCPSocket.new(*ARGV)
  sent = nil # the number of bytes, once all of standard input is on its way
  Thread.new do
    sent = IO.copy_stream($stdin, sock)
    sock.close_write # half-close: FIN goes out, and we read on
  end
  received = IO.copy_stream(sock, $stdout)
rescue SystemCallError, SocketError => e
  abort e.message
rescue Interrupt
  exit 130
end
abort "the server closed too soon: #{received} bytes came back" if received != sent
