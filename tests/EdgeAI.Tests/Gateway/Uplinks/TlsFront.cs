using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace EdgeAI.Tests.Gateway.Uplinks;

/// <summary>Takes TLS on loopback and passes what is inside on to a port without it.</summary>
internal sealed class TlsFront : IDisposable
{
    private readonly TcpListener _listener;
    private readonly X509Certificate2 _certificate;
    private readonly int _upstreamPort;

    public TlsFront(X509Certificate2 certificate, int upstreamPort, int port = 0)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _certificate = certificate;
        _upstreamPort = upstreamPort;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = Task.Run(AcceptAsync);
    }

    public int Port { get; }

    public void Dispose()
    {
        _listener.Dispose();
        _certificate.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync();
                _ = Task.Run(() => ServeAsync(client));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            using (TcpClient upstream = new())
            await using (SslStream outer = new(client.GetStream()))
            {
                await outer.AuthenticateAsServerAsync(_certificate);
                await upstream.ConnectAsync(IPAddress.Loopback, _upstreamPort);
                await Task.WhenAny(outer.CopyToAsync(upstream.GetStream()), upstream.GetStream().CopyToAsync(outer));
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or AuthenticationException)
        {
            // The client would not speak to this certificate, or went away.
        }
    }
}
