using System.Net;
using System.Net.Sockets;

namespace EdgeAI.Gateway.Operation.Checks;

/// <summary>Whether the ports can be listened on.</summary>
internal static class PortCheck
{
    /// <summary>Tries each port that the options name.</summary>
    /// <param name="options">The gateway's options.</param>
    /// <param name="running">Whether a gateway runs with this spool now, so that its ports are taken rightly.</param>
    public static IEnumerable<Finding> Examine(GatewayOptions options, bool running)
    {
        IEnumerable<(string Host, int Port)> ports = [(options.Host, options.Port), .. options.Listeners.Select(listener => (listener.Address, listener.Port))];
        if (options.Operation.HttpPort is { } http)
        {
            ports = ports.Append((IPAddress.Loopback.ToString(), http));
        }

        if (options.Downlink?.Artifacts is { Port: { } artifacts } served)
        {
            ports = ports.Append((served.Host, artifacts));
        }

        return ports.Where(port => port.Port != 0).Select(port => Examine(port.Host, port.Port, running));
    }

    private static Finding Examine(string host, int port, bool running)
    {
        string subject = $"port {port}";
        if (!IPAddress.TryParse(host == "localhost" ? "127.0.0.1" : host, out IPAddress? address))
        {
            return Finding.Fail(subject, $"'{host}' is not an IP address", "use 127.0.0.1");
        }

        try
        {
            using Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, port));
            return Finding.Ok(subject, $"free on {address}");
        }
        catch (SocketException exception)
        {
            return running && exception.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? Finding.Ok(subject, "in use, and a gateway runs with this spool")
                : Finding.Fail(subject, $"{address} cannot be listened on ({exception.Message})", "stop the program that listens there, or choose another port (below 1024 only with CAP_NET_BIND_SERVICE) or an address of this machine");
        }
    }
}
