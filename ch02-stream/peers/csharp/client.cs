// The echo client in C#: one task sends while the other receives.
//
//     mcs client.cs                    csc on Windows
//     mono client.exe HOST PORT        standard input goes out, the echo comes back
//
//     new TcpClient    socket, connect              the lesson's Dial
//     Send             send, shutdown(SHUT_WR)      Client.Echo, CloseWrite
//     Copy             recv, until it gives 0       Client.Echo
//
// A client that first sent everything would wait for a server that in turn
// waits for its reader.
using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

static class Client
{
    static long sent = -1; // bytes, once all of standard input is on its way

    static int Main(string[] args)
    {
        if (args.Length != 2)
        {
            Console.Error.WriteLine("usage: client.exe HOST PORT");
            return 2;
        }
        try
        {
            using (var client = new TcpClient(args[0], int.Parse(args[1])))
            {
                Talk(client).GetAwaiter().GetResult();
            }
            return 0;
        }
        catch (Exception e) when (e is SocketException || e is IOException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    static async Task Talk(TcpClient client)
    {
        var sending = Send(client);
        var receiving = Copy(client.GetStream(), Console.OpenStandardOutput());
        await await Task.WhenAny(sending, receiving); // throws what went wrong in it
        var received = await receiving;
        if (received != Volatile.Read(ref sent))
        {
            throw new IOException($"the server closed too soon: {received} bytes came back");
        }
    }

    // Copies standard input to the server, then half-closes: FIN goes out.
    static async Task Send(TcpClient client)
    {
        var count = await Copy(Console.OpenStandardInput(), client.GetStream());
        Volatile.Write(ref sent, count);
        client.Client.Shutdown(SocketShutdown.Send);
    }

    static async Task<long> Copy(Stream from, Stream to)
    {
        var buffer = new byte[65536];
        long count = 0;
        for (int n; (n = await from.ReadAsync(buffer, 0, buffer.Length)) > 0; count += n)
        {
            await to.WriteAsync(buffer, 0, n);
        }
        return count;
    }
}
