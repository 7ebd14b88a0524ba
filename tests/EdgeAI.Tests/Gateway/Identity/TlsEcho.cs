using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using EdgeAI.Gateway.Broker;
using EdgeAI.Gateway.Identity;

namespace EdgeAI.Tests.Gateway.Identity;

/// <summary>A TLS server that goes by a directory: names who connected, sends back what it reads, ends who may not stay.</summary>
internal sealed class TlsEcho : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly DeviceDirectory _directory;
    private readonly PeriodicTimer _watch = new(TimeSpan.FromMilliseconds(20));
    private readonly Task _accepting;
    private readonly Task _watching;
    private readonly List<Task> _serving = [];
    private readonly List<(DeviceIdentity Device, SslStream Stream)> _open = [];

    public TlsEcho(DeviceDirectory directory)
    {
        _directory = directory;
        directory.Changed += EndWhoMayNotStay;
        _listener.Start();
        _accepting = AcceptAsync();
        _watching = WatchAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public List<string> Names { get; } = [];

    /// <summary>Connects, sends a byte and reads it back.</summary>
    /// <exception cref="IOException">The server refused.</exception>
    public async Task<SslStream> ConnectAsync(TlsClient client)
    {
        TcpClient tcp = new();
        await tcp.ConnectAsync((IPEndPoint)_listener.LocalEndpoint, TestContext.Current.CancellationToken);
        SslStream stream = new(tcp.GetStream());
        try
        {
            await stream.AuthenticateAsClientAsync(client.ForSsl("localhost"), TestContext.Current.CancellationToken);
            await EchoAsync(stream);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    public static async Task EchoAsync(SslStream stream)
    {
        await stream.WriteAsync(new byte[] { 42 }, TestContext.Current.CancellationToken);
        byte[] answer = new byte[1];
        await stream.ReadExactlyAsync(answer, TestContext.Current.CancellationToken);
        Assert.Equal(42, answer[0]);
    }

    /// <summary>Waits until the server has ended a connection.</summary>
    public static async Task EndsAsync(SslStream stream)
    {
        int read;
        try
        {
            read = await stream.ReadAsync(new byte[1], TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            read = 0;
        }

        Assert.Equal(0, read);
    }

    public async ValueTask DisposeAsync()
    {
        _directory.Changed -= EndWhoMayNotStay;
        _listener.Stop();
        _watch.Dispose();
        await _accepting;
        await _watching;
        lock (_open)
        {
            _open.ForEach(connection => connection.Stream.Dispose());
        }

        await Task.WhenAll(_serving);
    }

    private void EndWhoMayNotStay()
    {
        lock (_open)
        {
            foreach ((DeviceIdentity device, SslStream stream) in _open)
            {
                if (_directory.EndOf(device) is not null)
                {
                    stream.Dispose();
                }
            }
        }
    }

    private async Task WatchAsync()
    {
        while (await _watch.WaitForNextTickAsync())
        {
            EndWhoMayNotStay();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync()));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient tcp)
    {
        SslStream stream = new(tcp.GetStream());
        await using (stream)
        {
            try
            {
                await stream.AuthenticateAsServerAsync(_directory.ForHandshake());
                if (!_directory.TryIdentify((X509Certificate2?)stream.RemoteCertificate, "client", out DeviceIdentity? identity, out _))
                {
                    return;
                }

                lock (_open)
                {
                    _open.Add((identity, stream));
                    Names.Add(identity.Name);
                }

                byte[] buffer = new byte[16];
                for (int read = await stream.ReadAsync(buffer); read > 0; read = await stream.ReadAsync(buffer))
                {
                    await stream.WriteAsync(buffer.AsMemory(0, read));
                }
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
            {
                // Refused, revoked or gone.
            }
        }
    }
}
