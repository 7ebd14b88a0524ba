using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using EdgeAI.Gateway.Identity;

namespace EdgeAI.Gateway.Downlink.Artifacts;

/// <summary>
/// Fetches one artifact over HTTP into a staging file: resumed where it broke, bounded, and compared with its SHA-256 as it lies on disk.
/// Gateways and robots use the same.
/// </summary>
/// <param name="client">Makes the requests; must not follow redirects by itself.</param>
public sealed class ArtifactDownload(HttpClient client)
{
    /// <summary>The redirects that are followed.</summary>
    public const int MaximumRedirects = 3;

    private const int BufferLength = 64 << 10;

    /// <summary>Where it comes from.</summary>
    public required Uri Url { get; init; }

    /// <summary>How long it is, in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>Its SHA-256, 64 hexadecimal digits in lower case.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The staging file.</summary>
    public required string Path { get; init; }

    /// <summary>How often what came is synced, in bytes.</summary>
    public int ChunkBytes { get; init; } = 1 << 20;

    /// <summary>What stays free on the disk, in bytes.</summary>
    public long MinimumFreeBytes { get; init; }

    /// <summary>How long the server may send nothing.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The hosts that it may come from; empty for any.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>What the client speaks TLS with: it knows why a handshake failed, and the mend. Nothing without.</summary>
    public TlsClient? Tls { get; init; }

    /// <summary>What went wrong, in words; empty if nothing did.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>The bytes that came in this try.</summary>
    public long Received { get; private set; }

    /// <summary>Tries once, going on where the last try was synced.</summary>
    public async Task<DownloadEnd> TryAsync(CancellationToken cancellation)
    {
        try
        {
            using StagingFile staging = StagingFile.Open(Path);
            if (staging.Length > Bytes)
            {
                staging.Restart();
            }

            if (FreeBytes() - (Bytes - staging.Length) < MinimumFreeBytes)
            {
                return End(DownloadEnd.NoRoom, $"{Bytes - staging.Length} bytes more would leave less than {MinimumFreeBytes} free: make room on the disk of {Path}");
            }

            DownloadEnd end = staging.Length == Bytes ? DownloadEnd.Complete : await FetchAsync(staging, cancellation).ConfigureAwait(false);
            if (end != DownloadEnd.Complete)
            {
                return end;
            }

            string hash = await staging.HashAsync(cancellation).ConfigureAwait(false);
            if (hash == Sha256)
            {
                return DownloadEnd.Complete;
            }

            Problem = $"{Url} has SHA-256 {hash}, announced is {Sha256}";
        }
        catch (HttpRequestException exception)
        {
            return End(DownloadEnd.Broken, $"{Url.Authority}: {LineOf(exception)}");
        }
        catch (IOException exception)
        {
            // A connection that broke, or a disk that did: both may be well again.
            return End(DownloadEnd.Broken, exception.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return End(DownloadEnd.Broken, $"nothing came for {StallTimeout.TotalSeconds:0.#} s");
        }

        StagingFile.Remove(Path);
        return DownloadEnd.WrongHash;
    }

    private string LineOf(HttpRequestException exception)
    {
        string line = exception.GetBaseException().Message.ReplaceLineEndings(" ");
        if (Tls is null || !IsOfTheHandshake(exception))
        {
            return line;
        }

        // What the TLS library says of it is for its makers.
        string explained = Tls.Explain("it refused the connection");
        return explained.EndsWith(')') ? explained : $"{explained} ({line})";
    }

    // In TLS 1.3 a server judges the client's certificate when the client's handshake is over already: its refusal is found where an answer is
    // read, as an alert or as an end without one.
    private static bool IsOfTheHandshake(HttpRequestException exception)
    {
        bool isRefused = exception.HttpRequestError is HttpRequestError.SecureConnectionError or HttpRequestError.ResponseEnded;
        for (Exception? cause = exception.InnerException; cause is not null && !isRefused; cause = cause.InnerException)
        {
            isRefused = cause is AuthenticationException or HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded };
        }

        return isRefused;
    }

