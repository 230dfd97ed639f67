// The echo client in C#: one thread sends while the other receives.
//
//     mcs client.cs                    csc on Windows
//     mono client.exe HOST PORT        standard input goes out, the echo comes back
//
//     new TcpClient    socket, connect              the lesson's Dial
//     Send             send, shutdown(SHUT_WR)      Client.Echo, CloseWrite
//     Main             recv, until it gives 0       Client.Echo
//
// A client that first sent everything would wait for a server that in turn
// waits for its reader.
using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;

static class Client
{
    static long sent = -1; // bytes, once all of standard input is on its way

    static void Main(string[] args)
    {
        if (args.Length != 2)
        {
            Console.Error.WriteLine("usage: client.exe HOST PORT");
            Environment.Exit(2);
        }
        Try(() =>
        {
            var server = new TcpClient(args[0], int.Parse(args[1]));
            // In the background: it may be waiting for input when the server closes.
            new Thread(() => Try(() => Send(server))) { IsBackground = true }.Start();
            var received = Copy(server.GetStream(), Console.OpenStandardOutput());
            if (received != Volatile.Read(ref sent))
            {
                throw new IOException($"the server closed too soon: {received} bytes came back");
            }
        });
    }

    // Copies standard input to the server, then half-closes: FIN goes out.
    static void Send(TcpClient server)
    {
        var count = Copy(Console.OpenStandardInput(), server.GetStream());
        Volatile.Write(ref sent, count);
        server.Client.Shutdown(SocketShutdown.Send);
    }

    static long Copy(Stream from, Stream to)
    {
        var buffer = new byte[65536];
        long count = 0;
        for (int n; (n = from.Read(buffer, 0, buffer.Length)) > 0; count += n)
        {
            to.Write(buffer, 0, n);
        }
        return count;
    }

    // Ends the program, whichever thread fails first, with the system's text.
    static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is SocketException || e is IOException)
        {
            Console.Error.WriteLine(e.Message);
            Environment.Exit(1);
        }
    }
}
