using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace EdgeAI.Gateway.Broker;

/// <summary>Who the gateway is on a TLS listener, and whose certificates it takes.</summary>
internal interface ITlsServer
{
    /// <summary>
    /// Fills the options of a listener, once when it starts: the server's certificate by a selector, asked at each handshake so that it
    /// rotates without a restart, and the verification of the device's certificate, which is required.
    /// </summary>
    void Configure(HttpsConnectionAdapterOptions options);
}
