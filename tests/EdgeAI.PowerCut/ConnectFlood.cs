using System.Net;
using System.Net.Sockets;

namespace EdgeAI.PowerCut;

/// <summary>The child of the flood test: opens many connections at once, every other one of which never says a word, and holds them.</summary>
internal static class ConnectFlood
{
    private const int AtOnce = 200;

    /// <summary>Floods a broker until a line comes on the input.</summary>
    /// <param name="port">The broker's port on loopback.</param>
    /// <param name="count">The connections.</param>
    /// <returns>0.</returns>
    public static async Task<int> RunAsync(int port, int count)
    {
        List<Socket> sockets = [];
        int reached = 0;
        for (int done = 0; done < count; done += AtOnce)
        {
            Task<Socket>[] opening = [.. Enumerable.Range(done, Math.Min(AtOnce, count - done)).Select(index => OpenAsync(port, index))];
            sockets.AddRange(await Task.WhenAll(opening));
            reached += opening.Count(task => task.Result.Connected);
        }

        Console.WriteLine($"flooded {reached}");
        await Console.In.ReadLineAsync();
        sockets.ForEach(socket => socket.Dispose());
        return 0;
    }

    private static async Task<Socket> OpenAsync(int port, int index)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            if (index % 2 == 0)
            {
                await socket.SendAsync(MqttPackets.Connect(5, $"flood{Environment.ProcessId}-{index}"));
            }
        }
        catch (SocketException)
        {
            // Refused, which is what a flood is for.
        }

        return socket;
    }
}