    private async Task<DownloadEnd> FetchAsync(StagingFile staging, CancellationToken cancellation)
    {
        using CancellationTokenSource stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stall.CancelAfter(StallTimeout);
        Uri url = Url;
        for (int redirects = 0; ; redirects++)
        {
            if (AllowedHosts.Count > 0 && !AllowedHosts.Contains(url.Host, StringComparer.OrdinalIgnoreCase))
            {
                return End(DownloadEnd.Refused, $"{url.Host} is none of the allowed hosts");
            }

            using HttpRequestMessage request = new(HttpMethod.Get, url);
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
            if (staging.Length > 0)
            {
                request.Headers.Range = new RangeHeaderValue(staging.Length, null);
            }

            using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stall.Token).ConfigureAwait(false);
            if (response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect)
            {
                if (redirects == MaximumRedirects || response.Headers.Location is not { } location)
                {
                    return End(DownloadEnd.Refused, $"{Url} redirects more than {MaximumRedirects} times, or nowhere");
                }

                Uri next = new(url, location);
                if (next.Scheme is not ("http" or "https") || (url.Scheme == "https" && next.Scheme != "https") || next.UserInfo.Length > 0)
                {
                    return End(DownloadEnd.Refused, $"{Url} redirects to {next.Scheme}, which is not followed");
                }

                url = next;
                continue;
            }

            return await TakeAsync(staging, response, stall, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<DownloadEnd> TakeAsync(StagingFile staging, HttpResponseMessage response, CancellationTokenSource stall, CancellationToken cancellation)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                // The server does not do ranges, or has it otherwise than before.
                if (staging.Length > 0)
                {
                    staging.Restart();
                }

                break;
            case HttpStatusCode.PartialContent when response.Content.Headers.ContentRange is { HasRange: true } range && range.From == staging.Length && (!range.HasLength || range.Length == Bytes):
                break;
            case HttpStatusCode.PartialContent:
                return Thrown(staging, DownloadEnd.WrongLength, $"{Url} answers with the range {response.Content.Headers.ContentRange}, {Bytes} bytes were announced");
            case HttpStatusCode.RequestedRangeNotSatisfiable:
                return Thrown(staging, DownloadEnd.WrongLength, $"{Url} is shorter than the {Bytes} bytes that were announced");
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                return End(DownloadEnd.Broken, $"{Url} answers {(int)response.StatusCode}");
            default:
                return End(DownloadEnd.Refused, $"{Url} answers {(int)response.StatusCode}");
        }

        if (response.Content.Headers.ContentLength is { } length && length != Bytes - staging.Length)
        {
            return Thrown(staging, DownloadEnd.WrongLength, $"{Url} is {staging.Length + length} bytes long, {Bytes} were announced");
        }

        Stream body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            return await CopyAsync(body, staging, stall).ConfigureAwait(false);
        }
    }

    private async Task<DownloadEnd> CopyAsync(Stream body, StagingFile staging, CancellationTokenSource stall)
    {
        byte[] buffer = new byte[BufferLength];
        long synced = staging.Length;
        while (true)
        {
            stall.CancelAfter(StallTimeout);
            int count;
            try
            {
                count = await body.ReadAsync(buffer, stall.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // The next try begins here, however little came.
                staging.Sync();
                throw;
            }

            if (count == 0)
            {
                break;
            }

            if (staging.Length + count > Bytes)
            {
                return Thrown(staging, DownloadEnd.WrongLength, $"{Url} sends more than the {Bytes} bytes that were announced");
            }

            staging.Append(buffer.AsSpan(0, count));
            Received += count;
            if (staging.Length - synced >= ChunkBytes)
            {
                staging.Sync();
                synced = staging.Length;
            }
        }

        staging.Sync();
        return staging.Length == Bytes ? DownloadEnd.Complete : End(DownloadEnd.Broken, $"{Url} ended after {staging.Length} of {Bytes} bytes");
    }

    private DownloadEnd Thrown(StagingFile staging, DownloadEnd end, string problem)
    {
        staging.Restart();
        return End(end, problem);
    }

    private DownloadEnd End(DownloadEnd end, string problem)
    {
        Problem = problem.ReplaceLineEndings(" ");
        return end;
    }

    private long FreeBytes()
    {
        string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;
        return new DriveInfo(folder).AvailableFreeSpace;
    }
}
