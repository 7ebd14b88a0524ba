using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace EdgeAI.Tests.Gateway.Operation;

/// <summary>
/// A collector of OTLP metrics over gRPC (HTTP/2 without TLS), written from the specifications: OTLP 1.x's MetricsService, gRPC over HTTP/2's
/// length-prefixed messages, opentelemetry-proto's metrics.proto. Keeps what it was sent last of each series.
/// </summary>
internal sealed class OtlpCollector : IAsyncDisposable
{
    private const string ExportPath = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";
    private const int PrefixLength = 5;

    private readonly WebApplication _application;

    private OtlpCollector(WebApplication application) => _application = application;

    public Uri Address => new(_application.Urls.First());

    /// <summary>The latest point of each series, by the metric's name and its attributes in braces.</summary>
    public ConcurrentDictionary<string, OtlpPoint> Latest { get; } = new();

    /// <summary>The attributes of the last request's resource.</summary>
    public IReadOnlyDictionary<string, string> Resource { get; private set; } = new Dictionary<string, string>();

    /// <summary>Every name that ever came.</summary>
    public IEnumerable<string> Names => Latest.Keys.Select(static series => series.Split('{')[0]).Distinct();

    /// <summary>Requests to another path, or that are no such message.</summary>
    public int Strange { get; private set; }

    public static async Task<OtlpCollector> StartAsync(int port = 0)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, static listen => listen.Protocols = HttpProtocols.Http2));
        OtlpCollector collector = new(builder.Build());
        collector._application.Run(collector.AnswerAsync);
        await collector._application.StartAsync();
        return collector;
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body);
        byte[] message = body.ToArray();
        if (context.Request.Path != ExportPath || context.Request.ContentType != "application/grpc" || message.Length < PrefixLength || message[0] != 0
            || BinaryPrimitives.ReadUInt32BigEndian(message.AsSpan(1)) != message.Length - PrefixLength)
        {
            Strange++;
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        foreach (ProtobufField metrics in ProtobufField.All(message.AsMemory(PrefixLength)).Where(static field => field.Number == 1))
        {
            Take(metrics.Bytes);
        }

        context.Response.ContentType = "application/grpc";
        context.Response.DeclareTrailer("grpc-status");
        await context.Response.Body.WriteAsync(new byte[PrefixLength]);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    // ResourceMetrics: resource 1, scope_metrics 2. ScopeMetrics: metrics 2.
    private void Take(ReadOnlyMemory<byte> resourceMetrics)
    {
        foreach (ProtobufField part in ProtobufField.All(resourceMetrics))
        {
            if (part.Number == 1)
            {
                Resource = ProtobufField.All(part.Bytes).Where(static field => field.Number == 1).Select(static field => OtlpPoint.Attribute(field.Bytes)).ToDictionary();
            }
            else if (part.Number == 2)
            {
                foreach (ProtobufField metric in ProtobufField.All(part.Bytes).Where(static field => field.Number == 2))
                {
                    TakeMetric(metric.Bytes);
                }
            }
        }
    }

    // Metric: name 1, unit 3, gauge 5, sum 7, histogram 9; each of them has data_points 1.
    private void TakeMetric(ReadOnlyMemory<byte> metric)
    {
        ProtobufField[] fields = [.. ProtobufField.All(metric)];
        string name = fields.Single(static field => field.Number == 1).Text;
        string unit = fields.Single(static field => field.Number == 3).Text;
        ProtobufField data = fields.Single(static field => field.Number is 5 or 7 or 9);
        foreach (ProtobufField point in ProtobufField.All(data.Bytes).Where(static field => field.Number == 1))
        {
            OtlpPoint read = data.Number == 9 ? OtlpPoint.OfHistogram(point.Bytes, unit) : OtlpPoint.OfNumber(point.Bytes, unit);
            Latest[name + read.Attributes] = read;
        }
    }
}
