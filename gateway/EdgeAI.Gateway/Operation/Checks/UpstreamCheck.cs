using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using EdgeAI.Gateway.Identity;

namespace EdgeAI.Gateway.Operation.Checks;

/// <summary>Whether the upstreams can be reached, and with TLS whether each is who it should be.</summary>
internal static class UpstreamCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Connects to each upstream and speaks no MQTT.</summary>
    public static async Task<IReadOnlyList<Finding>> ExamineAsync(GatewayOptions options, CancellationToken cancellation)
        => options.Uplink.Upstreams is { IsEmpty: false } upstreams
            ? await Task.WhenAll(upstreams.Select(upstream => ExamineAsync(upstream.Host, upstream.Port, upstream.Tls, options.Time, cancellation))).ConfigureAwait(false)
            : [Finding.Warn("upstream", "none is given: records wait in the spool", "give one with --upstream HOST:PORT")];

    /// <summary>Connects to one upstream.</summary>
    internal static async Task<Finding> ExamineAsync(string host, int port, TlsClientOptions? tls, TimeProvider time, CancellationToken cancellation)
    {
        string subject = $"upstream {host}:{port}";
        TlsClient? client = null;
        using CancellationTokenSource bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(Patience);
        try
        {
            client = tls is null ? null : TlsClient.Load(tls, time);
            using TcpClient tcp = new();
            await tcp.ConnectAsync(host, port, bound.Token).ConfigureAwait(false);
            if (client is not null)
            {
                await using SslStream stream = new(tcp.GetStream());
                await stream.AuthenticateAsClientAsync(client.ForSsl(host), bound.Token).ConfigureAwait(false);
            }

            return Finding.Ok(subject, client is null ? "reached, without TLS" : "reached, and its certificate is good");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Finding.Fail(subject, $"it does not answer within {Patience.TotalSeconds:0} s", "check the address, the network and firewalls");
        }
        catch (SocketException exception)
        {
            return Finding.Fail(subject, $"it cannot be reached ({exception.Message})", "check the address, the network and whether its broker runs");
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException)
        {
            return Finding.Fail(subject, client is { LastError.Length: > 0 } ? client.LastError : exception.Message.ReplaceLineEndings(" "), "check its certificate and the authority that is trusted");
        }
        catch (GatewayException exception)
        {
            return Finding.Fail(subject, exception.Message, "");
        }
    }
}
