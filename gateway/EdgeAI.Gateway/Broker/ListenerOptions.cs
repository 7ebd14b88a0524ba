using System.Net;

namespace EdgeAI.Gateway.Broker;

/// <summary>Where the broker listens, and how. Anything but a loopback address needs TLS.</summary>
public sealed record ListenerOptions
{
    /// <summary>The IP address: 127.0.0.1, ::1, or with TLS any other, 0.0.0.0 and :: for all.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>The TCP port; 0 for any free one. IANA registered 1883 for MQTT and 8883 for MQTT with TLS.</summary>
    public int Port { get; init; }

    /// <summary>Plain TCP or WebSocket.</summary>
    public ListenerKind Kind { get; init; } = ListenerKind.Tcp;

    /// <summary>Whether the listener speaks TLS and asks each device for its certificate.</summary>
    public bool Tls { get; init; }

    /// <summary>
    /// The web pages that may connect over WebSocket, as scheme://host[:port]; a browser says where a page is from. Without any, only
    /// pages of this machine (localhost and the loopback addresses).
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>The address to listen on, checked.</summary>
    /// <exception cref="GatewayException">It is none, or needs TLS; the message says so.</exception>
    internal IPAddress ParseAddress()
    {
        IPAddress? address = Address == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(Address, out IPAddress? parsed) ? parsed : null;
        if (address is null)
        {
            throw new GatewayException($"'{Address}' is not an IP address: listen on the loopback address 127.0.0.1 or ::1, or with TLS on 0.0.0.0 or one of the machine's own");
        }

        if (!Tls && !IPAddress.IsLoopback(address))
        {
            throw new GatewayException($"'{Address}' is not a loopback address, and without TLS the broker listens on loopback only: use 127.0.0.1 or ::1, or give this listener TLS");
        }

        return address;
    }
}
