using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using EdgeAI.Gateway.Identity;

namespace EdgeAI.Gateway.Operation.Checks;

/// <summary>Whether the brokers that the gateway connects to can be reached, with TLS whether each is who it should be, and whether passwords can be read.</summary>
internal static class UpstreamCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Connects to each and speaks no MQTT.</summary>
    public static async Task<IReadOnlyList<Finding>> ExamineAsync(GatewayOptions options, CancellationToken cancellation)
    {
        List<Finding> findings = options.Uplink.Upstreams.IsEmpty ? [Finding.Warn("upstream", "none is given: records wait in the spool", "give one with --upstream HOST:PORT")] : [];
        List<(string What, string Host, int Port, TlsClientOptions? Tls, string? PasswordFile)> brokers = [.. options.Uplink.Upstreams.Select(static upstream => ("upstream", upstream.Host, upstream.Port, upstream.Tls, upstream.PasswordFile))];
        if (options.Downlink?.Upstream is { } commands && !options.Uplink.Upstreams.Contains(commands))
        {
            brokers.Add(("upstream of commands", commands.Host, commands.Port, commands.Tls, commands.PasswordFile));
        }

        if (options.Sparkplug is { } sparkplug)
        {
            brokers.Add(("Sparkplug broker", sparkplug.Host, sparkplug.Port, sparkplug.Tls, sparkplug.PasswordFile));
        }

        if (!options.Uplink.Upstreams.IsEmpty && UnreadableKeys(options) is { } keys)
        {
            findings.Add(Finding.Fail("city's keys", keys, ""));
        }

        foreach ((string what, string host, int port, _, string? file) in brokers)
        {
            if (file is not null && Unreadable(file) is { } problem)
            {
                findings.Add(Finding.Fail($"{what} {host}:{port}", $"its password file {file} cannot be read ({problem})", "write the password there, for the gateway's user to read"));
            }
        }

        findings.AddRange(await Task.WhenAll(brokers.Select(broker => ExamineAsync(broker.Host, broker.Port, broker.Tls, options.Time, cancellation, broker.What))).ConfigureAwait(false));
        return findings;
    }

    /// <summary>Connects to one broker.</summary>
    internal static async Task<Finding> ExamineAsync(string host, int port, TlsClientOptions? tls, TimeProvider time, CancellationToken cancellation, string what = "upstream")
    {
        string subject = $"{what} {host}:{port}";
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

    private static string? UnreadableKeys(GatewayOptions options)
    {
        try
        {
            _ = options.Uplink.ReadCityKeys();
            return null;
        }
        catch (GatewayException exception)
        {
            return exception.Message;
        }
    }

    private static string? Unreadable(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }
}
