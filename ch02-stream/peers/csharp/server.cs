// The echo server in C#: a task for each connection, and await where the
// others wait in a thread.
//
//     mcs server.cs                         csc on Windows
//     mono server.exe [HOST [PORT]]         127.0.0.1 and a free port, unless told
//
//     TcpListener.Start     socket, bind, listen        the lesson's Listen
//     LocalEndpoint         getsockname                 Server.Addr
//     Serve                 accept, for each client     Server.Serve
//     Echo                  recv, send, until EOF       Server.echo
//
// The runtime ignores SIGPIPE and goes on after EINTR, so neither is seen.
using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;

static class Server
{
    static void Main(string[] args)
    {
        var host = IPAddress.Parse(args.Length > 0 ? args[0] : "127.0.0.1");
        var port = args.Length > 1 ? int.Parse(args[1]) : 0;
        var listener = new TcpListener(host, port);
        listener.Start();
        Console.WriteLine($"listening on {listener.LocalEndpoint}");
        Serve(listener).GetAwaiter().GetResult();
    }

    static async Task Serve(TcpListener listener)
    {
        while (true)
        {
            try
            {
                _ = Echo(await listener.AcceptTcpClientAsync()); // not awaited: the next client is
            }
            catch (SocketException e) // out of descriptors or memory: they come back
            {
                Console.Error.WriteLine($"accept: {e.Message}");
                await Task.Delay(TimeSpan.FromSeconds(1));
            }
        }
    }

    // Sends back what comes, as it comes, until the client has finished. While
    // the client does not read, the write inside CopyToAsync is not complete;
    // so nothing is read here, and in the end the client's own writes wait.
    static async Task Echo(TcpClient client)
    {
        using (client)
        {
            var peer = client.Client.RemoteEndPoint;
            try
            {
                // Asks, in the end, after a client that lost its power.
                client.Client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
                var stream = client.GetStream();
                await stream.CopyToAsync(stream);
            }
            catch (IOException e) // reset, or a broken pipe: the client is gone
            {
                Console.Error.WriteLine($"{peer}: {e.Message}");
            }
        }
    }
}
