using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EdgeAI.Tests.Gateway.Downlink;

/// <summary>An HTTP server of one file, with the faults that a test asks for.</summary>
internal sealed class MoodyHttp : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public MoodyHttp(byte[] content)
    {
        Content = content;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _running = Task.Run(AcceptAsync);
    }

    public int Port { get; }

    public Uri Url => new($"http://127.0.0.1:{Port}/artifact");

    public byte[] Content { get; set; }

    /// <summary>How many bytes of the body the next answer gives before the connection is cut; null for all.</summary>
    public Func<int?> CutAfter { get; set; } = static () => null;

    public bool TakesRanges { get; set; } = true;

    /// <summary>Leaves out Content-Length: the body ends with the connection.</summary>
    public bool HidesLength { get; set; }

    /// <summary>What is answered in place of the file.</summary>
    public string? Status { get; set; }

    /// <summary>Where it redirects to.</summary>
    public string? Location { get; set; }

    /// <summary>Bytes of bodies that left.</summary>
    public long Served { get; private set; }

    public int Requests { get; private set; }

    public void Dispose()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        _stop.Cancel();
        _listener.Stop();
        _running.GetAwaiter().GetResult();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(client.GetStream());
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The client went away, or the test ends.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        using StreamReader reader = new(stream, Encoding.ASCII, leaveOpen: true);
        int from = 0;
        bool isRange = false;
        for (string? line = await reader.ReadLineAsync(_stop.Token); !string.IsNullOrEmpty(line); line = await reader.ReadLineAsync(_stop.Token))
        {
            if (line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase) && TakesRanges)
            {
                from = int.Parse(line["Range: bytes=".Length..].TrimEnd('-'), System.Globalization.CultureInfo.InvariantCulture);
                isRange = true;
            }
        }

        Requests++;
        if (Status is not null || Location is not null)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {Status ?? "302 Found"}\r\n{(Location is null ? "" : $"Location: {Location}\r\n")}Content-Length: 0\r\nConnection: close\r\n\r\n"), _stop.Token);
            return;
        }

        byte[] body = Content[Math.Min(from, Content.Length)..];
        int count = Math.Min(body.Length, CutAfter() ?? body.Length);
        string head = (isRange ? $"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {from}-{Content.Length - 1}/{Content.Length}\r\n" : "HTTP/1.1 200 OK\r\n")
            + (HidesLength ? "" : $"Content-Length: {body.Length}\r\n") + "Connection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), _stop.Token);
        await stream.WriteAsync(body.AsMemory(0, count), _stop.Token);
        Served += count;
    }
}
