using System.Buffers;
using System.Net;
using EdgeAI.Benchmarks.Gateway.Traffic;
using EdgeAI.Gateway;
using EdgeAI.Gateway.Spool;
using EdgeAI.Records;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MQTTnet.AspNetCore;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace EdgeAI.Benchmarks.Gateway.Fronts;

/// <summary>One front before a spool without an upstream, in a process of its own, until its input ends.</summary>
internal static class FrontProgram
{
    /// <summary>Runs until the end of the input.</summary>
    public static int Run(string[] args)
    {
        TrafficArguments arguments = new(args);
        RunAsync((FrontKind)arguments.Number("kind"), (int)arguments.Number("port"), Directory.GetCurrentDirectory()).GetAwaiter().GetResult();
        return 0;
    }

    private static async Task RunAsync(FrontKind kind, int port, string folder)
    {
        if (kind == FrontKind.Own)
        {
            await using GatewayHost gateway = await GatewayHost.StartAsync(new GatewayOptions { Id = "bench", Site = PublisherConnection.Site, Port = port, SpoolFolder = folder });
            await UntilToldAsync();
            return;
        }

        using RecordSpool? spool = kind == FrontKind.MqttNetStoringNothing ? null : RecordSpool.Open(new SpoolOptions { Folder = folder, Gateway = "bench" });
        Task OnPublishAsync(InterceptingPublishEventArgs args) => AnswerAsync(spool, args);
        if (kind == FrontKind.MqttNetKestrel)
        {
            await using WebApplication application = BuildKestrel(port);
            application.Services.GetRequiredService<MqttServer>().InterceptingPublishAsync += OnPublishAsync;
            await application.StartAsync();
            await UntilToldAsync();
            return;
        }

        MqttServerOptions options = new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .WithDefaultEndpointPort(port)
            .Build();
        using MqttServer server = new MqttServerFactory().CreateMqttServer(options);
        server.InterceptingPublishAsync += OnPublishAsync;
        await server.StartAsync();
        await UntilToldAsync();
    }

    private static WebApplication BuildKestrel(int port)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddHostedMqttServer(options => options.WithoutDefaultEndpoint());
        builder.Services.AddMqttConnectionHandler();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listener => listener.UseMqtt()));
        return builder.Build();
    }

    private static Task UntilToldAsync() => Task.Run(Console.In.ReadToEnd);

    // The server handles a connection's next packet when this is done: an acknowledgement that waits for its commit holds up all behind it.
    private static async Task AnswerAsync(RecordSpool? spool, InterceptingPublishEventArgs args)
    {
        args.ProcessPublish = false;
        byte[] payload = args.ApplicationMessage.Payload.ToArray();
        StoreStatus status = StoreStatus.Stored;
        if (spool is not null)
        {
            status = await spool.StoreAsync(Open(args.ApplicationMessage.Topic, payload)).ConfigureAwait(false);
        }

        args.Response.ReasonCode = status == StoreStatus.Stored ? MqttPubAckReasonCode.Success : MqttPubAckReasonCode.UnspecifiedError;
    }

    private static StoreRequest Open(string topic, byte[] payload)
    {
        _ = Topics.Parse(topic, out RecordTopic parsed);
        string robot = parsed.Publisher.ToString();
        if (parsed.Kind == TopicKind.RawFrame)
        {
            return StoreRequest.ForFrame(robot, payload, 0);
        }

        _ = RobotBatchReader.Open(payload, out RobotBatchReader batch);
        return StoreRequest.ForBatch(robot, payload, batch, 0);
    }
}
