using System.Net;
using System.Net.Sockets;

namespace EdgeAI.Tests.Gateway.Faults;

/// <summary>
/// Loopback ports that stay a process's own over its restarts: below the range from which the system takes ports for outgoing connections,
/// so that none of those lies there when the process comes back.
/// </summary>
internal static class SteadyPort
{
    private const int Lowest = 20_000;
    private const int Highest = 32_000;

    /// <summary>A port on which nothing listens now.</summary>
    public static int Find()
    {
        while (true)
        {
            int port = Random.Shared.Next(Lowest, Highest);
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Somebody's already: another one.
            }
        }
    }
}
